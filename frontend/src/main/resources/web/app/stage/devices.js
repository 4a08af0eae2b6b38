import { browserStorage } from '../storage.js';

/** A relay tree carries one size to everybody, so 720 lines are plenty; fewer where an uplink or a machine is weak. */
export const HEIGHTS = [360, 720, 1080];
const USUAL_HEIGHT = 720;

/** How many lines the camera's picture is to have; this browser remembers it. */
export const wantedHeight = () => HEIGHTS.find(height => height === Number(browserStorage.get('height'))) ?? USUAL_HEIGHT;
export const wantHeight = height => browserStorage.set('height', String(height));

const sizeOf = height => ({ width: { ideal: Math.round(height * 16 / 9) }, height: { ideal: height }, frameRate: { ideal: 30 } });
const wanted = kind => kind === 'video' ? sizeOf(wantedHeight()) : { echoCancellation: true, noiseSuppression: true };
/** Text is to be read: as many pixels as a camera's, fewer pictures. What the screen plays is music more often than talk. */
const WANTED_OF_SCREEN = {
  video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 15, max: 30 } },
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
};

const FAULTS = {
  NotAllowedError: 'refused', SecurityError: 'refused', NotFoundError: 'missing', OverconstrainedError: 'missing',
  NotReadableError: 'busy', AbortError: 'busy',
};

/** Why there is no camera or microphone; `name` is a key of the texts under `device.`. */
export class DeviceError extends Error {
  constructor(cause) {
    super(cause.message, { cause });
    this.name = FAULTS[cause.name] ?? 'busy';
  }
}

/**
 * Camera and microphone, or the one of them that there is.
 * @returns {Promise<MediaStream>} rejects with a {@link DeviceError}
 */
export async function openDevices() {
  const devices = navigator.mediaDevices;
  if (!devices) throw Object.assign(new DeviceError(new Error('no secure context')), { name: 'insecure' });
  try {
    return await devices.getUserMedia({ audio: wanted('audio'), video: wanted('video') });
  } catch (cause) {
    if (cause.name !== 'NotFoundError') throw new DeviceError(cause);
    const one = await openDevice('video').catch(() => openDevice('audio')).catch(() => null);
    if (!one) throw new DeviceError(cause);
    return one;
  }
}

/**
 * @param {'audio' | 'video'} kind
 * @param {string} [deviceId] any, if it is left out
 * @returns {Promise<MediaStream>} of one track
 */
export async function openDevice(kind, deviceId) {
  const one = deviceId && { deviceId: { exact: deviceId } };
  try {
    return await navigator.mediaDevices.getUserMedia({ [kind]: { ...wanted(kind), ...one } });
  } catch (cause) {
    throw new DeviceError(cause);
  }
}

/** A camera that cannot gives what is nearest. */
export const resize = (track, height) => track.applyConstraints(sizeOf(height)).catch(cause => { throw new DeviceError(cause); });

export const canShareScreen = () => 'getDisplayMedia' in (navigator.mediaDevices ?? {});

/** @returns {Promise<MediaStream | null>} null where the person thought better of it */
export async function openScreen() {
  try {
    return await navigator.mediaDevices.getDisplayMedia(WANTED_OF_SCREEN);
  } catch (cause) {
    if (cause.name === 'NotAllowedError') return null;
    throw new DeviceError(cause);
  }
}

/** @returns {Promise<{audio: MediaDeviceInfo[], video: MediaDeviceInfo[]}>} those to choose from; a browser names them once one is open */
export async function listDevices() {
  const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const of = kind => all.filter(device => device.kind === `${kind}input` && device.deviceId && device.deviceId !== 'communications');
  return { audio: of('audio'), video: of('video') };
}

export const closeDevices = media => media?.getTracks().forEach(track => track.stop());
