import { html, nothing } from 'lit';
import './level-meter.js';
import './live-screen.js';
import { View } from '../view.js';
import { Clock } from '../clock.js';
import { Facts } from './facts.js';
import { Hosting } from './hosting.js';
import { canShareScreen, HEIGHTS, wantedHeight } from './devices.js';
import { backdropOf, badge, liveTags, overlay } from './overlay.js';
import { confirm } from '../parts/confirm-dialog.js';
import { toast } from '../parts/toast-stack.js';
import { stage } from '../peerstage.js';
import { router } from '../router.js';
import { session } from '../session.js';
import { beginning, EARLY_MS } from '../stream-rules.js';
import { sentence } from '../problem.js';
import { counter, timeOfDay, whenWithin } from '../time.js';
import { percent, t } from '../text.js';
import * as icon from '../icons.js';

/** The stage as its broadcaster sees it: green room, on air, after. `room` is the client's room. Tells `room` with what it is now, and `state`. */
class HostStage extends View {
  static properties = { stream: { attribute: false }, summary: { state: true } };
  #hosting = null;
  #over = false;
  /** Whether this green room has asked for the camera. */
  #asked = false;
  #facts = new Facts(this, () => this.#hosting?.state === 'live' ? this.room : null);

  constructor() {
    super();
    new Clock(this);
  }

  get room() {
    return this.#hosting?.room ?? null;
  }

  connected(signal) {
    this.dataset.testid = 'stage-state';
    this.#hosting = new Hosting(this.stream);
    this.#hosting.addEventListener('change', () => this.#changed(), { signal });
    addEventListener('keydown', event => this.#key(event), { signal });
    this.#hosting.enter();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (router.guard === this.#mayLeave) router.guard = null;
    this.#hosting.leave();
  }

  #changed() {
    if (this.room) this.tell('room', this.room.state);
    this.tell('state', this.#hosting.state);
    this.#askSummary();
    if (this.#hosting.onAir) router.guard = this.#mayLeave;
    else if (router.guard === this.#mayLeave) router.guard = null;
    this.requestUpdate();
  }

  /** Once for each end; the numbers are there a moment after the last viewer has gone. */
  async #askSummary() {
    const over = this.#hosting.state === 'ended' && !this.#hosting.problem;
    if (over === this.#over) return;
    this.#over = over;
    this.summary = null;
    if (over) this.summary = await stage.getSummary(this.stream.id).catch(() => null); // it is not worth a fault
  }

  #mayLeave = () => this.#end(t('host.leave-sure'));

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, dialog')) return;
    if (event.key === 'm' && this.#hosting.own.shown) this.#hosting.own.toggle('audio');
    else if (event.key === 'f') this.querySelector('live-screen').shortcut('f');
  }

  willUpdate() {
    const { state } = this.#hosting;
    this.dataset.state = state;
    // A permission is asked for when there is a show to prepare, not days before it.
    if (state === 'green-room' && beginning(this.#hosting.times) === 'open' && !this.#asked) {
      this.#asked = true;
      this.#hosting.own.open();
    }
  }

  render() {
    const hosting = this.#hosting;
    const { state } = hosting;
    const live = state === 'live' || (state === 'reconnecting' && hosting.onAir);
    const ownPicture = ['live', 'green-room', 'connecting', 'reconnecting'].includes(state);
    return html`
      <live-screen self ?mirrored=${!hosting.own.sharing} .media=${ownPicture ? hosting.own.shown : null} ?playing=${live} .since=${live ? hosting.startedAt : null}
        .line=${this.#facts.line} .backdrop=${backdropOf(this.stream)} .tags=${this.#tags(live, state)}
        .overlay=${this.#overlay(state)} .buttons=${this.#switches()}></live-screen>
      ${live ? this.#onAir() : state === 'green-room' ? this.#greenRoom() : nothing}`;
  }

  #tags(live, state) {
    if (live) return liveTags(this.room?.state.watchers ?? 0);
    return state === 'green-room' && this.#hosting.own.shown ? html`<span class="tag">${t('host.preview')}</span>` : nothing;
  }

  #switches() {
    const one = (kind, on, off) => {
      const is = this.#hosting.own.isOn(kind);
      const label = t(is === null ? `host.no-${kind}` : is ? `host.${kind}-off` : `host.${kind}-on`);
      return html`<button class="control ${is ? '' : 'off'}" data-testid="toggle-${kind}" data-on=${is === true} aria-label=${label}
        title=${label} ?disabled=${is === null}
        @click=${() => this.#hosting.own.toggle(kind)}>${is ? on : off}</button>`;
    };
    return html`${one('audio', icon.mic, icon.micOff)}${one('video', icon.camera, icon.cameraOff)}${this.#shareButton()}`;
  }

  #shareButton() {
    const { own } = this.#hosting;
    if (!own.shown || !canShareScreen()) return nothing;
    const label = t(own.sharing ? 'host.share-stop' : 'host.share');
    return html`<button class="control ${own.sharing ? 'chosen' : ''}" data-testid="share-screen" data-on=${own.sharing} aria-pressed=${own.sharing}
      aria-label=${label} title=${label} @click=${() => own.sharing ? own.unshare() : this.#tryTo(() => own.share())}>${icon.screen}</button>`;
  }

  #devices() {
    const { own } = this.#hosting;
    const one = (kind, all) => all.length > 1 ? html`<label class="device"><span class="unseen">${t(`device.${kind}`)}</span>
      <select data-testid="device-${kind}" @change=${({ target }) => this.#tryTo(() => own.choose(kind, target.value))}>
        ${all.map(({ deviceId, label }, i) => html`<option value=${deviceId} ?selected=${deviceId === own.chosen(kind)}>${
          label || t(`device.${kind}-nth`, { n: i + 1 })}</option>`)}</select></label>` : nothing;
    return html`${one('audio', own.devices.audio)}${one('video', own.devices.video)}`;
  }

