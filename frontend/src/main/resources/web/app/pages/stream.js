import { html, nothing } from 'lit';
import '../stage/viewer-stage.js';
import '../stage/host-stage.js';
import '../stage/own-place.js';
import '../stage/show-tree.js';
import '../stage/stage-chat.js';
import '../parts/stream-grid.js';
import '../parts/subscribe-button.js';
import { Page } from '../page.js';
import { Clock } from '../clock.js';
import { face } from '../art.js';
import { copy } from '../parts/copying.js';
import { failed, missing } from '../parts/states.js';
import { stage } from '../peerstage.js';
import { schedule } from '../schedule.js';
import { called, session } from '../session.js';
import { exact, MINUTE, relative, timeOfDay, when, whenWithin } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

/** A stream and its stage; its broadcaster gets the host's, everybody else the viewer's. */
class StreamPage extends Page {
  static properties = { stream: { state: true }, error: { state: true }, subscribed: { state: true }, room: { state: true },
    state: { state: true } };
  #id;
  #asked;

  constructor() {
    super();
    new Clock(this, MINUTE);
  }

  routed({ id }) {
    this.#id = id;
  }

  connected(signal) {
    session.addEventListener('change', () => this.#sessionChanged(), { signal });
    schedule.listen(signal, { changed: change => this.#changed(change) });
    this.#load();
  }

  /** The room tells what concerns the stage; this is for what stands under it, and for those who are not let in. */
  async #changed({ id, status, version }) {
    if (id !== this.#id || !this.stream || status === 'deleted') return;
    if (version === this.stream.version && status === this.stream.status) return;
    const stream = await stage.getStream(id).catch(() => null); // gone or away: the stage says so
    if (!stream || id !== this.#id) return;
    this.stream = stream;
    this.entitle(stream.title);
  }

  async #load() {
    this.error = null;
    try {
      this.stream = await stage.getStream(this.#id);
      this.entitle(this.stream.title);
      this.#askSubscribed();
    } catch (error) {
      this.error = error;
      this.entitle(t('stream.missing'));
    }
    this.settled();
  }

  #sessionChanged() {
    if (this.stream && this.#asked !== session.account) this.#askSubscribed();
    this.requestUpdate();
  }

  /** Without an answer the button offers to subscribe, which is harmless where one already is. */
  async #askSubscribed() {
    const account = this.#asked = session.account;
    this.subscribed = undefined;
    if (!account || account === this.stream.broadcaster) return;
    const profile = await stage.getProfile(this.stream.broadcaster).catch(() => null);
    if (account === session.account) this.subscribed = profile?.subscribed;
  }

  render() {
    if (this.error?.name === 'stream-not-found') return missing(t('stream.missing'), t('stream.missing-text'));
    if (this.error) {
      return html`<div class="wrap page"><h1 class="unseen">${t('stream.title')}</h1>${failed(this.error, () => this.#load())}</div>`;
    }
    if (!this.stream) return this.#bones();
    return html`
      <div class="wrap stage-column" @subscribed=${this.#subscribed} @room=${({ detail }) => this.room = detail}
        @state=${({ detail }) => this.state = detail}>
        <div class="stage-floor ${this.#chats ? 'with-chat' : ''}">
        <div class="stage-main">
        ${this.#mine ? html`<host-stage .stream=${this.stream}></host-stage>`
          : html`<viewer-stage .stream=${this.stream} .subscribed=${this.subscribed}></viewer-stage>`}
        ${this.#under()}
        ${this.stream.description ? html`<p class="description">${this.stream.description}</p>` : nothing}
        </div>
        ${this.#chat()}
        <div class="stage-below">${this.#tree()}</div>
        </div>
        ${this.#more()}
      </div>`;
  }

  get #mine() {
    return this.stream.broadcaster === session.account;
  }

  #bones() {
    return html`<div class="wrap stage-column" aria-hidden="true"><div class="stage-floor with-chat"><div class="stage-main"><i class="bone bone-screen"></i>
      <div class="under"><i class="bone bone-face big"></i><div class="words"><i class="bone"></i>
        <i class="bone short"></i></div></div></div><div class="chat-place panel"></div></div></div>`;
  }

  #under() {
    const { broadcaster, speaker } = this.stream;
    const name = called(broadcaster, speaker);
    return html`
      <div class="under">
        <a href="/profiles/${broadcaster}" tabindex="-1" aria-hidden="true">${face(broadcaster, speaker?.imgLink, 'large')}</a>
        <div class="words"><h1>${this.room?.title ?? this.stream.title}</h1>
          <p class="soft"><a class="name" href="/profiles/${broadcaster}">${name}</a> · ${this.#times()}</p></div>
        <div class="actions">
          ${this.stream.status === 'upcoming' ? html`<a class="button quiet" data-testid="add-to-calendar" download="${this.stream.id}.ics"
            href="/api/v1/streams/${this.stream.id}/calendar.ics">${icon.calendarAdd}${t('stream.to-calendar')}</a>` : nothing}
          <button class="button quiet" data-testid="share" @click=${this.#share}>${icon.share}${t('share')}</button>
          ${this.#mine ? html`<a class="button quiet" data-testid="edit"
            href="/streams/${this.stream.id}/edit">${icon.pencil}${t('edit')}</a>`
            : this.state === 'not-subscribed' ? nothing : html`<subscribe-button .account=${broadcaster} .name=${name}
              .subscribed=${this.subscribed}></subscribe-button>`}
        </div>
      </div>`;
  }

