import { html, nothing } from 'lit';
import { View } from '../view.js';
import { Clock } from '../clock.js';
import { counter, isoLength } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const IDLE_MS = 3000;

/**
 * The picture, with its controls on it. `media` is shown while there is one; `self` is what a broadcaster shows: silent, never paused;
 * `mirrored` as one knows oneself. Tells `shown` with the first picture and `blocked` where the browser wants a click first.
 */
class LiveScreen extends View {
  static properties = {
    media: { attribute: false }, fed: { attribute: false }, self: { type: Boolean }, mirrored: { type: Boolean }, playing: { type: Boolean }, since: {},
      line: { attribute: false },
    backdrop: { attribute: false }, tags: { attribute: false }, overlay: { attribute: false }, buttons: { attribute: false },
    paused: { state: true }, muted: { state: true }, volume: { state: true }, silenced: { state: true }, blocked: { state: true },
      idle: { state: true }, full: { state: true }, apart: { state: true },
  };
  #awake;

  constructor() {
    super();
    this.volume = 1;
    this.paused = this.muted = this.silenced = this.blocked = this.idle = this.full = this.apart = false;
    new Clock(this);
  }

  connected(signal) {
    document.addEventListener('fullscreenchange', () => this.full = document.fullscreenElement === this.#frame, { signal });
  }

  get #video() {
    return this.querySelector('video');
  }

