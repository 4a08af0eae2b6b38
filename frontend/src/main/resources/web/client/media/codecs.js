/** Alike on every hop, so that one may pass on what another has encoded. */
const PREFERRED = ['video/VP8', 'video/H264'];
/** Streams beside the one of the pictures, by which packets are repeated or made up for: RFC 4588, 2198 and 5109. */
const REPAIRS = ['video/rtx', 'video/red', 'video/ulpfec', 'video/flexfec-03'];
const PICTURE = /^a=rtpmap:(\d+) (?:VP8|VP9|H264)\/90000$/gm;

/**
 * What a sender offers. Not the streams that repair: packets that were lost come again in their own stream, where SRTP drops what came twice (RFC 3711, section 3.3.2). The
 * other end may take frames off, to pass them on; then Chromium's receiver keeps a copy that comes by another stream for good, and when 2,048 packets later it needs
 * that place, it throws a picture away. Copies come without any loss as well, for senders fill up with them when they measure how much a way bears.
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
  return codecs.filter(({ mimeType }) => !REPAIRS.includes(mimeType)).sort((a, b) => rank(a) - rank(b));
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
