import { html, nothing } from 'lit';
import './image-field.js';
import { View } from '../view.js';
import { field, focusFirstFault } from './field.js';
import { toast } from './toast-stack.js';
import { session } from '../session.js';
import { isPictureLink } from '../stream-rules.js';
import { faultsByField, sentence } from '../problem.js';
import { zone } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const FIELDS = ['name', 'surname', 'imgLink', 'timeZone'];
const zones = [...new Set([...Intl.supportedValuesOf?.('timeZone') ?? [], zone, 'UTC'])].sort();

/** The profile of who is signed in; saving it the first time registers the account. */
class ProfileForm extends View {
  static properties = { draft: { state: true }, faults: { state: true }, busy: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.draft = session.profile ? Object.fromEntries(FIELDS.map(name => [name, session.profile[name] ?? '']))
      : { name: '', surname: '', imgLink: '', timeZone: zone };
    this.faults = {};
    this.busy = false;
    this.problem = null;
  }

  render() {
    const input = (name, id, more = {}) => field({ id, label: t(`profile.${name}`), fault: this.faults[name], ...more },
      ({ id, describedBy, invalid }) => html`
      <input id=${id} data-testid=${id} .value=${this.draft[name]} maxlength="80"
        autocomplete=${more.autocomplete ?? 'off'} aria-describedby=${describedBy} aria-invalid=${invalid}
        @input=${({ target }) => this.#set(name, target.value)}>`);
    return html`
      <form class="stack" novalidate @submit=${this.#save}>
        ${session.registered ? nothing : html`<p class="notice">${icon.person}<span>${t('profile.first')}</span></p>`}
        <div class="two">${input('name', 'profile-name', { autocomplete: 'given-name' })}${input('surname', 'profile-surname',
          { autocomplete: 'family-name', optional: t('optional') })}</div>
        <image-field name="profile-image" shape="face" .label=${t('profile.imgLink')} .hint=${t('profile.image-hint')} .fault=${this.faults.imgLink}
          .value=${this.draft.imgLink} .seed=${session.account} @picked=${({ detail }) => this.#set('imgLink', detail)}></image-field>
        ${field({ id: 'profile-zone', label: t('profile.timeZone'), hint: t('profile.zone-hint'), fault: this.faults.timeZone },
          ({ id, describedBy }) => html`
          <select id=${id} data-testid=${id} aria-describedby=${describedBy}
            @change=${({ target }) => this.#set('timeZone', target.value)}>
            <option value="" ?selected=${!this.draft.timeZone}>${t('profile.no-zone')}</option>
            ${this.#zones().map(name => html`<option value=${name}
              ?selected=${name === this.draft.timeZone}>${name.replaceAll('_', ' ')}</option>`)}
          </select>`)}
        ${this.problem ? html`<p class="notice fault" role="alert">${icon.alert}<span>${this.problem}</span></p>` : nothing}
        <div class="actions"><button class="button" data-testid="profile-save" aria-busy=${this.busy} ?disabled=${this.busy}>${t('profile.save')}</button></div>
      </form>`;
  }

  #zones() {
    const { timeZone } = this.draft;
    return !timeZone || zones.includes(timeZone) ? zones : [timeZone, ...zones];
  }

  #set(name, value) {
    this.draft = { ...this.draft, [name]: value };
    this.faults = { ...this.faults, [name]: undefined };
  }

  async #save(event) {
    event.preventDefault();
    if (this.busy) return;
    const trimmed = Object.entries(this.draft).map(([name, value]) => [name, value.trim()]);
    const fields = Object.fromEntries(trimmed.filter(([, value]) => value));
    this.problem = null;
    this.faults = this.#check(fields);
    if (Object.keys(this.faults).length > 0) return focusFirstFault(this);
    this.busy = true;
    try {
      await session.saveProfile(fields);
      toast(t('profile.saved'));
    } catch (error) {
      this.faults = faultsByField(error, FIELDS);
      if (Object.keys(this.faults).length === 0) this.problem = sentence(error);
      focusFirstFault(this);
    } finally {
      this.busy = false;
    }
  }

  #check({ name, imgLink }) {
    const faults = {};
    if (!name) faults.name = t('register.name-missing');
    if (imgLink && imgLink !== session.profile?.imgLink && !isPictureLink(imgLink)) faults.imgLink = t('rule.image');
    return faults;
  }
}

customElements.define('profile-form', ProfileForm);
