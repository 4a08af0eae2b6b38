/**
 * Neither picture nor sound for so long, while sound comes every 20 ms: the source may be dead. It may be the network's jitter as well, so nobody moves before another
 * peer is ahead of it by a beat.
 */
const QUIET_MS = 110;
const LOOK_MS = 20;

/** Notices within moments that nothing comes from the followed source. */
export class Quiet {
  #now;
  #tell;
  #edge = null;
  #heardAt = {};
  #told = false;
  #timer = null;

  /** @param {object} with_ `tell(edge, since)`: once, until something comes again */
  constructor({ now, tell }) {
    this.#now = now;
    this.#tell = tell;
  }

  watch(edge) {
    if (edge === this.#edge) return;
    this.#edge = edge;
    this.#heardAt = {};
    this.#told = false;
    clearInterval(this.#timer);
    this.#timer = edge === null ? null : setInterval(() => this.look(), LOOK_MS);
  }

  heard(kind) {
    this.#heardAt[kind] = this.#now();
    this.#told = false;
  }

  /** Only where both kinds have come: a show without sound has pauses. */
  look() {
    const { audio, video } = this.#heardAt;
    if (this.#told || !audio || !video) return;
    const last = Math.max(audio, video);
    if (this.#now() - last < QUIET_MS) return;
    this.#told = true;
    this.#tell(this.#edge, last);
  }
}
