/** The share of what a way is said to bear that is used; and while packets wait, so that those that wait get through. */
const USABLE = 0.85;
const USABLE_IN_A_QUEUE = 0.65;
const QUEUE_MS = 150;
/** Beside the pictures: sound, beats and what is sent again. */
const SOUND = 40_000;
/** After so long without a queue one layer more is tried, though the way is not said to bear it: nobody knows what was never sent. */
const TRY_MS = 4_000;
const LONGEST_TRY_MS = 10_000;
/** A try that fills the queue within this was too much. */
const TRIED_MS = 2_000;
/** Not even the lowest layer gets through for so long: somebody else should feed that child. */
const STARVED_MS = 8_000;

/**
 * How many temporal layers of the picture one narrow child is sent. What is passed on was encoded once for everybody, so its rate cannot be
 * lowered for one; but pictures of which nothing else is made can be left out.
 */
export class Fitting {
  layer;
  #all;
  #changedAt = 0;
  #patience = TRY_MS;
  #starvedSince = null;

  /** @param {number} layers that there are at most */
  constructor(layers) {
    this.#all = layers - 1;
    this.layer = this.#all;
  }

  /**
   * @param {object} measured `bears`: bits a second, as the browser estimates, `delay`: milliseconds that a packet waits, `rates`: bits a
   *   second of each layer as they come, `now`
   * @returns {boolean} whether not even the lowest gets through
   */
  fit({ bears, delay, rates, now }) {
    const isQueued = delay > QUEUE_MS;
    const budget = bears * (isQueued ? USABLE_IN_A_QUEUE : USABLE) - SOUND;
    const fits = highestWithin(budget, rates);
    if (fits < this.layer && (isQueued || !this.#isTrying(now))) this.#lower(Math.max(0, fits), now);
    else if (this.layer < this.#all && !isQueued && now - this.#changedAt >= (fits > this.layer ? TRY_MS / 2 : this.#patience)) this.#raise(now);
    this.#starvedSince = fits < 0 && isQueued ? this.#starvedSince ?? now : null;
    return this.#starvedSince !== null && now - this.#starvedSince >= STARVED_MS;
  }

  #isTrying(now) {
    return this.#changedAt > 0 && now - this.#changedAt < TRIED_MS;
  }

  #lower(layer, now) {
    if (this.#isTrying(now)) this.#patience = Math.min(2 * this.#patience, LONGEST_TRY_MS);
    this.layer = layer;
    this.#changedAt = now;
  }

  #raise(now) {
    if (this.layer === this.#all - 1) this.#patience = TRY_MS;
    this.layer++;
    this.#changedAt = now;
  }
}

function highestWithin(budget, rates) {
  let sum = 0;
  for (let layer = 0; layer < rates.length; layer++) {
    sum += rates[layer];
    if (sum > budget) return layer - 1;
  }
  return rates.length - 1;
}
