import { Channels } from './channels.js';
import { Feeding } from './feeding.js';
import { Receiving } from './receiving.js';
import { Stats } from './stats.js';

/** As long as the server gives those below one that leaves. */
const LINGER_MS = 3_000;

/**
 * All edges of one peer in one room: those that feed it ({@link Receiving}) and those that it feeds ({@link Feeding}).
 * The server decides which there are and which of them carry media; this carries it out, and says what has become of them.
 */
export class Edges {
  #edges = new Map();
  #unsaid = new Map();
  #platform;
  #media;
  #tell;
  #sayOnly;
  #relayOnly;
  #takesStandby;
  #sent = new Stats();
  #framesReported = 0;
  #receiving;
  #feeding;

  iceServers = [];

  /**
   * @param {object} platform
   * @param {object} media how it is received and passed on: {@link PassthroughMedia} or {@link TrackMedia}
   * @param {object} with_ `tell(address, body)` asks the server and may reject; `say` does not wait for an answer; `mediaFlows(edge)`: an edge brings its first frames;
   *   `most`: children at a time; `standby`: whether anybody may stand by for us; `relayOnly`: by way of TURN servers alone, so that nobody learns our address
   */
  constructor(platform, media, { tell, say, mediaFlows, most, standby = true, relayOnly = false }) {
    this.#platform = platform;
    this.#media = media;
    this.#tell = tell;
    this.#sayOnly = say;
    this.#relayOnly = relayOnly;
    this.#takesStandby = standby;
    const clock = platform.steadyClock;
    this.#receiving = new Receiving(media, {
      clock,
      say: (edge, state) => this.#say(edge, state),
      mediaFlows,
      changed: () => this.#feeding.changed(),
      pass: beat => this.#feeding.pass(beat),
    });
    this.#feeding = new Feeding(media, { clock, most });
    media.changed = () => this.#feeding.changed();
  }

  /** What a viewer sees. */
  get media() {
    return this.#media.received.stream;
  }

  /** @type {MediaStream|null} what a broadcaster feeds to others: its own */
  get source() {
    return this.#feeding.own;
  }

  set source(media) {
    this.#feeding.own = media;
  }

  set depth(levels) {
    this.#receiving.depth = levels;
  }

  /**
   * The edges that still stand, though the socket may have broken: what the server is told when we enter again. The source comes
   * last, for of two that feed us a new owner of the room believes the latter.
   */
  get alive() {
    const alive = [...this.#edges.values()].filter(edge => edge.connected);
    return [...alive.filter(edge => !this.#receiving.isSource(edge)), ...alive.filter(edge => this.#receiving.isSource(edge))]
      .map(({ id, peer, as, standby }) => ({ edge: id, peer, as, standby }));
  }

  get hasTurn() {
    return this.iceServers.some(({ urls }) => [urls].flat().some(url => /^turns?:/.test(url)));
  }

  get feeding() {
    return this.#feeding.active.length;
  }

  /** The message `connect`. */
  connect({ edge: id, peer, as, standby, relay = false }) {
    if (this.#edges.has(id)) return; // every message may come twice
    const feeds = as === 'parent';
    if (standby && !feeds && !this.#takesStandby) return this.#say(id, 'failed');
    const connection = this.#newConnection(relay || this.#relayOnly, { feeds });
    if (!connection) return this.#say(id, 'failed');
    const side = feeds ? this.#feeding : this.#receiving;
    const channels = new Channels({
      beat: beat => this.#receiving.beat(edge, beat),
      word: word => side.hear(edge, word),
      opened: () => feeds || this.#media.hello(channels),
    });
    const edge = side.add({
      id, peer, standby, connection, channels,
      signal: body => this.#signal(id, body),
      failed: () => this.#say(id, 'failed'),
    });
    this.#edges.set(id, edge);
  }

  /** The message `signal`. */
  signal({ edge, ...body }) {
    this.#edges.get(edge)?.receive(body);
  }

  /** The message `activate`. */
  activate({ edge: id }) {
    const edge = this.#edges.get(id);
    if (edge) this.#sideOf(edge).activate(edge);
  }

  /** The message `release`. What it showed stays visible until another edge brings frames. */
  release({ edge: id }) {
    const edge = this.#edges.get(id);
    this.#edges.delete(id);
    this.#unsaid.delete(id);
    if (!edge) return;
    this.#sideOf(edge).remove(edge);
    edge.close();
  }

  /** After the room was entered again: what the server does not know any more is over; what it may not have heard is said again. */
  keepOnly(ids) {
    for (const edge of [...this.#edges.keys()]) if (!ids.includes(edge)) this.release({ edge });
    for (const [edge, state] of [...this.#unsaid]) {
      if (ids.includes(edge)) this.#say(edge, state);
      else this.#unsaid.delete(edge);
    }
  }

  stopFeeding() {
    this.source = null;
    for (const edge of this.#feeding.edges) this.release({ edge: edge.id });
  }

  /** Nobody asks for us any more, but those whom we feed may need a moment to find another parent. */
  linger() {
    if (this.feeding) this.#platform.steadyClock.after(LINGER_MS, () => this.close());
    else this.close();
  }

  /** For good. */
  close() {
    this.closeAll();
    this.#media.close();
  }

  /** The end of the show: nothing goes out, and nothing is shown. */
  closeAll() {
    this.source = null;
    this.keepOnly([]);
    this.#media.received.clear();
  }

  /** @returns {Promise<import('./stats.js').RoomStats>} */
  async stats() {
    return { ...await this.#stats(), relayedBytes: this.#feeding.relayedBytes };
  }

  /** @returns {Promise<object|null>} the body of `signaling.report`; null while there is nothing to tell */
  async report() {
    const received = await this.#receiving.report();
    if (!received && !this.#feeding.active.length) return null;
    const { uplink, bitrate } = await this.#feeding.uplink();
    const { framesDecoded = this.#framesReported, rtt = 0, loss = 0, longestGapMs = 0 } = received ?? {};
    const frames = Math.max(0, framesDecoded - this.#framesReported);
    this.#framesReported = framesDecoded;
    return { uplink, bitrate: bitrate || (received?.bitrate ?? 0), rtt, loss, frames, longestGap: longestGapMs };
  }

  async #stats() {
    const received = await this.#receiving.stats();
    if (received) return received;
    const fed = this.#feeding.active;
    if (!fed.length) return this.#receiving.idle();
    const reports = await Promise.all(fed.map(({ connection }) => connection.getStats()));
    const encoded = await this.#media.encoded?.();
    return this.#sent.sent(reports, encoded ? [encoded] : reports);
  }

  #sideOf(edge) {
    return edge.as === 'parent' ? this.#feeding : this.#receiving;
  }

  /** @returns {RTCPeerConnection|null} null where it could not come about: without a TURN server, or beyond what a browser allows */
  #newConnection(relayed, way) {
    const { iceServers } = this;
    if (relayed && !this.hasTurn) return null;
    try {
      return this.#media.newConnection(relayed ? { iceServers, iceTransportPolicy: 'relay' } : { iceServers }, way);
    } catch {
      return null;
    }
  }

  async #say(edge, state) {
    this.#unsaid.set(edge, state);
    try {
      await this.#tell('signaling.edge', { edge, state });
    } catch (error) {
      if (error.passing) return; // said again when the socket is back
    }
    if (this.#unsaid.get(edge) === state) this.#unsaid.delete(edge);
  }

  /**
   * A signal is not sent again: without a socket the edge is taken up anew or not at all when there is one, and `not-found` says
   * that the edge is over. Only a server that could not pass a description on leaves us with an edge that cannot come about; a
   * candidate is one of several, and nobody waits for an answer to it.
   */
  async #signal(id, body) {
    if (body.candidate) return this.#sayOnly('signaling.signal', { edge: id, ...body });
    try {
      await this.#tell('signaling.signal', { edge: id, ...body });
    } catch (error) {
      if (error.status >= 500) this.#edges.get(id)?.fail(error);
    }
  }
}
