import { ChildEdge, ParentEdge } from './edge.js';
import { ReceivedMedia } from './received-media.js';
import { Stats } from './stats.js';

/**
 * All edges of one peer in one room: those that it feeds and the one, while it changes parents two, that feed it.
 * The server decides which there are; this carries it out.
 */
export class Edges {
  #edges = new Map();
  #unsaid = new Map();
  #platform;
  #tell;
  #mediaFlows;
  #stats = new Stats();

  /** @type {MediaStream|null} what is fed to others: a broadcaster's own */
  source = null;
  iceServers = [];

  /**
   * @param {object} platform
   * @param {object} with_ `tell(address, body)` asks the server and may reject; `mediaFlows(edge)`: an edge brings its first frames
   */
  constructor(platform, { tell, mediaFlows }) {
    this.#platform = platform;
    this.#tell = tell;
    this.#mediaFlows = mediaFlows;
    this.received = new ReceivedMedia(platform.newMediaStream());
  }

  /** The edges that still carry media, though the socket may have broken. */
  get alive() {
    return [...this.#edges.values()].filter(edge => edge.connected).map(({ id }) => id);
  }

  get feeding() {
    return [...this.#edges.values()].filter(edge => edge instanceof ParentEdge).length;
  }

  /** The message `connect`. */
  connect({ edge: id, peer, as }) {
    if (this.#edges.has(id)) return; // every message may come twice
    if (as === 'parent' && !this.source) return this.#say(id, 'failed');
    let connection;
    try {
      connection = this.#platform.newPeerConnection({ iceServers: this.iceServers });
    } catch {
      return this.#say(id, 'failed'); // browsers allow only so many
    }
    const common = {
      id, peer, connection,
      signal: body => this.#signal(id, body),
      failed: () => this.#say(id, 'failed'),
    };
    if (as === 'parent') {
      const edge = new ParentEdge(common);
      this.#edges.set(id, edge);
      edge.feed(this.source, this.#platform.videoCodecs());
    } else {
      const edge = new ChildEdge({
        ...common,
        clock: this.#platform.steadyClock,
        arrived: () => this.received.arrived(edge),
        media: () => this.#firstFrames(edge),
      });
      this.#edges.set(id, edge);
    }
  }

  /** The message `signal`. */
  signal({ edge, ...body }) {
    this.#edges.get(edge)?.receive(body);
  }

  /** The message `release`. What it showed stays visible until another edge brings frames. */
  release({ edge: id }) {
    const edge = this.#edges.get(id);
    this.#edges.delete(id);
    this.#unsaid.delete(id);
    if (edge && edge === this.received.edge) this.#rememberEnd(edge);
    edge?.close();
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
    for (const [id, edge] of this.#edges) if (edge instanceof ParentEdge) this.release({ edge: id });
  }

  /** The end of the show: nothing goes out, and nothing is shown. */
  closeAll() {
    this.source = null;
    this.keepOnly([]);
    this.received.clear();
  }

  /** @returns {Promise<import('./stats.js').RoomStats>} */
  async stats() {
    const shown = this.received.edge;
    if (shown && !shown.closed) return this.#stats.received(shown, await shown.connection.getStats());
    const fed = [...this.#edges.values()].filter(edge => edge instanceof ParentEdge);
    if (!fed.length) return this.#stats.idle();
    return this.#stats.sent(await Promise.all(fed.map(({ connection }) => connection.getStats())));
  }

  #firstFrames(edge) {
    const former = this.received.edge;
    if (former && former !== edge && !former.closed) this.#rememberEnd(former);
    this.received.show(edge);
    this.#say(edge.id, 'media');
    this.#mediaFlows(edge);
  }

  #rememberEnd(edge) {
    edge.connection.getStats().then(reports => this.#stats.ended(edge, reports), () => {});
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
   * that the edge is over. Only a server that could not pass it on leaves us with an edge that cannot come about.
   */
  async #signal(id, body) {
    try {
      await this.#tell('signaling.signal', { edge: id, ...body });
    } catch (error) {
      if (body.description && error.status >= 500) this.#edges.get(id)?.fail(error);
    }
  }
}
