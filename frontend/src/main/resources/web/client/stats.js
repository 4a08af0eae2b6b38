/**
 * @typedef {object} RoomStats since the call before, where it is a rate
 * @property {number} framesDecoded frames shown since the room was entered, over all edges
 * @property {number} fps
 * @property {number} width
 * @property {number} height
 * @property {number} bitrate bits a second of media, received by a viewer, sent by a broadcaster to all that it feeds
 * @property {number} rtt milliseconds to the other end; the longest of a broadcaster's
 * @property {number} loss share of the packets lost, 0 to 1; the highest of a broadcaster's
 * @property {number} longestGapMs the longest time between two frames; an upper bound where many frames came since the last call
 */

const NOTHING = { framesDecoded: 0, fps: 0, width: 0, height: 0, bitrate: 0, rtt: 0, loss: 0, longestGapMs: 0 };

/** Turns what getStats reports into {@link RoomStats}, remembering the call before. */
export class Stats {
  #edge = null;
  #former = null;
  #framesBefore = 0;
  #sentBefore = null;

  /**
   * @param {{firstFramesAt?: number}} edge the one that feeds us
   * @param {RTCStatsReport} reports
   * @returns {RoomStats}
   */
  received(edge, reports) {
    const now = reading(reports);
    const changed = this.#edge !== edge;
    const before = changed ? { ...now, frames: 0, delay: 0, squares: 0 } : this.#former;
    const longestGapMs = Math.round(Math.max(
      gapWithin(before, now),
      changed && this.#former?.lastPacketAt ? (edge.firstFramesAt ?? now.at) - this.#former.lastPacketAt : 0,
      now.frames === before.frames && now.lastPacketAt ? now.at - now.lastPacketAt : 0,
    ));
    this.ended(edge, reports);
    return {
      framesDecoded: this.#framesBefore + now.frames,
      fps: now.video.framesPerSecond ?? 0,
      width: now.video.frameWidth ?? 0,
      height: now.video.frameHeight ?? 0,
      bitrate: rate(now.bytes - before.bytes, now.at - before.at),
      rtt: roundTrip(reports),
      loss: share(now.lost - before.lost, now.packets - before.packets),
      longestGapMs,
    };
  }

  /** The last that is known of an edge, so that the gap until the next one is told from its end on. */
  ended(edge, reports) {
    if (this.#edge !== edge) this.#framesBefore += this.#former?.frames ?? 0;
    this.#edge = edge;
    this.#former = reading(reports);
  }

  /** @param {RTCStatsReport[]} reports one of each edge that we feed */
  sent(reports) {
    const all = reports.flatMap(report => [...report.values()]);
    const outbound = all.filter(({ type }) => type === 'outbound-rtp');
    const video = outbound.filter(({ kind }) => kind === 'video');
    const now = { at: Math.max(0, ...outbound.map(({ timestamp }) => timestamp)), bytes: sum(outbound, 'bytesSent') };
    const before = this.#sentBefore ?? now;
    this.#sentBefore = now;
    return {
      ...NOTHING,
      fps: most(video, 'framesPerSecond'),
      width: most(video, 'frameWidth'),
      height: most(video, 'frameHeight'),
      // An edge that ended took its bytes along: no rate is less than nothing.
      bitrate: Math.max(0, rate(now.bytes - before.bytes, now.at - before.at)),
      rtt: Math.max(0, ...reports.map(roundTrip)),
      loss: most(all.filter(({ type }) => type === 'remote-inbound-rtp'), 'fractionLost'),
    };
  }

  /** Nothing comes in or goes out at the moment. */
  idle() {
    return { ...NOTHING, framesDecoded: this.#framesBefore + (this.#former?.frames ?? 0) };
  }
}

function reading(reports) {
  const inbound = [...reports.values()].filter(({ type }) => type === 'inbound-rtp');
  const video = inbound.find(({ kind }) => kind === 'video') ?? {};
  return {
    video,
    at: Math.max(0, ...inbound.map(({ timestamp }) => timestamp)),
    frames: video.framesDecoded ?? 0,
    bytes: sum(inbound, 'bytesReceived'),
    packets: sum(inbound, 'packetsReceived'),
    lost: sum(inbound, 'packetsLost'),
    delay: video.totalInterFrameDelay ?? 0,
    squares: video.totalSquaredInterFrameDelay ?? 0,
    lastPacketAt: video.lastPacketReceivedTimestamp ?? 0,
  };
}

/**
 * The browser tells the sum of the times between frames and of their squares, not the longest. None of n values can lie further
 * above their mean than the deviation times the root of n − 1 (Samuelson), and a single long gap among even ones lies just there.
 */
function gapWithin(before, now) {
  const gaps = now.frames - before.frames;
  if (gaps <= 0) return 0;
  const mean = (now.delay - before.delay) / gaps;
  const variance = Math.max(0, (now.squares - before.squares) / gaps - mean * mean);
  return 1000 * (mean + Math.sqrt(variance * (gaps - 1)));
}

function roundTrip(reports) {
  const pairs = [...reports.values()]
    .filter(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
  return Math.round(1000 * most(pairs, 'currentRoundTripTime'));
}

const sum = (reports, field) => reports.reduce((total, report) => total + (report[field] ?? 0), 0);
const most = (reports, field) => Math.max(0, ...reports.map(report => report[field] ?? 0));
const rate = (bytes, ms) => ms > 0 ? Math.round(bytes * 8000 / ms) : 0;
const share = (lost, received) => lost > 0 ? lost / (lost + received) : 0;
