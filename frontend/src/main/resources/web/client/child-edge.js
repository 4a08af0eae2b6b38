import { Edge } from './edge.js';

/** Is fed by another peer, or would be if it were activated. */
export class ChildEdge extends Edge {
  as = 'child';
  #clock;
  #received;
  #arrived;
  #media;
  #ready;
  #quiet;
  #described = false;
  tracks = [];
  /** @type {number|undefined} */
  firstFramesAt;

  /**
   * @param {object} with_ beside those of an edge: `received` takes the tracks; `arrived()` when they are there, `media()` when the
   *   first frames have come over them, `ready()` when a standby's connection stands, `quiet(since)` when they have stopped
   */
  constructor({ clock, received, arrived, media, ready, quiet, ...edge }) {
    super(edge);
    this.#clock = clock;
    this.#received = received;
    this.#arrived = arrived;
    this.#media = media;
    this.#ready = ready;
    this.#quiet = quiet;
    this.connection.ontrack = ({ track, receiver }) => {
      this.tracks.push(track);
      received.take(this, receiver);
    };
    this.connection.ondatachannel = ({ channel }) => this.channels.take(channel);
  }

  get flows() {
    return !this.closed && this.firstFramesAt !== undefined;
  }

  activate() {
    this.standby = false;
    if (!this.flows && this.#described) this.#received.lookAt(this);
  }

  /** Frames come. */
  flow() {
    if (this.closed || this.flows) return;
    this.standby = false;
    this.firstFramesAt = this.#clock.now();
    this.#media();
  }

  /** Nothing has come since then. */
  quiet(since) {
    this.#quiet(since);
  }

  /** A picture is missing that those that come are made of. */
  askForKey() {
    this.channels.say({ word: 'key' });
  }

  /** How many packets have come, of any kind: each is a sign of life. */
  async packets() {
    let sum = 0;
    for (const report of (await this.connection.getStats()).values()) {
      if (report.type === 'inbound-rtp') sum += report.packetsReceived ?? 0;
    }
    return sum;
  }

  stands() {
    if (this.standby) this.#ready();
  }

  async described() {
    await this.describe();
    if (this.closed) return;
    this.#arrived();
    if (!this.#described) this.#received.lookAt(this);
    this.#described = true;
  }

  close() {
    this.#received.forget(this);
    super.close();
  }
}
