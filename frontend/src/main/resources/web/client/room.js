import { ChatLog } from './chat-log.js';
import { Edges } from './edges.js';
import { fromProblem } from './error.js';
import { OwnShow } from './own-show.js';
import { takeResumeSecret } from './resume.js';
import { changes, placeOf } from './room-facts.js';
import { Visit } from './visit.js';

const REPORT_MS = 5_000;
const NOTHING_MEASURED = { uplink: 0, bitrate: 0, rtt: 0, loss: 0, frames: 0, longestGap: 0 };
/** Children at a time, by the way in which media is passed on: what the server gives at most. */
const MOST = { passthrough: 8, track: 2 };

/**
 * A stream's room, entered: for its broadcaster and for those who watch or wait. Made by `Peerstage.enter`.
 *
 * Events, with their facts in `detail`:
 * - `room` the room's body as the protocol has it, whenever it changed; `live` {live, startedAt} and `watchers` {watchers} of it
 * - `media` {media, edge} an edge brings its first frames
 * - `place` what `room.place` is from now on
 * - `chat` {messages, removed} what was said, the oldest first, and the ids of messages that are to be shown no longer
 * - `reconnecting` {attempt, inMs} the socket broke, media goes on; `reconnected` {afterMs}
 * - `ended` {reason, problem?} the show is over: `stopped`, `lost`, `deleted` (the room is closed then), or `refused`: our own
 *   show could not be resumed, and `problem` says why
 * - `refused` {name, status, detail} we were put out, and the room is closed
 * - `closed` the last event of a room, whatever the reason
 */
export class Room extends EventTarget {
  #streamId;
  #session;
  #platform;
  #visit;
  #choices;
  #ready;
  #mode;
  #edges;
  #show;
  #resume;
  #relay;
  #peer = null;
  #facts = null;
  #place = null;
  #chat = new ChatLog();
  #receiving = false;
  #closed = false;
  #stopReporting = () => {};

