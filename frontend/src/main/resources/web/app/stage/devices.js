/** What the picture should be: a relay tree carries one size to everybody, so 720p is plenty. */
const WANTED = {
  audio: { echoCancellation: true, noiseSuppression: true },
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
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
    return await devices.getUserMedia(WANTED);
  } catch (cause) {
    if (cause.name !== 'NotFoundError') throw new DeviceError(cause);
    const just = kind => devices.getUserMedia({ [kind]: WANTED[kind] });
    const one = await just('video').catch(() => just('audio')).catch(() => null);
    if (!one) throw new DeviceError(cause);
    return one;
  }
}

export const closeDevices = media => media?.getTracks().forEach(track => track.stop());
