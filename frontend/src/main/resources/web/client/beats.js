/** How often a broadcaster beats. */
export const BEAT_MS = 100;
/** So far behind the newest is no late one, but another broadcaster's whose clock is behind. */
const ANOTHER_MS = 3_000;
/** Without a beat from anybody for so long, the broadcaster was away. */
const AWAY_MS = 500;
/** What was announced so long ago should be here. */
const OVERDUE_MS = 1_000;

/**
 * @typedef {object} Beat
 * @property {number} n the time at the broadcaster, in beats: it goes on where it was after a reload
 * @property {number} frames pictures sent by then
 * @property {number} [encoding] where they have names: the encoder's, see media/frame-name.js
 */

/** What was heard of the broadcaster by each of the edges that feed us, or stand by to do so. */
export class Beats {
  /** @type {Beat|null} the newest, by whichever edge it came */
  newest = null;
  #clock;
  #heard = new Map();
  #newsAt = -Infinity;
  #backAt = -Infinity;

  constructor(clock) {
    this.#clock = clock;
  }

  /** @returns {boolean} whether it is news, to be passed on */
  hear(edge, beat) {
    if (!Number.isSafeInteger(beat.n)) return false;
    const at = this.#clock.now();
    const known = this.#heard.get(edge) ?? { announced: [] };
    const isAnother = this.newest !== null && beat.n < this.newest.n - ANOTHER_MS / BEAT_MS;
    if (!isAnother && beat.n <= known.n) return false;
    const announced = known.announced.filter(one => one.at > at - 2 * OVERDUE_MS && one.encoding === beat.encoding);
    this.#heard.set(edge, { n: beat.n, at, announced: [...announced, { ...beat, at }] });
    if (!isAnother && this.newest && beat.n <= this.newest.n) return false;
    if (this.newest && at - this.#newsAt >= AWAY_MS) this.#backAt = at;
    this.#newsAt = at;
    this.newest = beat;
    return true;
  }

  /** Milliseconds since the broadcaster came back; infinite if it was never away. */
  get sinceBack() {
    return this.#clock.now() - this.#backAt;
  }

  forget(edge) {
    this.#heard.delete(edge);
  }

  /** Milliseconds since the last by this edge; infinite if it never brought any. */
  silence(edge) {
    const last = this.#heard.get(edge);
    return last ? this.#clock.now() - last.at : Infinity;
  }

  /** How many beats one edge is ahead of another; none where only one of them brings any. */
  lead(edge, other) {
    const [mine, theirs] = [this.#heard.get(edge), this.#heard.get(other)];
    return mine && theirs ? mine.n - theirs.n : 0;
  }

  /**
   * What should have come over an edge by now, as its own beats say: they are quicker than pictures, but not by so much.
   * @returns {{frames: number, encoding?: number, sent: number} | null} `sent`: pictures in the last second
   */
  due(edge) {
    const announced = this.#heard.get(edge)?.announced ?? [];
    const before = this.#clock.now() - OVERDUE_MS;
    const due = announced.filter(({ at }) => at <= before).at(-1);
    return due ? { frames: due.frames, encoding: due.encoding, sent: announced.at(-1).frames - due.frames } : null;
  }
}
