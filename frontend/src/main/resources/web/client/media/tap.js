import { ArrivalClock } from './time-lines.js';

/**
 * Where the frames of one kind come in: from a parent, or from our own encoder. It names them for the {@link Feed}, and notices when they stop.
 */
export class Tap {
  /** When the last frame came. */
  lastAt = -Infinity;
  frames = 0;
  /** Bytes by temporal layer. */
  bytes = [0, 0, 0, 0];
  #edge;
  #kind;
  #feed;
  #now;
  #clock;
  #open;
  #askForKey;
  #source = null;

  /**
   * @param {object} with_ `open(encoded)` gives what the feed needs of a frame: see {@link Frame}; `askForKey()` at the other end
   */
  constructor({ edge, kind, feed, now, open, askForKey }) {
    this.#edge = edge;
    this.#kind = kind;
    this.#feed = feed;
    this.#now = now;
    this.#open = open;
    this.#askForKey = askForKey;
    this.#clock = new ArrivalClock(kind);
  }

  get edge() {
    return this.#edge;
  }

  askForKey() {
    this.#askForKey();
  }

  arrive(encoded) {
    const now = this.#now();
    const frame = this.#open(encoded);
    this.frames++;
    this.lastAt = now;
    this.bytes[Math.min(frame.layer, this.bytes.length - 1)] += frame.bytes;
    // Two parents that pass on what one encoder made are one source: the time line goes on.
    this.#source = frame.name ? frame.name.encoding : this.#edge;
    this.#feed.arrive(this, { ...frame, source: this.#source, ms: this.#clock.at(frame.timestamp, now) });
  }
}
