import { ChildEdge } from './child-edge.js';
import { ReceivedMedia } from './received-media.js';
import { Silence } from './silence.js';
import { Stats } from './stats.js';

/**
 * The edges that feed us: the source, a standby, and for the moment of a move the next source. What comes from the source is shown
 * and passed on; until another one brings frames, its last picture stays.
 */
export class Receiving {
  #edges = new Set();
  #source = null;
  #clock;
  #say;
  #mediaFlows;
  #changed;
  #silence;
  /** One for who asks for `room.stats()`, one for the reports to the server: each has a call before of its own. */
  #stats = new Stats();
  #reported = new Stats();

  /**
   * @param {object} with_ `say(edge, state)` tells the server; `mediaFlows(edge)`: an edge brings its first frames; `changed()`: what
   *   is to be passed on is something else
   */
  constructor({ clock, newMediaStream, say, mediaFlows, changed }) {
    this.#clock = clock;
    this.#say = say;
    this.#mediaFlows = mediaFlows;
    this.#changed = changed;
    this.#silence = new Silence(clock, edge => this.#failed(edge));
    this.received = new ReceivedMedia(newMediaStream());
  }

  /** @param {number} levels edges between us and the broadcaster */
  set depth(levels) {
    this.#silence.depth = levels;
  }

  /** The server's word, or the only edge that brings anything. */
  isSource(edge) {
    return this.#source === edge;
  }

  add(common) {
    const edge = new ChildEdge({
      ...common,
      clock: this.#clock,
      arrived: () => this.#arrived(edge),
      media: () => this.#firstFrames(edge),
      ready: () => this.#say(edge.id, 'standby'),
    });
    this.#edges.add(edge);
    return edge;
  }

  /** From now on it is the source. */
  activate(edge) {
    edge.activate();
    this.#follow(edge);
  }

  /** What it showed stays visible. */
  remove(edge) {
    this.#edges.delete(edge);
    if (edge === this.received.edge) this.#rememberEnd(edge);
    if (edge !== this.#source) return;
    this.#source = null;
    this.#follow(this.#other(edge));
  }

  /** @returns {Promise<import('./stats.js').RoomStats | null>} null while nobody feeds us */
  stats() {
    return this.#measure(this.#stats);
  }

  /** The same since the last of these. */
  report() {
    return this.#measure(this.#reported);
  }

  idle() {
    return this.#stats.idle();
  }

  async #measure(stats) {
    const { edge } = this.received;
    return edge && !edge.closed ? stats.received(edge, await edge.connection.getStats()) : null;
  }

  #arrived(edge) {
    const shown = this.received.edge;
    if (edge.standby || (shown && shown !== edge)) return;
    this.received.show(edge); // with nothing to lose: the first frame is then not late
    this.#changed();
  }

  /** Nothing comes over it. */
  #failed(edge) {
    this.#say(edge.id, 'failed');
    const other = this.#other(edge);
    if (other) this.#follow(other);
  }

  /** One that brings frames, though nobody has told us to follow it: the word may have been lost. */
  #other(edge) {
    return [...this.#edges].find(each => each !== edge && each.flows) ?? null;
  }

  /** Who has a source keeps it until the server says so; one that is silent is nothing to wait for. */
  #firstFrames(edge) {
    this.#say(edge.id, 'media');
    if (!this.#source || this.#source.closed || this.#silence.lasts) this.#source = edge;
    if (edge === this.#source) this.#follow(edge);
    this.#mediaFlows(edge);
  }

  #follow(edge) {
    this.#source = edge;
    this.#silence.watch(edge);
    if (!edge?.flows || edge === this.received.edge) return;
    const former = this.received.edge;
    if (former && !former.closed) this.#rememberEnd(former);
    this.received.show(edge);
    this.#changed();
  }

  #rememberEnd(edge) {
    edge.connection.getStats().then(reports => {
      this.#stats.ended(edge, reports);
      this.#reported.ended(edge, reports);
    }, () => {});
  }
}