  #resolution() {
    const { own } = this.#hosting;
    if (!own.height) return nothing;
    return html`<label class="device short"><span class="unseen">${t('host.resolution')}</span>
      <select data-testid="resolution" data-height=${own.height} @change=${({ target }) => this.#tryTo(() => own.resize(Number(target.value)))}>
        ${HEIGHTS.map(height => html`<option value=${height} ?selected=${height === wantedHeight()}>${t('facts.height', { n: String(height) })}</option>`)}</select></label>`;
  }

  async #tryTo(work) {
    try {
      await work();
    } catch (error) {
      toast(t(`device.${error.name}`), { fault: true });
      this.requestUpdate();
    }
  }

  #overlay(state) {
    const { problem, own } = this.#hosting;
    const device = own.fault && t(`device.${own.fault.name}`);
    switch (state) {
      case 'connecting': return overlay({ busy: true, title: t('host.connecting') });
      case 'reconnecting': return badge(t('host.reconnecting'));
      case 'live': return own.isOn('video') ? nothing : overlay({ glyph: icon.cameraOff, title: t('host.camera-is-off') });
      case 'green-room': return own.shown ? nothing : this.#noPicture(device);
      case 'ended': return this.#ended();
      case 'elsewhere': return overlay({ glyph: icon.swap, title: t('host.elsewhere'), text: device ?? t('host.elsewhere-text'),
        action: html`<button class="button" data-testid="take-over"
          @click=${() => this.#hosting.takeOver()}>${icon.swap}${t('host.take-over')}</button>` });
      case 'signed-out': return overlay({ glyph: icon.lock, title: t('host.signed-out'), text: t('host.signed-out-text'),
        action: html`<button class="button" @click=${() => this.#signInAgain()}>${t('sign-in')}</button>` });
      default: return overlay({ glyph: icon.alert, title: t('stage.refused'), text: sentence(problem),
        action: html`<button class="button" data-testid="stage-retry"
          @click=${() => this.#hosting.enter()}>${icon.retry}${t('retry')}</button>` });
    }
  }

  #noPicture(fault) {
    const open = html`<button class="button" data-testid="open-devices"
      @click=${() => this.#hosting.own.open()}>${icon.camera}${t(fault ? 'host.try-again' : 'host.check')}</button>`;
    if (fault) return overlay({ glyph: icon.cameraOff, title: t('host.no-picture'), text: fault, action: open });
    return overlay({ glyph: icon.camera, title: t('host.green-room'), text: t('host.green-room-text'), action: open });
  }

  #ended() {
    const { reason, times } = this.#hosting;
    const deleted = reason === 'deleted' || this.#hosting.problem;
    if (deleted) return overlay({ glyph: icon.trash, title: t('stage.ended-deleted') });
    if (reason && beginning(times) === 'open') {
      return overlay({ glyph: icon.check, title: t(reason === 'lost' ? 'host.ended-lost' : 'host.ended-stopped'),
        text: t('host.again-text', { time: timeOfDay(new Date(times.endTime)) }), extra: this.#summed(),
        action: html`<button class="button" data-testid="go-again" @click=${() => this.#again()}>${t('host.again')}</button>` });
    }
    return overlay({ glyph: icon.calendar, title: t(reason ? 'host.ended-stopped' : 'host.over'), text: t('host.over-text'), extra: this.#summed(),
      action: html`<a class="button" href="/schedule">${t('host.schedule-next')}</a>` });
  }

  /** How it went. */
  #summed() {
    const { startedAt, endedAt, peakWatchers, watchers, relayedShare } = this.summary ?? {};
    if (!startedAt) return nothing;
    const facts = {
      lasted: counter(Date.parse(endedAt ?? new Date()) - Date.parse(startedAt)), watchers: String(watchers), peak: String(peakWatchers), relayed: percent(relayedShare),
    };
    return html`<dl class="summary" data-testid="summary" data-watchers=${watchers}>${Object.entries(facts).map(([name, value]) => html`
      <div><dt>${t(`summary.${name}`)}</dt><dd class="num">${value}</dd></div>`)}</dl>`;
  }

  #greenRoom() {
    const { own, fault, times } = this.#hosting;
    const start = new Date(times.startTime);
    const open = beginning(times) === 'open';
    const opens = new Date(start - EARLY_MS);
    const late = start < Date.now();
    return html`
      <div class="desk">
        <div class="switches">${this.#switches()}</div>
        ${own.microphone ? html`<level-meter .track=${own.microphone}></level-meter>` : nothing}
        ${this.#devices()}${this.#resolution()}
        <p class="desk-text" role="status">${fault ? html`<span class="fault">${sentence(fault)}</span>`
          : open ? html`<b>${t(late ? 'host.due' : 'host.ready')}</b> ${t(late ? 'host.due-text' : 'host.ready-text',
            { time: timeOfDay(start) })}`
            : html`<b>${t('host.early', { when: whenWithin(opens) })}</b> <span
              class="num">${t('host.early-text', { left: counter(opens - Date.now()) })}</span>`}</p>
        <button class="button live big" data-testid="go-live" ?disabled=${!open || !own.shown}
          @click=${() => this.#hosting.goLive()}>${icon.broadcast}${t('host.go-live')}</button>
      </div>`;
  }

  #onAir() {
    return html`
      <div class="desk">
        <p class="desk-text"><b>${t('host.on-air')}</b> ${t(this.#hosting.own.sharing ? 'host.sharing' : 'host.on-air-text')}</p>
        ${this.#devices()}
        <button class="button danger big" data-testid="end-show" @click=${() => this.#end(t('host.end-sure'))}>${t('host.end')}</button>
      </div>`;
  }

  /** @returns {Promise<boolean>} whether the show is over now */
  async #end(title) {
    const sure = await confirm({ title, text: t('host.end-text'), yes: t('host.end'), no: t('host.stay') });
    if (!sure) return false;
    try {
      await this.#hosting.stop();
      return true;
    } catch (error) {
      toast(sentence(error), { fault: true });
      return false;
    }
  }

  #again() {
    this.#asked = false;
    this.#hosting.again();
  }

  async #signInAgain() {
    if (await session.require()) this.#hosting.enter();
  }
}

customElements.define('host-stage', HostStage);
