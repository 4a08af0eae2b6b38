import { PassthroughMedia } from './passthrough-media.js';
import { TrackMedia } from './track-media.js';

/** The best way in which this browser can pass media on. @param {{passthrough?: boolean}} options `passthrough`: whether it may be that */
export async function openMedia(platform, { passthrough = true } = {}) {
  return passthrough && await PassthroughMedia.open(platform) || new TrackMedia(platform);
}
