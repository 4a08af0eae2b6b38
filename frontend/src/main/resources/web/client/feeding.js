import { BEAT_MS } from './beats.js';
import { ParentEdge } from './parent-edge.js';
import { Uplink } from './uplink.js';

/**
 * The edges that we feed, and with what: our own camera if we are the broadcaster, else what we receive. An edge that there is
 * nothing for yet begins as soon as there is. HOW it is passed on is the part of `media`: see {@link TrackMedia}, {@link PassthroughMedia}.
 */
export class Feeding {
  #edges = new Set();
  #own = null;
  #media;
  #clock;
  #most;
  #stopBeating = () => {};
  #uplink = new Uplink();

  /** @param {object} media the way; @param {object} with_ `clock`; `most`: children at a time, beyond which no standby is granted */
  constructor(media, { clock, most }) {
    this.#media = media;
    this.#clock = clock;
    this.#most = most;
  }

  /** @type {MediaStream|null} what a broadcaster shows */
  get own() {
    return this.#own;
  }

  set own(shown) {
    this.#own = shown;
    this.#media.show(shown);
    this.#stopBeating();
    this.#stopBeating = shown ? this.#clock.every(BEAT_MS, () => this.#beat()) : () => {};
    this.changed();
  }

  get edges() {
    return [...this.#edges];
  }

  /** Those that something is sent to. */
  get active() {
    return this.edges.filter(({ standby }) => !standby);
  }

  /** What the other end says by word is for {@link Feeding#hear}. */
  add(common) {
    const edge = new ParentEdge({ ...common, media: this.#media });
    this.#edges.add(edge);
    if (this.#shown) edge.feed(this.#shown);
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
    if (!this.#shown) return;
    for (const edge of this.#edges) edge.feed(this.#shown);
  }

  /** To all that we feed, and to those for whom we stand by. */
  pass(beat) {
    for (const { channels } of this.#edges) channels.beat(beat);
  }

  /** What a child says: what it understands, that it lacks a picture, or that its parent is dead and we stand by for it. */
  hear(edge, { word, after }) {
    if (word === 'hello') edge.understand();
    else if (word === 'key') this.#media.askForKey?.();
    else if (word === 'take') this.#grant(edge, after);
  }

  /** @returns {Promise<{uplink: number, bitrate: number}>} see {@link Uplink} */
  uplink() {
    return this.#uplink.measure(this.active);
  }

  /** Bytes that were passed on by the last time that the uplink was measured. */
  get relayedBytes() {
    return this.#uplink.sent;
  }

  /** One more than we carry is borne for the moment that the server takes to sort it out. */
  #grant(edge, after) {
    const isFull = edge.standby && this.active.length > this.#most;
    if (!isFull) edge.activate(after);
    edge.channels.say({ word: isFull ? 'full' : 'taken' });
  }

  async #beat() {
    const n = Math.floor(this.#clock.now() / BEAT_MS);
    const sent = await this.#media.sent();
    if (this.#own) this.pass({ n, ...sent });
  }

  get #shown() {
    return this.#own ?? (this.#media.received.stream.getTracks().length ? this.#media.received.stream : null);
  }
}
