import { Bridge } from './bridge.js';
import { Edges } from './edges.js';
import { fromProblem, PeerstageError } from './error.js';
import { takeResumeSecret } from './resume.js';
import { changes } from './room-facts.js';

/**
 * A stream's room, entered: for its broadcaster and for those who watch or wait. Made by `Peerstage.enter`.
 *
 * Events, with their facts in `detail`:
 * - `room` the room's body as the protocol has it, whenever it changed; `live` {live, startedAt} and `watchers` {watchers} of it
 * - `media` {media, edge} an edge brings its first frames
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
  #bridge;
  #edges;
  #resume;
  #openedAs = null;
  #epoch = 0;
  #peer = null;
  #facts = null;
  /** The server knows that we are live: to be said again when the socket was broken. */
  #onAir = false;
  #receiving = false;
  #closed = false;
  /** What arrives before entering is answered, kept until it can be judged. */
  #early = null;

  /** @internal */
  constructor({ streamId, url, session, platform }) {
    super();
    this.#streamId = streamId;
    this.#session = session;
    this.#platform = platform;
    this.#edges = new Edges(platform, {
      tell: (address, body) => this.#bridge.tell(address, body),
      mediaFlows: edge => {
        this.#receiving = true;
        this.#dispatch('media', { media: this.media, edge: edge.id });
      },
    });
    this.#bridge = new Bridge({
      url: `${url}/eventbus`,
      openSocket: platform.openSocket,
      clock: platform.steadyClock, random: platform.random, page: platform.page,
      greet: connection => this.#greet(connection),
      received: (address, body) => this.#receive(address, body),
      broken: detail => this.#dispatch('reconnecting', detail),
      restored: detail => this.#dispatch('reconnected', detail),
      refused: error => this.#putOut(error),
    });
  }

  /** The MediaStream to show, the same object for the whole visit; empty until there is media. */
  get media() {
    return this.#edges.received.stream;
  }

  /** A snapshot of what is known: the room's facts, and our own part in it. */
  get state() {
    return Object.freeze({
      ...this.#facts,
      stream: this.#streamId,
      peer: this.#peer,
      connected: this.#bridge.connected && !this.#closed,
      broadcasting: this.#onAir,
      receiving: this.#receiving,
      feeding: this.#edges.feeding,
      closed: this.#closed,
    });
  }

  /** @internal Rejects with what entering was refused with. */
  async open() {
    this.#platform.page.addEventListener('pagehide', this.#pageHidden);
    this.#platform.page.addEventListener('pageshow', this.#pageShown);
    try {
      this.#resume = await takeResumeSecret(this.#streamId, this.#platform);
      await this.#bridge.start();
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
  async goLive(source, { takeOver = false } = {}) {
    if (!source?.getTracks().length) throw new PeerstageError('invalid-request', { detail: 'there is no track to show' });
    if (this.#edges.source) throw new PeerstageError('already-live', { detail: 'this room is live already' });
    this.#edges.source = source; // before the question: viewers may come before its answer
    try {
      const answer = await this.#bridge.ask('signaling.golive', { takeOver });
      this.#onAir = this.#edges.source === source; // unless it was stopped meanwhile
      return answer;
    } catch (error) {
      this.#edges.stopFeeding();
      throw error;
    }
  }

  /** Ends the show at once. */
  async stop() {
    this.#stopFeeding();
    await this.#bridge.ask('signaling.stop', {});
  }

  /** Leaves the room for good; `Peerstage.enter` gives another. A broadcaster who leaves ends the show. */
  async leave() {
    if (this.#closed) return;
    const left = this.#bridge.connection?.ask('signaling.leave', {});
    this.#closeEdges();
    // Whatever becomes of the question: the connection ends, and the server knows by that as well.
    await left?.catch(() => {});
    this.#close();
  }

  /** @returns {Promise<import('./stats.js').RoomStats>} */
  stats() {
    return this.#edges.stats();
  }

  /** @internal Someone signed in: the same account extends this connection, another one needs a new connection. */
  async renewIdentity() {
    if (this.#closed) return;
    if (this.#session.account !== this.#openedAs) return this.#bridge.reconnect();
    await this.#bridge.tell('session.token', { token: this.#session.token }).catch(() => this.#bridge.reconnect());
  }

  async #greet(connection) {
    this.#early = [];
    this.#openedAs = await this.#session.open(connection);
    const answer = await connection.ask('signaling.enter', {
      streamId: this.#streamId,
      resume: this.#resume.secret,
      willing: false,
      modes: [],
      edges: this.#edges.alive,
    });
    this.#peer = answer.peer;
    this.#epoch = Math.max(this.#epoch, answer.epoch);
    this.#edges.iceServers = answer.iceServers;
    this.#edges.keepOnly(answer.edges ?? []);
    this.#learn({ ...answer.room, ...(this.#onAir && await this.#goOn(connection)) });
    const early = this.#early;
    this.#early = null;
    for (const [address, message] of early) this.#receive(address, message);
  }

  /** We are live and came back: viewers are fed from here again, even if the server had given the show up meanwhile. */
  async #goOn(connection) {
    try {
      const { startedAt } = await connection.ask('signaling.golive', { takeOver: false });
      return { live: true, startedAt };
    } catch (error) {
      if (error.passing) throw error;
      this.#stopFeeding();
      this.#dispatch('ended', { reason: 'refused', problem: facts(error) });
    }
  }

  #receive(address, body) {
    if (address === 'moved') return this.#bridge.reconnect();
    if (this.#early) return void this.#early.push([address, body]);
    if (body.stream !== this.#streamId || body.epoch < this.#epoch) return;
    if (body.epoch > this.#epoch) this.#epoch = body.epoch;
    switch (address) {
      case 'connect': return this.#edges.connect(body);
      case 'signal': return this.#edges.signal(body);
      case 'release': return this.#edges.release(body);
      case 'room': return this.#learn(body);
      case 'ended': return this.#ended(body);
      case 'refused': return this.#putOut(fromProblem(body.problem));
    }
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

  #stopFeeding() {
    this.#onAir = false;
    this.#edges.stopFeeding();
  }

  #closeEdges() {
    this.#onAir = this.#receiving = false;
    this.#edges.closeAll();
  }

  /** A viewer who goes says so, and its children are moved before they notice. A broadcaster may be reloading: the show goes on. */
  #pageHidden = () => {
    if (this.#edges.source) return;
    this.#bridge.connection?.ask('signaling.leave', {}).catch(() => {});
    this.#closeEdges();
  };

  /** The browser kept the page and shows it again: it has left the room, so it enters anew. */
  #pageShown = ({ persisted }) => {
    if (persisted) this.#bridge.reconnect();
  };

  #close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#platform.page.removeEventListener('pagehide', this.#pageHidden);
    this.#platform.page.removeEventListener('pageshow', this.#pageShown);
    this.#closeEdges();
    this.#bridge.close();
    this.#resume?.release();
    this.dispatchEvent(new Event('closed'));
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

const facts = ({ name, status, detail }) => ({ name, status, detail });
