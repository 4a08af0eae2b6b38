/**
 * @typedef {object} RoomStats since the call before, where it is a rate
 * @property {number} framesDecoded frames shown since the room was entered, over all edges
 * @property {number} fps
 * @property {number} width
 * @property {number} height
 * @property {number} bitrate bits a second of media, received by a viewer, sent by a broadcaster to all that it feeds
 * @property {number} rtt milliseconds to the other end; the longest of a broadcaster's
 * @property {number} loss share of the packets lost, 0 to 1; the highest of a broadcaster's
 * @property {number} relayedBytes sent to others by the last report, 5 s ago at most
 * @property {number} longestGapMs the longest time between two frames; an upper bound where many frames came since the last call
 */

const NOTHING = { framesDecoded: 0, fps: 0, width: 0, height: 0, bitrate: 0, rtt: 0, loss: 0, longestGapMs: 0 };

/**
 * @typedef {object} Reception
 * @property {{firstFramesAt?: number}} edge the one that feeds us
 * @property {object} shownBy whose frames the pictures are counted by: the edge's, or a player's who stays the same for all edges
 * @property {RTCStatsReport} shown of the pictures
 * @property {RTCStatsReport} link of the edge
 */

/** Turns what getStats reports into {@link RoomStats}, remembering the call before. */
export class Stats {
  #shownBy = null;
  #edge = null;
  #former = null;
  #formerLink = null;
  #framesBefore = 0;
  #sentBefore = null;

  /**
   * @param {Reception} reception
   * @returns {RoomStats}
   */
  received(reception) {
    const { edge, shownBy, shown, link } = reception;
    const now = pictures(shown);
    const isAnother = this.#shownBy !== shownBy;
    const before = isAnother ? { ...now, frames: 0, delay: 0, squares: 0 } : this.#former;
    const longestGapMs = Math.round(Math.max(
      gapWithin(before, now),
      isAnother && this.#former?.lastPacketAt ? (edge.firstFramesAt ?? now.at) - this.#former.lastPacketAt : 0,
      now.frames === before.frames && now.lastPacketAt ? now.at - now.lastPacketAt : 0,
    ));
    const way = traffic(link);
    const wayBefore = this.#edge === edge ? this.#formerLink : way;
    this.ended(reception);
    return {
      framesDecoded: this.#framesBefore + now.frames,
      fps: now.video.framesPerSecond ?? 0,
      width: now.video.frameWidth ?? 0,
      height: now.video.frameHeight ?? 0,
      bitrate: rate(way.bytes - wayBefore.bytes, way.at - wayBefore.at),
      rtt: roundTrip(link),
      loss: share(way.lost - wayBefore.lost, way.packets - wayBefore.packets),
      longestGapMs,
    };
  }

  /** The last that is known of an edge, so that the gap until the next one is told from its end on. @param {Reception} reception */
  ended({ edge, shownBy, shown, link }) {
    if (this.#shownBy !== shownBy) this.#framesBefore += this.#former?.frames ?? 0;
    this.#shownBy = shownBy;
    this.#edge = edge;
    this.#former = pictures(shown);
    this.#formerLink = traffic(link);
  }

  /**
   * @param {RTCStatsReport[]} reports one of each edge that we feed
   * @param {RTCStatsReport[]} encoded of those that make the pictures
   */
  sent(reports, encoded = reports) {
    const all = reports.flatMap(report => [...report.values()]);
    const outbound = all.filter(({ type }) => type === 'outbound-rtp');
    const video = encoded.flatMap(report => [...report.values()]).filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video');
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

const inboundOf = reports => [...reports.values()].filter(({ type }) => type === 'inbound-rtp');
const latest = reports => Math.max(0, ...reports.map(({ timestamp }) => timestamp));

function pictures(reports) {
  const inbound = inboundOf(reports);
  const video = inbound.find(({ kind }) => kind === 'video') ?? {};
  return {
    video,
    at: latest(inbound),
    frames: video.framesDecoded ?? 0,
    delay: video.totalInterFrameDelay ?? 0,
    squares: video.totalSquaredInterFrameDelay ?? 0,
    lastPacketAt: video.lastPacketReceivedTimestamp ?? 0,
  };
}

function traffic(reports) {
  const inbound = inboundOf(reports);
  return {
    at: latest(inbound),
    bytes: sum(inbound, 'bytesReceived'),
    packets: sum(inbound, 'packetsReceived'),
    lost: sum(inbound, 'packetsLost'),
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
