import { ParentEdge } from './parent-edge.js';
import { Uplink } from './uplink.js';

/**
 * The edges that we feed, and with what: our own camera if we are the broadcaster, else what we receive. An edge that there is
 * nothing for yet begins as soon as there is.
 *
 * Everything about HOW media is passed on is in here and in {@link ParentEdge}: as tracks, which are encoded again for each child.
 * The server knows by the `modes` that we enter with and gives us two children at most, for a while a third.
 */
export class Feeding {
  #edges = new Set();
  #own = null;
  #received;
  #codecs;
  #playSilently;
  #uplink = new Uplink();

  /** @param {MediaStream} received what a viewer passes on; @param {object} platform */
  constructor(received, { videoCodecs, playSilently }) {
    this.#received = received;
    this.#codecs = videoCodecs;
    this.#playSilently = () => {
      playSilently(received);
      this.#playSilently = () => {};
    };
  }

  /** @type {MediaStream|null} what a broadcaster shows */
  get own() {
    return this.#own;
  }

  set own(media) {
    this.#own = media;
    this.changed();
  }

  get edges() {
    return [...this.#edges];
  }

  /** Those that something is sent to. */
  get active() {
    return this.edges.filter(({ standby }) => !standby);
  }

  add(common) {
    const edge = new ParentEdge({ ...common, codecs: this.#codecs() });
    this.#edges.add(edge);
    if (!this.#own) this.#playSilently();
    if (this.#media) edge.feed(this.#media);
    return edge;
  }

  activate(edge) {
    edge.activate();
  }

  remove(edge) {
    this.#edges.delete(edge);
  }

  /** There is something else to send. */
  changed() {
    if (!this.#media) return;
    for (const edge of this.#edges) edge.feed(this.#media);
  }

  /** @returns {Promise<{uplink: number, bitrate: number}>} see {@link Uplink} */
  uplink() {
    return this.#uplink.measure(this.active);
  }

  get #media() {
    return this.#own ?? (this.#received.getTracks().length ? this.#received : null);
  }
}
