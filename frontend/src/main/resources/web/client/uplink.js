/** An encoder that the network does not hold back sends what it likes: at least that, and some air for its peaks, gets through. */
const AIR = 1.3;

/** What the connections to our children could send, and what one child takes. */
export class Uplink {
  /** Bytes and time of the measurement before, of each edge. */
  #before = new WeakMap();
  /** Bytes sent to all children so far. */
  sent = 0;

  /**
   * Since the call before. An edge that was not there then is left out: a connection that is a moment old does not know yet what it
   * bears, and too low a figure would cost us the child.
   * @param {import('./parent-edge.js').ParentEdge[]} edges
   * @returns {Promise<{uplink: number, bitrate: number}>} bits a second, whole ones: of all of them together, 0 where the browser
   *   does not tell; and sent to one child
   */
  async measure(edges) {
    const all = await Promise.all(edges.map(async edge => this.#one(edge, await edge.connection.getStats())));
    const known = all.filter(one => one !== null);
    if (!known.length) return { uplink: 0, bitrate: 0 };
    return {
      uplink: known.some(({ bears }) => bears === undefined) ? 0 : Math.round(sum(known, 'bears')),
      bitrate: Math.round(sum(known, 'sent') / known.length),
    };
  }

  #one(edge, reports) {
    const all = [...reports.values()];
    const outbound = all.filter(({ type }) => type === 'outbound-rtp');
    const now = { at: Math.max(0, ...outbound.map(({ timestamp }) => timestamp)), bytes: sum(outbound, 'bytesSent') };
    const before = this.#before.get(edge);
    this.#before.set(edge, now);
    this.sent += Math.max(0, now.bytes - (before?.bytes ?? 0));
    if (!before || now.at <= before.at) return null;
    const sent = Math.max(0, (now.bytes - before.bytes) * 8000 / (now.at - before.at));
    const pair = all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
    const estimate = pair?.availableOutgoingBitrate;
    const heldBack = outbound.some(({ qualityLimitationReason }) => qualityLimitationReason === 'bandwidth');
    return { sent, bears: estimate === undefined ? undefined : Math.max(estimate, heldBack ? 0 : sent * AIR) };
  }
}

const sum = (all, field) => all.reduce((total, one) => total + (one[field] ?? 0), 0);
