/** So long a picture may be late: lost and sent again, or quicker by another edge. */
const LATE_MS = 200;
/** Pictures of the lowest layer are counted modulo that. */
export const BASES = 128;

/**
 * Notices that a picture of the lowest temporal layer stays away: all that follows is made of it. A decoder waits for it for seconds before it asks for
 * another one that needs no other.
 */
export class Lack {
  #now;
  #encoding;
  #base;
  #missing = 0;
  #since;

  constructor(now) {
    this.#now = now;
  }

  /**
   * @param {{name: import('./frame-name.js').FrameName, layer: number, key: boolean}} picture that came
   * @returns {boolean} whether one that needs no other is needed
   */
  sees({ name: { encoding, base }, layer, key }) {
    if (key || encoding !== this.#encoding) {
      this.#encoding = encoding;
      this.#base = base;
      this.#missing = 0;
      return false;
    }
    const ahead = (base - this.#base + BASES) % BASES;
    if (layer === 0 && (ahead === 0 || ahead >= BASES / 2)) this.#missing = Math.max(0, this.#missing - 1); // it was late
    else if (ahead < BASES / 2) this.#goOn(base, ahead - (layer === 0 ? 1 : 0));
    return this.#missing > 0 && this.#now() - this.#since >= LATE_MS;
  }

  #goOn(base, skipped) {
    this.#base = base;
    if (skipped <= 0) return;
    if (!this.#missing) this.#since = this.#now();
    this.#missing += skipped;
  }
}
