import { html, nothing } from 'lit';
import './live-screen.js';
import '../parts/name-form.js';
import '../parts/subscribe-button.js';
import { View } from '../view.js';
import { Clock } from '../clock.js';
import { Facts } from './facts.js';
import { Watching } from './watching.js';
import { backdropOf, badge, liveTags, overlay } from './overlay.js';
import { stage } from '../peerstage.js';
import { called, session } from '../session.js';
import { sentence } from '../problem.js';
import { counter, exact, timeOfDay, whenWithin } from '../time.js';
import { known, t } from '../text.js';
import * as icon from '../icons.js';

const PICTURED = ['playing', 'reconnecting'];

/** The stage as a viewer sees it. `room` is the client's room while this tab is in it. Tells `room`, what the room is now, and `state`. */
class ViewerStage extends View {
  static properties = { stream: { attribute: false }, subscribed: { attribute: false }, next: { state: true } };
  #over = false;
  #watching = null;
  #facts = new Facts(this, () => this.#watching?.state === 'playing' ? this.room : null);
  #account = session.account;

  constructor() {
    super();
    new Clock(this);
  }

  get room() {
    return this.#watching?.room ?? null;
  }

  connected(signal) {
    this.dataset.testid = 'stage-state';
    this.#watching = new Watching(this.stream);
    this.#watching.addEventListener('change', () => this.#changed(), { signal });
    session.addEventListener('change', () => this.#sessionChanged(), { signal });
    addEventListener('keydown', event => this.#key(event), { signal });
    this.#watching.enter();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watching.leave();
  }

  /** Tries again what was refused: something has changed. */
  retry({ patient = false } = {}) {
    if (this.#watching.problem) this.#watching.enter({ patient });
  }

  /** From other viewers, here and in other rooms. */
  hideAddress(wished) {
    this.#watching.hideAddress(wished);
  }

  #changed() {
    if (this.room) this.tell('room', this.room.state);
    this.tell('state', this.#watching.state);
    this.#askNext();
    this.requestUpdate();
  }

  /** What the same creator shows next, once for each end. */
  async #askNext() {
    const over = this.#watching.state === 'ended';
    if (over === this.#over) return;
    this.#over = over;
    this.next = null;
    if (!over) return;
    const { broadcaster, id } = this.stream;
    const page = await stage.listStreams({ broadcaster, status: 'upcoming', sort: 'start', limit: 2 }).catch(() => null); // it is not worth a fault
    this.next = page?.items.find(stream => stream.id !== id) ?? null;
  }

  #sessionChanged() {
    if (this.#account !== session.account) {
      this.#account = session.account;
      this.retry();
    }
    this.requestUpdate();
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey
      || event.target.closest?.('input, textarea, select, dialog, [contenteditable]')) return;
    if (this.querySelector('live-screen')?.shortcut(event.key)) event.preventDefault();
  }

  willUpdate() {
    this.dataset.state = this.#watching.state;
  }

  render() {
    const { state } = this.#watching;
    const pictured = PICTURED.includes(state);
    const live = this.room?.state.live;
    return html`<live-screen .media=${live ? this.room.media : null} .fed=${this.#watching.fed} ?playing=${pictured}
      .since=${live ? this.room.state.startedAt : null} .line=${this.#facts.line}
      .backdrop=${backdropOf(this.stream)} .tags=${live ? liveTags(this.room.state.watchers ?? 0) : nothing}
        .overlay=${this.#overlay(state)}
      @shown=${() => this.#watching.shown()} @blocked=${() => this.#watching.blocked()}></live-screen>`;
  }

  #overlay(state) {
    const name = called(this.stream.broadcaster, this.stream.speaker);
    const subscribe = html`<subscribe-button .account=${this.stream.broadcaster} .name=${name}
      .subscribed=${this.subscribed}></subscribe-button>`;
    const more = this.next ? html`<a class="button quiet next" data-testid="next" href="/streams/${this.next.id}"><span>${t('stage.next')}
        <b>${this.next.title}</b> ${whenWithin(new Date(this.next.startTime))}</span></a>`
      : html`<a class="button quiet" href="/profiles/${this.stream.broadcaster}">${t('stage.more-from', { name })}</a>`;
    const signIn = html`<button class="button" data-testid="stage-sign-in" @click=${() => session.require()}>${t('sign-in')}</button>`;
    const again = text => html`<button class="button" data-testid="stage-retry"
      @click=${() => this.retry()}>${icon.retry}${t(text)}</button>`;
    switch (state) {
      case 'connecting': return overlay({ busy: true, title: t('stage.connecting') });
      case 'reconnecting': return badge(t('stage.reconnecting'));
      case 'lobby': return this.#lobby(name);
      case 'ended': return this.#ended(name, more);
      case 'signed-out': return overlay({ glyph: icon.lock, title: t('stage.signed-out'), text: t('stage.signed-out-text', { name }),
        action: signIn });
      case 'not-registered': return overlay({ glyph: icon.person, title: t('stage.not-registered'), text: t('stage.not-registered-text',
        { name }),
        extra: html`<name-form class="card-form" @saved=${() => this.retry()}></name-form>` });
      case 'not-subscribed': return overlay({ glyph: icon.lock, title: t('stage.not-subscribed', { name }),
        text: t('stage.not-subscribed-text'), action: subscribe });
      case 'elsewhere': return overlay({ glyph: icon.swap, title: t('stage.elsewhere'), text: t('stage.elsewhere-text'),
        action: again('stage.watch-here') });
      case 'refused': return overlay({ glyph: icon.alert, title: t('stage.refused'), text: sentence(this.#watching.problem),
        action: again('retry') });
      case 'hidden': return overlay({ glyph: icon.lock, title: t('stage.hidden'), text: t('stage.hidden-text'),
        action: html`<button class="button" @click=${() => this.#watching.hideAddress(false)}>${t('stage.hidden-not')}</button>` });
      default: return nothing;
    }
  }

  #lobby(name) {
    const { startTime = this.stream.startTime } = this.room.state;
    const start = new Date(startTime);
    const left = start - Date.now();
    if (left <= 0) return overlay({ glyph: icon.broadcast, title: t('stage.any-moment'), text: t('stage.any-moment-text', { name }) });
    return overlay({ glyph: icon.clock, title: t('stage.starts', { when: whenWithin(start) }), big: counter(left),
      text: t('stage.starts-text'), exact: exact(start) });
  }

  #ended(name, more) {
    const gone = this.#watching.problem !== null;
    const reason = gone ? 'deleted' : this.#watching.reason ?? 'over';
    const end = new Date(this.room?.state.endTime ?? this.stream.endTime);
    const mayGoOn = ['stopped', 'lost'].includes(reason) && end > Date.now();
    const text = mayGoOn ? t('stage.may-go-on', { time: timeOfDay(end) })
      : reason === 'over' && this.stream.status !== 'past' ? t('stage.never-text', { name })
        : t('stage.over-text', { name });
    const title = known(`stage.ended-${reason}`) ? t(`stage.ended-${reason}`, { name }) : t('stage.ended-stopped');
    return overlay({ glyph: icon.calendar, title, text: reason === 'deleted' ? t('stage.deleted-text', { name }) : text, action: more });
  }
}

customElements.define('viewer-stage', ViewerStage);
