import { closeDevices, listDevices, openDevice, openDevices, openScreen, resize, wantHeight } from './devices.js';
import { Mixed } from './mixing.js';

/**
 * What a broadcaster shows: camera and microphone, or a screen instead of the camera, with its sound beside the microphone's. `change`
 * is dispatched when it is something else, or is muted, or there are other devices to choose from.
 */
export class OwnMedia extends EventTarget {
  /** @type {MediaStream | null} one picture and one sound at most; another object whenever it is something else */
  shown = null;
  /** @type {import('./devices.js').DeviceError | null} */
  fault = null;
  /** @type {{audio: MediaDeviceInfo[], video: MediaDeviceInfo[]}} */
  devices = { audio: [], video: [] };
  /** By kind, of camera and microphone. */
  #tracks = { audio: null, video: null };
  #screen = null;
  #mixed = null;
  #opening = null;
  #closed = 0;
  #open = false;

  /** Shows the camera to its owner only. */
  open() {
    return this.#opening ??= this.#openAll().finally(() => this.#opening = null);
  }

  close() {
    this.#closed++;
    this.#open = false;
    closeDevices(this.shown);
    for (const track of Object.values(this.#tracks)) track?.stop();
    closeDevices(this.#screen);
    this.#tracks = { audio: null, video: null };
    this.#screen = null;
    navigator.mediaDevices?.removeEventListener('devicechange', this.#devicesChanged);
    this.#compose();
  }

  get sharing() {
    return this.#screen !== null;
  }

  /** @param {'audio' | 'video'} kind @returns {boolean | null} null where there is no such device */
  isOn(kind) {
    return this.#muted(kind)?.enabled ?? null;
  }

  toggle(kind) {
    const track = this.#muted(kind);
    if (track) track.enabled = !track.enabled;
    this.#changed();
  }

  /** How large the camera's picture is, in lines; null while there is none. */
  get height() {
    return this.#tracks.video?.getSettings().height ?? null;
  }

  /** The sound of the microphone, to be measured. @type {MediaStreamTrack | null} */
  get microphone() {
    return this.#tracks.audio;
  }

  /** Now, and the next time. Rejects with a {@link DeviceError}. */
  async resize(height) {
    wantHeight(height);
    if (this.#tracks.video) await resize(this.#tracks.video, height);
    this.#changed();
  }

  /** The id of the device that is open. */
  chosen(kind) {
    return this.#tracks[kind]?.getSettings().deviceId ?? '';
  }

  /** Another camera or microphone. Rejects with a {@link DeviceError}; the former stays then. */
  async choose(kind, deviceId) {
    const turn = this.#closed;
    const media = await openDevice(kind, deviceId);
    if (turn !== this.#closed) return closeDevices(media);
    this.#take(media);
  }

  /** A screen, a window or a tab, with its sound where the browser gives it. Rejects with a {@link DeviceError}. */
  async share() {
    const turn = this.#closed;
    const screen = await openScreen();
    if (!screen) return;
    if (turn !== this.#closed) return closeDevices(screen);
    closeDevices(this.#screen);
    this.#screen = screen;
    const [picture] = screen.getVideoTracks();
    if ('contentHint' in picture) picture.contentHint = 'detail';
    picture.addEventListener('ended', () => this.#screen === screen && this.unshare()); // by the browser's own button
    this.#compose();
  }

  unshare() {
    closeDevices(this.#screen);
    this.#screen = null;
    this.#compose();
  }

  async #openAll() {
    if (this.#open) return;
    this.fault = null;
    this.#changed();
    const turn = this.#closed;
    try {
      const media = await openDevices();
      if (turn !== this.#closed) return closeDevices(media);
      this.#open = true;
      navigator.mediaDevices.addEventListener('devicechange', this.#devicesChanged);
      this.#take(media);
      this.#devicesChanged();
    } catch (error) {
      this.fault = error;
    }
    this.#changed();
  }

  #take(media) {
    for (const track of media.getTracks()) {
      const { kind } = track;
      const former = this.#tracks[kind];
      track.enabled = former?.enabled ?? true;
      this.#tracks[kind] = track;
      former?.stop();
      track.addEventListener('ended', () => this.#tracks[kind] === track && this.#unplugged(kind));
    }
    this.#compose();
  }

  /** Another one of its kind goes on, if there is any. */
  async #unplugged(kind) {
    const former = this.#tracks[kind];
    this.#tracks[kind] = null;
    this.#compose();
    const turn = this.#closed;
    const media = await openDevice(kind).catch(() => null);
    if (!media) return;
    if (turn !== this.#closed || this.#tracks[kind]) return closeDevices(media);
    for (const track of media.getTracks()) track.enabled = former.enabled;
    this.#take(media);
  }

  /** One that was plugged in can be chosen; it is taken by itself only where there was none. */
  #devicesChanged = async () => {
    this.devices = await listDevices();
    if (!this.#open) return;
    for (const kind of ['audio', 'video']) {
      if (!this.#tracks[kind] && this.devices[kind].length) await this.choose(kind).catch(() => {});
    }
    this.#changed();
  };

  /** The picture that is seen, and the microphone. */
  #muted(kind) {
    return (kind === 'video' && this.#screen?.getVideoTracks()[0]) || this.#tracks[kind];
  }

  #compose() {
    this.#mixed?.close();
    this.#mixed = null;
    const picture = this.#screen?.getVideoTracks()[0] ?? this.#tracks.video;
    const sounds = [this.#tracks.audio, this.#screen?.getAudioTracks()[0]].filter(Boolean);
    if (sounds.length > 1) this.#mixed = new Mixed(sounds);
    const tracks = [picture, this.#mixed?.track ?? sounds[0]].filter(Boolean);
    this.shown = tracks.length ? new MediaStream(tracks) : null;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
