import { AudioTimeLine, VideoTimeLine } from './time-lines.js';

/**
 * Where the frames of one kind leave to one child. Pictures begin at one that needs no other, and keep their order in time whatever
 * source they come from. What a narrow connection cannot bear is left out by whole temporal layers, of which nothing else is made.
 */
export class Outlet {
  /** Whether anything is sent: not to a standby that is not activated. */
  live;
  /** The child takes names, see frame-name.js. */
  takesNames = false;
  /** It asks for pictures by word. */
  asks = false;
  sent = 0;
  leftOut = 0;
  #kind;
  #write;
  #askForKey;
  #lately;
  #timeLine;
  #begun;
  #highest = Infinity;
  #wished = Infinity;

  /**
   * @param {object} with_ `write(frame, timestamp, name)`; `askForKey()`: the source is to make a picture that needs no other; `lately()`: what came since it
   *   made the last one, null where that is too long ago
   */
  constructor({ kind, live, write, askForKey, lately }) {
    this.live = live;
    this.#kind = kind;
    this.#write = write;
    this.#askForKey = askForKey;
    this.#lately = lately;
    this.#timeLine = kind === 'video' ? new VideoTimeLine() : new AudioTimeLine();
    this.#begun = kind === 'audio';
  }

  /** The sender's own encoder has made a frame, at this moment: the first when the connection stands. */
  anchor(timestamp, now) {
    if (this.#kind === 'audio') return;
    const isFirst = !this.#timeLine.ready;
    this.#timeLine.anchor(timestamp, now);
    if (isFirst && this.live && !this.#begun) this.#begin(this.#lately());
  }

  /** @param {import('./feed.js').Frame} frame */
  send(frame) {
    if (!this.live) return;
    if (!this.#begun && !this.#timeLine.ready) return;
    if (!this.#begun && !frame.key) return this.#askForKey(); // once more: an encoder that is just beginning hears nothing
    this.#begun = true;
    if (this.#isAbove(frame)) this.leftOut++;
    else this.#pass(frame);
  }

  /**
   * The child wants it from now on.
   * @param {import('./feed.js').Frame[] | null} missed what the child lacks and nothing else, if that is known: it needs no key then
   */
  activate(missed = null) {
    if (this.live && (this.#begun || !missed)) return;
    this.live = true;
    if (this.#kind === 'audio') return;
    this.#begin(this.#timeLine.ready ? missed : null);
  }

  /** @param {import('./feed.js').Frame[] | null} kept with which the other end can begin */
  #begin(kept) {
    this.#begun = kept !== null;
    if (kept) kept.forEach(frame => this.#pass(frame));
    else this.#askForKey();
  }

  /** @param {number} layer the highest temporal layer that is sent from now on */
  limit(layer) {
    this.#wished = layer;
  }

  /** Down at once, up with a picture of the lowest layer, for those above are made of it. */
  #isAbove({ key, layer }) {
    if (this.#wished < this.#highest || layer === 0 || key) this.#highest = this.#wished;
    return !key && layer > this.#highest;
  }

  #pass(frame) {
    const { source, timestamp, ms } = frame;
    const stamped = this.#kind === 'video' ? this.#timeLine.stamp(source, ms) : this.#timeLine.stamp(source, timestamp, ms);
    this.sent++;
    this.#write(frame, stamped, this.takesNames ? frame.name : null);
  }
}