  /** @internal `openMedia()` resolves to how media is received and passed on */
  constructor({ streamId, url, session, platform, openMedia, ...choices }) {
    super();
    this.#streamId = streamId;
    this.#session = session;
    this.#platform = platform;
    this.#choices = choices;
    this.#relay = choices.relayOnly ? false : choices.relay;
    this.#visit = new Visit({
      streamId, url, session, platform,
      introduction: () => this.#introduction(),
      entered: (answer, connection) => this.#entered(answer, connection),
      received: (address, body) => this.#receive(address, body),
      broken: detail => this.#dispatch('reconnecting', detail),
      restored: detail => this.#dispatch('reconnected', detail),
      refused: error => this.#putOut(error),
    });
    this.#ready = this.#prepare(openMedia);
    this.#ready.catch(() => {}); // `open` rejects with it
  }

  /** The MediaStream to show, the same object for the whole visit; empty until there is media. */
  get media() {
    return this.#edges.media;
  }

  /** A snapshot of what is known: the room's facts, and our own part in it. */
  get state() {
    return Object.freeze({
      ...this.#facts,
      stream: this.#streamId,
      peer: this.#peer,
      connected: this.#visit.connected && !this.#closed,
      broadcasting: this.#show.onAir,
      receiving: this.#receiving,
      feeding: this.#edges.feeding,
      closed: this.#closed,
    });
  }

  /** Where we are in the tree, as the server said last; null while we are not in it. */
  get place() {
    return this.#place && placeOf(this.#place, { peerId: this.#peer, mode: this.#mode, watchers: this.#facts.watchers });
  }

  /** What was said last, at most 50, the oldest first; also what was said before we entered. */
  get messages() {
    return this.#chat.messages;
  }

  /** Whether we pass on what we watch. By default, unless this is a phone or is to save data or its battery. */
  get relay() {
    return this.#relay;
  }

  set relay(willing) {
    if (this.#relay === willing) return;
    this.#relay = willing;
    if (!this.#closed) this.#visit.again();
  }

  /** Whether all goes by way of TURN servers, so that no other peer learns our address; `Peerstage.enter` is told so. */
  get relayOnly() {
    return this.#choices.relayOnly ?? false;
  }

  /** Whether there is a TURN server for that. */
  get canHideAddress() {
    return this.#edges.hasTurn;
  }

  /** @internal Rejects with what entering was refused with. */
  async open() {
    this.#platform.page.addEventListener('pagehide', this.#pageHidden);
    this.#platform.page.addEventListener('pageshow', this.#pageShown);
    try {
      await this.#visit.begin();
      if (this.#closed) return;
      this.#stopReporting = this.#platform.steadyClock.every(REPORT_MS, () => this.#report().catch(() => {})); // the next comes soon
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  /**
   * Begins the show, or goes on with it after a reload. The tracks stay the caller's: `stop` does not end them.
   * @param {MediaStream} source
   * @param {{takeOver?: boolean}} [options] end this account's show on another device or of another stream; without it that is
   *   refused with `already-live`
   * @returns {Promise<{startedAt: string}>}
   */
  goLive(source, { takeOver = false } = {}) {
    return this.#show.begin(source, takeOver);
  }

  /**
   * Shows something else from now on: another camera, a screen, or the same without sound. Connections stay as they are.
   * @param {MediaStream} source one picture and one sound at most where frames are passed on as they come
   */
  setSource(source) {
    this.#show.change(source);
  }

  /** Ends the show at once. */
  async stop() {
    this.#show.stop();
    await this.#visit.ask('signaling.stop', {});
  }

  /**
   * Says something to everybody in the room; it comes back as the event `chat`.
   * @param {string} text one line of 1 to 500 characters; one a second
   * @returns {Promise<{id: string}>} rejects with `muted`, `invalid-token` (a visitor), `too-many-requests` …
   */
  chat(text) {
    return this.#visit.ask('signaling.chat', { text });
  }

  /**
   * What a broadcaster does about its chat: `remove` takes a `message` away, by its id; `mute` and `ban` concern an `account`, in all
   * streams of this broadcaster, and `unmute` and `unban` undo them.
   * @param {{action: 'remove' | 'mute' | 'unmute' | 'ban' | 'unban', message?: string, account?: string}} what
   */
  async moderate({ action, message, account }) {
    await this.#visit.ask('signaling.moderate', { action, message, account });
  }

  /**
   * Leaves the room for good; `Peerstage.enter` gives another. Those whom we feed are fed for 3 s more, until they have another parent.
   * A broadcaster who leaves ends the show.
   */
  async leave() {
    if (this.#closed) return;
    const left = this.#visit.tell('signaling.leave', {});
    if (this.#edges.source || !this.#edges.feeding) this.#closeEdges();
    // Whatever becomes of the question: the connection ends, and the server knows by that as well.
    await left.catch(() => {});
    this.#close({ lingering: true });
  }

  /** @returns {Promise<import('./stats.js').RoomStats>} */
  stats() {
    return this.#edges.stats();
  }

  /** @internal */
  async renewIdentity() {
    if (!this.#closed) await this.#visit.renewIdentity();
  }

  /** What takes a moment, while the connection is made. */
  async #prepare(openMedia) {
    const [media, mayRelay, resume] = await Promise.all(
      [openMedia(), this.#platform.mayRelay(), takeResumeSecret(this.#streamId, this.#platform)]);
    this.#resume = resume;
    this.#relay ??= mayRelay;
    const { maxChildren, standby, relayOnly } = this.#choices;
    this.#mode = media.mode;
    this.#edges = new Edges(this.#platform, media, {
      relayOnly, standby,
      most: Math.min(maxChildren ?? Infinity, MOST[media.mode]),
      tell: (address, body) => this.#visit.tell(address, body),
      say: (address, body) => this.#visit.say(address, body),
      mediaFlows: edge => {
        this.#receiving = true;
        this.#dispatch('media', { media: this.media, edge: edge.id });
      },
    });
    this.#show = new OwnShow(this.#edges, this.#visit);
  }

  async #introduction() {
    await this.#ready;
    const { maxChildren, relayOnly = false } = this.#choices;
    return {
      resume: this.#resume.secret, willing: this.#relay, modes: waysOf(this.#mode), maxChildren, relayOnly, edges: this.#edges.alive,
    };
  }

  async #entered(answer, connection) {
    this.#peer = answer.peer;
    this.#edges.iceServers = answer.iceServers;
    this.#edges.keepOnly(answer.edges ?? []);
    const news = this.#chat.enter(answer.chat ?? [], answer.epoch);
    if (news) this.#dispatch('chat', news);
    this.#learn({ ...answer.room, ...(this.#show.onAir && await this.#goOn(connection)) });
  }

  async #goOn(connection) {
    try {
      const { startedAt } = await this.#show.goOn(connection);
      return { live: true, startedAt };
    } catch (error) {
      if (error.passing) throw error;
      this.#dispatch('ended', { reason: 'refused', problem: facts(error) });
    }
  }

  #receive(address, body) {
    switch (address) {
      case 'connect': return this.#edges.connect(body);
      case 'signal': return this.#edges.signal(body);
      case 'activate': return this.#edges.activate(body);
      case 'release': return this.#edges.release(body);
      case 'place': return this.#placed(body);
      case 'chat': return this.#said(body);
      case 'room': return this.#learn(body);
      case 'ended': return this.#ended(body);
      case 'refused': return this.#putOut(fromProblem(body.problem));
    }
  }

  /** Who is fed by nobody reports as well: so a server that gave it up learns that it is there. */
  async #report() {
    if (!this.#visit.connected) return;
    const measured = await this.#edges.report() ?? (this.#facts.live && NOTHING_MEASURED);
    if (!measured) return;
    const { place } = await this.#visit.tell('signaling.report', measured);
    if (place) this.#visit.receive('place', place);
  }

  #placed({ stream, epoch, ...place }) {
    if (this.#closed || JSON.stringify(place) === JSON.stringify(this.#place)) return;
    this.#place = place;
    this.#edges.depth = place.depth;
    this.#dispatch('place', this.place);
  }

  #said(body) {
    const news = this.#chat.add(body);
    if (news) this.#dispatch('chat', news);
  }

  #learn({ stream, epoch, ...now }, first = []) {
    const news = this.#facts ? changes(this.#facts, now) : []; // who has just entered reads the first from `state`
    this.#facts = now;
    for (const [type, detail] of [...first, ...news]) this.#dispatch(type, detail);
  }

  #ended({ reason }) {
    this.#closeEdges();
    const { startedAt, ...rest } = this.#facts;
    this.#learn({ ...rest, live: false }, [['ended', { reason }]]);
    if (reason === 'deleted') this.#close();
  }

  #putOut(error) {
    if (this.#closed) return;
    if (error.name === 'invalid-token') this.#session.forget('invalid-token');
    this.#dispatch('refused', facts(error));
    this.#close();
  }

  #closeEdges() {
    this.#show.stop();
    this.#receiving = false;
    this.#place = null;
    this.#edges.closeAll();
  }

  /** A viewer who goes says so, and its children are moved before they notice. A broadcaster may be reloading: the show goes on. */
  #pageHidden = () => {
    if (!this.#edges || this.#edges.source) return;
    this.#visit.tell('signaling.leave', {}).catch(() => {});
    this.#closeEdges();
  };

  /** The browser kept the page and shows it again: it has left the room, so it enters anew. */
  #pageShown = ({ persisted }) => {
    if (persisted) this.#visit.reconnect();
  };

  /** @param {{lingering?: boolean}} how `lingering`: those whom we feed are fed for a moment more */
  #close({ lingering = false } = {}) {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopReporting();
    this.#platform.page.removeEventListener('pagehide', this.#pageHidden);
    this.#platform.page.removeEventListener('pageshow', this.#pageShown);
    this.#visit.close();
    this.#ready.then(() => this.#end(lingering), () => {});
    this.dispatchEvent(new Event('closed'));
  }

  #end(lingering) {
    if (lingering) this.#edges.linger();
    else {
      this.#closeEdges();
      this.#edges.close();
    }
    this.#resume.release();
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Who can pass frames on can encode them again as well, where a child needs it. */
const waysOf = mode => mode === 'passthrough' ? ['passthrough', 'track'] : ['track'];

const facts = ({ name, status, detail }) => ({ name, status, detail });