  /** Who feeds whom: all of it for a broadcaster, a viewer's own part for a viewer. */
  #tree() {
    if (!this.room?.live) return nothing;
    if (this.#mine) return this.state === 'live' ? html`<show-tree .stream=${this.stream.id}></show-tree>` : nothing;
    const seen = this.querySelector('viewer-stage');
    return this.state === 'playing' ? html`<own-place .room=${seen.room} @hide-address=${({ detail }) => seen.hideAddress(detail)}></own-place>`
      : nothing;
  }

  get #room() {
    return this.querySelector('viewer-stage, host-stage')?.room ?? null;
  }

  /** For all who are in the room, before the show as well; its place is kept for those who are about to be. */
  get #chats() {
    const comes = this.state ? this.state === 'connecting' : this.#mine || this.stream.audience === 'everyone' || session.signedIn;
    return this.#room !== null || (comes && this.stream.status !== 'past');
  }

  #chat() {
    if (this.#room) return html`<stage-chat .room=${this.#room} .host=${this.stream.broadcaster} ?mine=${this.#mine}></stage-chat>`;
    return this.#chats ? html`<div class="chat-place panel" aria-hidden="true"></div>` : nothing;
  }

  #times() {
    const room = this.room ?? {};
    const start = new Date(room.startTime ?? this.stream.startTime);
    const end = new Date(room.endTime ?? this.stream.endTime);
    const began = room.startedAt ?? (this.stream.status === 'live' ? this.stream.startedAt : undefined);
    const timed = (date, text) => html`<time datetime=${date.toISOString()} title=${exact(date)}>${text}</time>`;
    if (room.live ?? this.stream.status === 'live') {
      const since = began ? new Date(began) : start;
      const [from, until] = [t('stream.started', { time: timeOfDay(since) }), t('stream.ends', { time: timeOfDay(end) })];
      return html`${timed(since, from)} · ${timed(end, until)}`;
    }
    if (end < Date.now()) return timed(start, t('stream.was', { when: whenWithin(start) }));
    const hours = timed(start, t('stream.from-to', { start: when(start), end: timeOfDay(end) }));
    return start > Date.now() ? html`${hours} · ${relative(start)}` : hours;
  }

  #more() {
    const { broadcaster, speaker } = this.stream;
    const heading = t('stage.more-from', { name: called(broadcaster, speaker) });
    return html`<stream-grid limit="5" .endless=${false} .queries=${[{ broadcaster, sort: '-start' }]} .without=${this.stream.id}
      .heading=${heading}></stream-grid>`;
  }

  #subscribed({ detail }) {
    this.subscribed = detail;
    if (detail) this.querySelector('viewer-stage')?.retry({ patient: true });
  }

  async #share() {
    const url = `${location.origin}/streams/${this.stream.id}`;
    if (navigator.share && matchMedia('(pointer: coarse)').matches) {
      await navigator.share({ title: this.stream.title, url }).catch(() => {}); // they thought better of it
      return;
    }
    copy(url, t('copy.link-done'));
  }
}

customElements.define('stream-page', StreamPage);
