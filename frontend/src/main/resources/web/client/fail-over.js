import { BEAT_MS } from './beats.js';

/** A parent whose beats stay away for so long may be dead. */
const SILENT_MS = 300;
/** Of one that has nothing to pass on either, for so long: one beat did not come. Whoever starves itself, for one above it is dead, beats on. */
const MISSED_MS = 1.5 * BEAT_MS;
/** Beats that a standby must be ahead of a silent parent, of one that brings neither picture nor sound, and of one that merely lags. */
const AHEAD_OF_SILENT = 3;
const AHEAD_OF_QUIET = 1;
const AHEAD_OF_LATE = 10;
/** So long after the broadcaster came back its ways may take to be made anew, some sooner than others. */
const BACK_MS = 1_500;
/** Without any frame for so long, though they were sent. */
const MISSING_MS = 1_000;
/** So much longer where the broadcaster itself is the parent: whoever moved away from it would find no more with others. */
const PATIENCE_WITH_BROADCASTER_MS = 2_000;
/** With nothing for so long, we announce nothing more to those below. */
const STARVING_MS = 300;

/**
 * Tells from the beats whether the source is dead while the standby lives: then the standby is taken. Where nobody is ahead, the fault
 * lies above both, and whoever moved would find nothing.
 */
export class FailOver {
  #clock;
  #beats;
  /** @type {boolean} whether our parent is the broadcaster */
  isFirst = false;
  #quietSince = null;
  #frames = 0;
  #newest = null;
  #cameAt;
  #missingSince = null;
  #passed = { frames: 0 };

  constructor(clock, beats) {
    this.#clock = clock;
    this.#beats = beats;
    this.#cameAt = clock.now();
  }

  /** There is another source. */
  begin() {
    this.#quietSince = this.#missingSince = null;
    this.#cameAt = this.#clock.now();
    this.#frames = 0;
  }

  /** @param {{frames: number, newest: import('./media/frame-name.js').FrameName | null}} came over the source by now */
  saw({ frames, newest }) {
    this.#newest = newest;
    if (frames === this.#frames) return;
    this.#frames = frames;
    this.#cameAt = this.#clock.now();
    this.#quietSince = null;
  }

  /** What is passed on of a beat: no more frames than came here. Else those below would blame us, and move, for what happened above. */
  passed(beat) {
    const isOfThese = this.#newest !== null && this.#newest.encoding === beat.encoding;
    let { frames } = beat;
    if (isOfThese) frames = Math.min(frames, this.#newest.number + 1);
    else if (this.#clock.now() - this.#cameAt >= STARVING_MS) frames = this.#passed.encoding === beat.encoding ? this.#passed.frames : 0;
    return this.#passed = { ...beat, frames };
  }

  /** Neither picture nor sound has come from the source since then; null: it has. */
  quiet(since) {
    this.#quietSince = since;
  }

  /** Whether the standby is to be taken, by what was heard from both. */
  mustTake(source, standby) {
    if (this.#beats.sinceBack < BACK_MS) return false;
    const ahead = this.#beats.lead(standby, source);
    return ahead >= AHEAD_OF_LATE
      || (ahead >= AHEAD_OF_SILENT && this.#beats.silence(source) >= SILENT_MS)
      || (ahead >= AHEAD_OF_QUIET && this.#quietSince !== null && this.#beats.silence(source) >= MISSED_MS);
  }

  /** Milliseconds until a beat of the source is missed, if none comes. */
  untilMissed(source) {
    return Math.max(0, MISSED_MS - this.#beats.silence(source));
  }

  /** Whether the source swallows or delays what it should pass on. */
  isMissing(source) {
    const now = this.#clock.now();
    if (!this.#lacksWhatIsDue(source, now)) this.#missingSince = null;
    else this.#missingSince ??= now;
    return this.#missingSince !== null && now - this.#missingSince >= (this.isFirst ? PATIENCE_WITH_BROADCASTER_MS : 0);
  }

  #lacksWhatIsDue(source, now) {
    const due = this.#beats.due(source);
    if (!due) return false;
    if (this.#newest && this.#newest.encoding === due.encoding) return due.frames > 0 && this.#newest.number < due.frames - 1;
    return due.sent > 0 && now - this.#cameAt >= MISSING_MS;
  }
}
