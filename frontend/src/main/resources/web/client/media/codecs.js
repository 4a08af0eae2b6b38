/** Alike on every hop, so that one may pass on what another has encoded. */
const PREFERRED = ['video/VP8', 'video/H264'];
const PICTURE = /^a=rtpmap:(\d+) (?:VP8|VP9|H264)\/90000$/gm;

/**
 * @param {RTCRtpCodec[]} codecs
 * @param {string} [first] the MIME type of what is passed on
 * @returns {RTCRtpCodec[]} those that are not preferred keep the browser's order, behind those that are
 */
export function inOurOrder(codecs, first) {
  const order = first ? [first, ...PREFERRED.filter(other => other !== first)] : PREFERRED;
  const rank = ({ mimeType }) => {
    const place = order.indexOf(mimeType);
    return place < 0 ? order.length : place;
  };
  return [...codecs].sort((a, b) => rank(a) - rank(b));
}

/**
 * A sender believes at first that the way bears 300 kbit/s, and holds everything else back. Chromium lets the other end say better.
 * @param {string} sdp the answer that a sender is given
 * @param {number} kilobits a second
 */
export function startingAt(sdp, kilobits) {
  const rate = `x-google-start-bitrate=${kilobits}`;
  return [...sdp.matchAll(PICTURE)].reduce((text, [line, type]) => {
    const format = new RegExp(`^(a=fmtp:${type} .*?)(\r?)$`, 'm');
    return format.test(text) ? text.replace(format, `$1;${rate}$2`) : text.replace(line, `${line}\r\na=fmtp:${type} ${rate}`);
  }, sdp);
}
