// RTP timestamps (RFC 3550, section 5.1): every encoder begins at a number of its own, and all count modulo 2^32. A frame that is
// passed on gets one of the connection that it goes out by. Pure arithmetic; times are milliseconds of the local clock.

/** Ticks a millisecond, and for sound those of the usual Opus packet of 20 ms (RFC 7587). */
const VIDEO_TICKS = 90;
const AUDIO_TICKS = 48;
const AUDIO_PACKET = 960;

const unsigned = ticks => ticks >>> 0;

/** How far one timestamp lies behind another; negative if it is the earlier one. */
export const ticksSince = (later, earlier) => (later - earlier) | 0;

/** Frames until the quickest way through the network has been seen often enough to rely on it. */
const FRAMES_TO_LEARN = 50;
/** After so many frames the drift between the two clocks is judged anew. */
const FRAMES_TO_JUDGE = 100;
/** So many milliseconds a frame are corrected at most: too little to see. */
const DRIFT_MS = 0.02;
/** Further off than that it is another time line. */
const RESTART_MS = 3_000;

/** When a frame of one source would have come here if the network never held any up: local time without its jitter. */
export class ArrivalClock {
  #perMs;
  #last = null;
  #seen = 0;
  #quickest = Infinity;
  #slew = 0;

  /** @param {'audio' | 'video'} kind */
  constructor(kind) {
    this.#perMs = kind === 'video' ? VIDEO_TICKS : AUDIO_TICKS;
  }

  /** @returns {number} milliseconds */
  at(timestamp, now) {
    const expected = this.#last && this.#last.ms + ticksSince(timestamp, this.#last.timestamp) / this.#perMs;
    if (expected === null || Math.abs(now - expected) > RESTART_MS) return this.#begin(timestamp, now);
    const late = now - expected;
    this.#seen++;
    const ms = (late < 0 && this.#seen <= FRAMES_TO_LEARN ? now : expected) + this.#slew;
    this.#judge(late);
    if (ticksSince(timestamp, this.#last.timestamp) > 0) this.#last = { timestamp, ms };
    return ms;
  }

  #begin(timestamp, now) {
    this.#last = { timestamp, ms: now };
    this.#seen = this.#slew = 0;
    this.#quickest = Infinity;
    return now;
  }

  #judge(late) {
    this.#quickest = Math.min(this.#quickest, late);
    if (this.#seen % FRAMES_TO_JUDGE) return;
    this.#slew = Math.max(-DRIFT_MS, Math.min(DRIFT_MS, this.#quickest / FRAMES_TO_JUDGE));
    this.#quickest = Infinity;
  }
}

/**
 * The time line of the pictures that go out by one sender. Its RTCP sender reports (RFC 3550, section 6.4) tell the time of the
 * encoder that the sender has of its own, so the frames go onto that one's line; else the other end cannot play picture and sound in step.
 */
export class VideoTimeLine {
  #anchor = null;
  #newest = null;
  #source = null;

  /** The sender's own encoder has made a frame. */
  anchor(timestamp, ms) {
    this.#anchor ??= { timestamp, ms };
  }

  get ready() {
    return this.#anchor !== null;
  }

  /**
   * @param {unknown} source whose frame it is: another one goes on after all that the former sent; one of the same that comes late
   *   keeps its place
   */
  stamp(source, ms) {
    let timestamp = unsigned(this.#anchor.timestamp + Math.round((ms - this.#anchor.ms) * VIDEO_TICKS));
    const isNew = source !== this.#source;
    this.#source = source;
    if (this.#newest !== null && ticksSince(timestamp, this.#newest) <= 0) {
      if (!isNew) return timestamp;
      timestamp = unsigned(this.#newest + VIDEO_TICKS);
    }
    this.#newest = timestamp;
    this.#anchor = { timestamp, ms };
    return timestamp;
  }
}

/**
 * The same of sound, whose sender reports follow what is really sent: the source's own timestamps, and with another source a jump of
 * whole packets. In between nothing is shifted, for the other end makes up each sample that seems to be missing.
 */
export class AudioTimeLine {
  #offset = 0;
  #last = null;
  #source = null;

  stamp(source, timestamp, ms) {
    if (this.#last && source !== this.#source) {
      const packets = Math.max(1, Math.round((ms - this.#last.ms) * AUDIO_TICKS / AUDIO_PACKET));
      this.#offset = unsigned(this.#last.timestamp + packets * AUDIO_PACKET - timestamp);
    }
    this.#source = source;
    const stamped = unsigned(timestamp + this.#offset);
    this.#last = { timestamp: stamped, ms };
    return stamped;
  }
}