  get #frame() {
    return this.querySelector('.screen');
  }

  updated(changed) {
    if (changed.has('media') && this.#video.srcObject !== (this.media ?? null)) this.#show();
    // Safari stops where a track was exchanged.
    else if (changed.has('fed') && this.media && this.#video.paused && !this.paused && !this.blocked) this.#start();
  }

  #show() {
    this.#video.srcObject = this.media ?? null;
    this.paused = this.silenced = this.blocked = false;
    if (this.media) this.#start();
  }

  async #start() {
    const video = this.#video;
    video.muted = this.self || this.muted || this.silenced;
    try {
      await video.play();
    } catch (error) {
      if (error.name === 'NotAllowedError') await this.#playSilently(video);
    }
  }

  /** Browsers that refuse sound before a click mostly allow the picture. */
  async #playSilently(video) {
    video.muted = true;
    try {
      await video.play();
      this.silenced = true;
    } catch (error) {
      if (error.name !== 'NotAllowedError') return;
      this.blocked = true;
      this.tell('blocked');
    }
  }

  render() {
    return html`
      <div class="screen ${this.playing ? 'on' : ''} ${this.idle && !this.paused ? 'idle' : ''}" @pointermove=${this.#wake}
        @pointerdown=${this.#wake} @pointerleave=${this.#left} @focusin=${this.#wake}>
        <div class="backdrop">${this.backdrop}</div>
        <video data-testid="video" playsinline class=${this.mirrored ? 'mirrored' : ''} ?hidden=${!this.media}
          aria-label=${t(this.self ? 'screen.self' : 'screen.video')}
          @playing=${this.#pictured} @resize=${this.#pictured} @dblclick=${this.#toggleFull}
          @enterpictureinpicture=${() => this.apart = true} @leavepictureinpicture=${() => this.apart = false} @click=${this.#tapped}></video>
        <div class="tags">${this.tags}</div>
        ${this.blocked ? this.#bigPlay() : this.overlay}
        ${this.silenced && this.playing ? html`<button class="button sound" data-testid="unmute"
          @click=${this.#toggleSound}>${icon.noSound}${t('screen.sound-on')}</button>` : nothing}
        ${this.playing && !this.blocked ? this.#controls() : nothing}
      </div>`;
  }

  /** Sound may play before the first frame of the picture has come. */
  #pictured({ target: video }) {
    if (!video.paused && (video.videoWidth > 0 || this.media.getVideoTracks().length === 0)) this.tell('shown');
  }

  #bigPlay() {
    return html`<div class="overlay"><button class="big-play" data-testid="big-play" aria-label=${t('screen.play')}
      @click=${this.#play}>${icon.play}</button></div>`;
  }

  #controls() {
    const elapsed = this.since ? Date.now() - Date.parse(this.since) : 0;
    const silent = this.muted || this.silenced;
    const button = (glyph, label, click, id) => html`<button class="control" aria-label=${label} title=${label} data-testid=${id}
      @click=${click}>${glyph}</button>`;
    return html`
      <div class="controls" role="group" aria-label=${t('screen.controls')}>
        ${this.self ? this.buttons : html`
          ${button(this.paused ? icon.play : icon.pause, t(this.paused ? 'screen.play' : 'screen.pause'), this.#togglePlay, 'play')}
          ${button(silent ? icon.noSound : icon.sound, t(silent ? 'screen.unmute' : 'screen.mute'), this.#toggleSound, 'mute')}
          <input class="volume" type="range" min="0" max="1" step="0.05" aria-label=${t('screen.volume')}
            .value=${String(silent ? 0 : this.volume)} @input=${this.#setVolume}>`}
        ${this.since ? html`<time class="num" datetime=${isoLength(elapsed)} data-testid="timer">${counter(elapsed)}</time>` : nothing}
        <span class="spacer"></span>
        <span class="line num" data-testid="facts">${this.line?.map(({ text, minor }, i) => html`
          <span class=${minor ? 'minor' : ''}>${i ? ' · ' : ''}${text}</span>`)}</span>
        ${this.self || !document.pictureInPictureEnabled ? nothing
          : button(icon.window, t(this.apart ? 'screen.back' : 'screen.apart'), this.#toggleApart, 'picture-in-picture')}
        ${button(this.full ? icon.smallScreen : icon.fullScreen, t(this.full ? 'screen.small' : 'screen.full'), this.#toggleFull,
          'full-screen')}
      </div>`;
  }

  #wake() {
    clearTimeout(this.#awake);
    this.idle = false;
    this.#awake = setTimeout(() => this.idle = true, IDLE_MS);
  }

  #left({ pointerType }) {
    if (pointerType === 'mouse') this.idle = true; // a finger leaves with each tap
  }

  /** A finger's first tap shows the controls; a mouse already does. */
  #tapped(event) {
    if (event.pointerType === 'mouse' && this.playing && !this.self) this.#togglePlay();
  }

  async #play() {
    this.blocked = false;
    this.#video.muted = this.self || this.muted;
    await this.#video.play().catch(() => this.blocked = true);
    this.paused = false;
  }

  #togglePlay() {
    if (this.paused) return this.#play();
    this.#video.pause();
    this.paused = true;
  }

  #toggleSound() {
    const on = this.muted || this.silenced;
    this.muted = !on;
    this.silenced = false;
    if (on && this.volume === 0) this.volume = this.#video.volume = .5;
    this.#video.muted = this.muted;
  }

  #setVolume({ target }) {
    this.volume = this.#video.volume = Number(target.value);
    this.muted = this.#video.muted = this.volume === 0;
    this.silenced = false;
  }

  #toggleFull() {
    if (document.fullscreenElement) return document.exitFullscreen();
    // An iPhone has no full screen but the video's own.
    return this.#frame.requestFullscreen ? this.#frame.requestFullscreen() : this.#video.webkitEnterFullscreen?.();
  }

  /** A small window of its own, over all others. */
  async #toggleApart() {
    await (this.apart ? document.exitPictureInPicture() : this.#video.requestPictureInPicture()).catch(() => {}); // it was closed, or there is no picture yet
  }

  /** The keys that people know from other players; the stage listens for them. */
  shortcut(key) {
    const does = { k: () => !this.self && this.#togglePlay(), m: () => !this.self && this.#toggleSound(),
      f: () => this.#toggleFull() }[key];
    if (!this.playing || !does) return false;
    does();
    return true;
  }
}

customElements.define('live-screen', LiveScreen);
