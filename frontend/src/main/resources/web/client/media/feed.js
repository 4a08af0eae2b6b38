import { Lack } from './lack.js';

/**
 * @typedef {object} Frame as it came, to be passed on
 * @property {object} encoded what the browser gave
 * @property {import('./frame-name.js').FrameName | null} name of a picture
 * @property {boolean} key it needs no other frame; all of sound are so
 * @property {number} layer temporal, from 0
 * @property {number} timestamp of RTP
 * @property {number} ms when it came, without the jitter of its way: see {@link ArrivalClock}
 * @property {unknown} source the encoder that it comes from
 */

/** For so long a child that loses its parent may need what it has missed, and we what came before we were told to follow whom it came from. */
const HISTORY_MS = 1_500;
/** Of these many pictures it is known that they were here already. */
const REMEMBERED = 256;
/** A picture that everybody else must wait for is asked for no more often. */
const KEY_EVERY_MS = 250;

/**
 * What one peer passes on of one kind: it comes by one tap at a time and leaves by all outlets. From one source to the next it goes
 * over where the next fits on: at the next picture of the same encoder, else at one that needs no other.
 */
export class Feed {
  /** @type {import('./frame-name.js').FrameName | null} of the newest picture that was passed on */
  newest = null;
  #kind;
  #now;
  #another;
  #source = null;
  /** Until then all of it is kept, for a decoder that is being made for it. */
  #newUntil = -Infinity;
  #tap = null;
  #next = null;
  #outlets = new Set();
  /** Pictures by the tap that they came by, while another is followed: the word that says whom to follow may be later here than they are. */
  #early = new Map();
  #history = [];
  #seen = new Set();
  #askedAt = -Infinity;
  #begun = false;
  #lack;

  /** @param {object} with_ `now()`; `another()`: from now on the pictures are of another encoder */
  constructor({ kind, now, another = () => {} }) {
    this.#kind = kind;
    this.#now = now;
    this.#another = another;
    this.#lack = new Lack(now);
  }

  /** Where it comes from now. */
  get tap() {
    return this.#tap;
  }

  add(outlet) {
    this.#outlets.add(outlet);
  }

  remove(outlet) {
    this.#outlets.delete(outlet);
  }

  /** From now on, or as soon as something comes by it that fits on. */
  follow(tap) {
    this.#next = null;
    if (tap === this.#tap) return;
    if (!tap || !this.#begun || this.#kind === 'audio') this.#goOver(tap);
    else this.#next = tap;
    this.#catchUp(tap);
  }

  /** It is over. */
  forget(tap) {
    if (this.#next === tap) this.#next = null;
    if (this.#tap === tap) this.#tap = null;
    this.#early.delete(tap);
  }

  /** @param {Frame} frame that came by a tap */
  arrive(tap, frame) {
    if (tap === this.#next) {
      if (this.#fits(frame)) this.#goOver(tap);
      else this.askForKey();
    }
    if (tap !== this.#tap) return this.#keep(tap, frame);
    if (this.#wasHere(frame)) return;
    this.#begun = true;
    if (this.#source !== null && frame.source !== this.#source) this.#change(frame);
    this.#source = frame.source;
    this.#remember(frame);
    if (frame.name && this.#lack.sees(frame)) this.askForKey();
    for (const outlet of this.#outlets) outlet.send(frame);
  }

  /**
   * What came after a picture.
   * @returns {Frame[] | null} null if it is not known: another encoder's, or too long ago
   */
  since(name) {
    if (!name || !this.newest || name.encoding !== this.newest.encoding) return null;
    const missed = this.#history.filter(frame => frame.name?.encoding === name.encoding && frame.name.number > name.number);
    const isWhole = name.number >= this.newest.number || missed[0]?.name.number === name.number + 1;
    return isWhole ? missed : null;
  }

  /**
   * What came lately, from the last picture on that needs no other.
   * @returns {Frame[] | null} null if that is not kept
   */
  get lately() {
    const first = this.#history.findLastIndex(({ key }) => key);
    return first < 0 ? null : this.#history.slice(first);
  }

  /** Somebody needs a picture that needs no other. */
  askForKey() {
    const now = this.#now();
    if (this.#kind === 'audio' || now - this.#askedAt < KEY_EVERY_MS) return;
    this.#askedAt = now;
    (this.#next ?? this.#tap)?.askForKey();
  }

  #keep(tap, frame) {
    if (this.#kind === 'audio') return;
    this.#early.set(tap, [...this.#kept(tap), frame]);
  }

  /** With what has come by it already, from the first that fits on. */
  #catchUp(tap) {
    const kept = this.#kept(tap);
    const first = kept.findIndex(frame => tap === this.#tap || this.#fits(frame));
    if (first >= 0) for (const frame of kept.slice(first)) this.arrive(tap, frame);
  }

  #kept(tap) {
    const since = this.#now() - HISTORY_MS;
    return (this.#early.get(tap) ?? []).filter(({ ms }) => ms >= since);
  }

  #fits({ key, name }) {
    if (key) return true;
    const { newest } = this;
    return name !== null && newest !== null && name.encoding === newest.encoding && name.number <= newest.number + 1;
  }

  #change({ ms }) {
    this.#history = [];
    this.#newUntil = ms + HISTORY_MS;
    this.#another();
  }

  #goOver(tap) {
    this.#tap = tap;
    this.#next = null;
    this.#early.delete(tap);
  }

  /** Of two copies of one encoder's picture the first counts. A late one is welcome, as long as it is not too late. */
  #wasHere({ name }) {
    if (!name) return false;
    if (name.encoding !== this.newest?.encoding) {
      this.#seen.clear();
      this.newest = null;
    }
    if (this.#seen.has(name.number) || (this.newest && name.number < this.newest.number - REMEMBERED)) return true;
    this.#seen.add(name.number);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value);
    if (!this.newest || name.number > this.newest.number) this.newest = name;
    return false;
  }

  /** For those who stand by, and for a decoder that begins. */
  #remember(frame) {
    if (this.#kind === 'audio') return;
    const since = frame.ms - HISTORY_MS;
    const isAwaited = frame.name && [...this.#outlets].some(({ live }) => !live);
    if (isAwaited || frame.ms < this.#newUntil) this.#history.push({ ...frame, encoded: frame.keep() });
    while (this.#history.length && this.#history[0].ms < since) this.#history.shift();
  }
}
