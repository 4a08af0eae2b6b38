import { html, nothing } from 'lit';
import './image-field.js';
import { View } from '../view.js';
import { field, focusFirstFault } from './field.js';
import { check } from '../stream-rules.js';
import { tabStorage } from '../storage.js';
import { faultsByField, sentence } from '../problem.js';
import { HOUR, MINUTE, fromLocalInput, length, toLocalInput, whenWithin, zoneAt } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const FIELDS = ['title', 'description', 'startTime', 'endTime', 'imgLink', 'audience'];
const LENGTHS = [30, 60, 120, 180];

/**
 * A stream's entry in the schedule, new or of `stream`; `save(fields)` is called with what the API takes. What is not saved yet outlives a reload.
 */
class StreamForm extends View {
  static properties = { stream: { attribute: false }, save: { attribute: false }, draft: { state: true }, faults: { state: true },
    busy: { state: true }, problem: { state: true }, restored: { state: true } };

  constructor() {
    super();
    this.faults = {};
    this.busy = this.restored = false;
    this.problem = null;
  }

  willUpdate(changed) {
    if (this.draft && !changed.has('stream')) return;
    const kept = JSON.parse(tabStorage.get(this.#key));
    this.draft = kept ?? this.#untouched;
    this.restored = kept !== null;
  }

  /** An entry that somebody else has changed meanwhile is not what the draft was made of. */
  get #key() {
    return `draft:${this.stream ? `${this.stream.id}:${this.stream.version}` : 'new'}`;
  }

  get #untouched() {
    if (!this.stream) {
      const start = new Date(Math.ceil((Date.now() + MINUTE) / HOUR) * HOUR);
      return { title: '', description: '', start: toLocalInput(start), end: toLocalInput(new Date(+start + HOUR)), imgLink: '', audience: 'subscribers' };
    }
    const { title, description = '', startTime, endTime, imgLink = '', audience } = this.stream;
    return { title, description, imgLink, audience, start: toLocalInput(new Date(startTime)), end: toLocalInput(new Date(endTime)) };
  }

