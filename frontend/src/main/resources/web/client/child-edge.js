import { Edge } from './edge.js';

/** How often a child looks whether frames have come, until they have. */
const LOOK_MS = 100;
/** The same of a standby: its parent may have been told to send while we could not hear of it. */
const LOOK_AT_STANDBY_MS = 1_000;

/** Is fed by another peer, or would be if it were activated. */
export class ChildEdge extends Edge {
  as = 'child';
  #clock;
  #arrived;
  #media;
  #ready;
  #stopLooking = null;
  tracks = [];
  /** @type {number|undefined} */
  firstFramesAt;

  /**
   * @param {object} with_ beside those of an edge: `arrived()` when the tracks are there, `media()` when the first frames have come
   *   over them, `ready()` when a standby's connection stands
   */
  constructor({ clock, arrived, media, ready, ...edge }) {
    super(edge);
    this.#clock = clock;
    this.#arrived = arrived;
    this.#media = media;
    this.#ready = ready;
    this.connection.ontrack = ({ track }) => this.tracks.push(track);
  }

  get flows() {
    return !this.closed && this.firstFramesAt !== undefined;
  }

  activate() {
    this.standby = false;
    if (this.flows) return;
    this.#stopLooking?.();
    this.#lookForFrames();
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
    if (!this.#stopLooking) this.#lookForFrames();
  }

  close() {
    this.#stopLooking?.();
    super.close();
  }

  #lookForFrames() {
    let looking = false;
    const stop = this.#stopLooking = this.#clock.every(this.standby ? LOOK_AT_STANDBY_MS : LOOK_MS, async () => {
      if (looking) return;
      looking = true;
      const came = await this.#framesCame().catch(() => false);
      looking = false;
      if (!came || this.closed || this.flows) return;
      stop();
      this.standby = false;
      this.firstFramesAt = this.#clock.now();
      this.#media();
    });
  }

  /** Pictures count where there are any; sound alone is a show as well. */
  async #framesCame() {
    const video = this.tracks.some(({ kind }) => kind === 'video');
    for (const report of (await this.connection.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue;
      if (video ? report.framesDecoded > 0 : report.packetsReceived > 0) return true;
    }
    return false;
  }
}