  get #start() {
    return fromLocalInput(this.draft.start);
  }

  get #end() {
    return fromLocalInput(this.draft.end);
  }

  render() {
    const { draft, faults } = this;
    const text = (name, attributes) => ({ id: `schedule-${name}`, fault: faults[attributes.field ?? name], label: t(`form.${name}`),
      ...attributes });
    return html`
      <form class="panel pad stack" novalidate @submit=${this.#submit}>
        ${this.restored ? html`<p class="notice" role="status" data-testid="draft-kept">${icon.pencil}<span>${t('form.kept')}</span>
          <button type="button" class="link" data-testid="draft-drop" @click=${this.#startOver}>${t('form.start-over')}</button></p>` : nothing}
        ${field(text('title', {}), ({ id, describedBy, invalid }) => html`
          <input id=${id} data-testid=${id} .value=${draft.title} maxlength="120" required autocomplete="off"
            aria-describedby=${describedBy} aria-invalid=${invalid} @input=${this.#set('title')}>`)}
        ${field(text('description', { optional: t('optional') }), ({ id, describedBy, invalid }) => html`
          <textarea id=${id} data-testid=${id} rows="4" maxlength="5000" .value=${draft.description}
            aria-describedby=${describedBy} aria-invalid=${invalid} @input=${this.#set('description')}></textarea>`)}
        ${this.#times(text)}
        <image-field name="schedule-image" .label=${t('form.image')} .hint=${t('form.image-hint')} .fault=${faults.imgLink} .value=${draft.imgLink}
          .seed=${this.stream?.id ?? 'new'} @picked=${({ detail }) => this.#change({ imgLink: detail }, 'imgLink')}></image-field>
        ${this.#audience()}
        ${this.problem ? html`<p class="notice fault" role="alert">${icon.alert}<span>${this.problem}</span></p>` : nothing}
        <div class="actions"><button class="button big" data-testid="schedule-save"
          aria-busy=${this.busy} ?disabled=${this.busy}>${t(this.stream ? 'edit.save' : 'schedule.save')}</button>
          ${this.stream ? html`<a class="button quiet big" href="/streams/${this.stream.id}"
            @click=${this.#forget}>${t('cancel')}</a>` : nothing}</div>
      </form>`;
  }

  #times(text) {
    const [start, end] = [this.#start, this.#end];
    const lasts = start && end && end > start ? t('form.lasts', { length: length(end - start), end: whenWithin(end) }) : '';
    const now = toLocalInput(new Date());
    return html`
      <fieldset class="times"><legend class="unseen">${t('form.times')}</legend>
        ${field(text('start', { field: 'startTime' }), ({ id, describedBy, invalid }) => html`
          <input id=${id} data-testid=${id} type="datetime-local" .value=${this.draft.start} min=${this.stream ? nothing : now} required
            aria-describedby=${describedBy} aria-invalid=${invalid} @input=${this.#moveStart}>`)}
        ${field(text('end', { field: 'endTime' }), ({ id, describedBy, invalid }) => html`
          <input id=${id} data-testid=${id} type="datetime-local" .value=${this.draft.end} min=${this.draft.start || now} required
            aria-describedby=${describedBy} aria-invalid=${invalid} @input=${this.#set('end', 'endTime')}>`)}
        <p class="hint zone">${icon.clock}<span>${t('form.zone', { zone: zoneAt(start ?? new Date()) })}</span></p>
        <div class="lengths"><div class="chips" role="group" aria-label=${t('form.length')}>${LENGTHS.map(minutes => html`
          <button type="button" aria-pressed=${Boolean(start && end) && end - start === minutes * MINUTE}
            @click=${() => this.#last(minutes)}>${length(minutes * MINUTE)}</button>`)}</div>
          <span class="soft small" role="status">${lasts}</span></div>
      </fieldset>`;
  }

  #audience() {
    return html`
      <fieldset class="audience" data-testid="schedule-audience"><legend>${t('form.audience')}</legend>
        ${['subscribers', 'everyone'].map(audience => html`
          <label class="choice"><input type="radio" name="audience" value=${audience} data-testid="schedule-audience-${audience}"
            .checked=${this.draft.audience === audience} @change=${() => this.#change({ audience })}>
            <span><b>${t(`audience.${audience}`)}</b><small>${t(`audience.${audience}-text`)}</small></span></label>`)}
        ${this.faults.audience ? html`<p class="fault">${this.faults.audience}</p>` : nothing}
      </fieldset>`;
  }

  #change(fields, fault) {
    this.draft = { ...this.draft, ...fields };
    tabStorage.set(this.#key, JSON.stringify(this.draft));
    if (fault && this.faults[fault]) this.faults = { ...this.faults, [fault]: undefined };
  }

  #forget() {
    tabStorage.remove(this.#key);
  }

  #startOver() {
    this.#forget();
    this.restored = false;
    this.faults = {};
    this.draft = this.#untouched;
    this.querySelector('#schedule-title').focus();
  }

  #set = (name, fault = name) => ({ target }) => {
    if (!target.validity.badInput) this.#change({ [name]: target.value }, fault); // a date half typed is not written back
  };

  /** A stream that is moved keeps its length. */
  #moveStart({ target }) {
    if (target.validity.badInput) return;
    const [before, end, start] = [this.#start, this.#end, fromLocalInput(target.value)];
    this.#change({ start: target.value }, 'startTime');
    if (before && end && start && end > before) this.#change({ end: toLocalInput(new Date(+start + (end - before))) }, 'endTime');
  }

  #last(minutes) {
    if (this.#start) this.#change({ end: toLocalInput(new Date(+this.#start + minutes * MINUTE)) }, 'endTime');
  }

  async #submit(event) {
    event.preventDefault();
    if (this.busy) return;
    this.problem = null;
    const { title, description, imgLink, audience } = this.draft;
    const fields = {
      title: title.trim(), audience, description: description.trim() || undefined, imgLink: imgLink.trim() || undefined,
      startTime: this.#kept('startTime', 'start'), endTime: this.#kept('endTime', 'end'),
    };
    this.faults = check(fields, this.stream);
    if (Object.keys(this.faults).length > 0) return focusFirstFault(this);
    this.busy = true;
    try {
      await this.save(fields);
      this.#forget();
    } catch (error) {
      this.faults = faultsByField(error, FIELDS);
      if (Object.keys(this.faults).length === 0) this.problem = sentence(error);
      focusFirstFault(this);
    } finally {
      this.busy = false;
    }
  }

  /** The control shows minutes; seconds of an entry that was not touched stay as they were. */
  #kept(name, control) {
    if (this.querySelector(`#schedule-${control}`).validity.badInput) return undefined;
    const [text, before] = [this.draft[control], this.stream?.[name]];
    return before && toLocalInput(new Date(before)) === text ? before : fromLocalInput(text)?.toISOString();
  }
}

customElements.define('stream-form', StreamForm);
