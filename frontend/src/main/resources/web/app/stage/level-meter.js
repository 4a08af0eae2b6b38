import { html } from 'lit';
import { View } from '../view.js';
import { t } from '../text.js';

/** A full bar; speech close to a microphone comes to about -20 dBFS. */
const QUIETEST_DB = -60;
const LOUDEST_DB = -6;
const HEARD_DB = -50;
/** Who says nothing for so long, with the microphone on, may have chosen another one. */
const SILENT_MS = 5_000;
const SAID_MS = 1_000;

/** How loud a microphone is, and a word if nothing comes from it. */
class LevelMeter extends View {
  static properties = { track: { attribute: false }, level: { state: true }, silent: { state: true } };
  #context;
  #stop = () => {};

  constructor() {
    super();
    this.level = 0;
    this.silent = false;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#listenTo(null);
  }

  updated(changed) {
    if (changed.has('track')) this.#listenTo(this.track);
  }

  #listenTo(track) {
    this.#stop();
    this.#context?.close();
    this.#context = null;
    this.silent = false;
    if (!track) return;
    const context = this.#context = new AudioContext();
    context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 1024 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let [heardAt, saidAt, frame] = [performance.now(), 0, 0];
    const look = now => {
      frame = requestAnimationFrame(look);
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const db = 10 * Math.log10(power + 1e-12);
      const part = Math.min(1, Math.max(0, (db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)));
      this.querySelector('i')?.style.setProperty('--part', part.toFixed(2));
      if (db > HEARD_DB || !track.enabled) heardAt = now;
      if (now - saidAt < SAID_MS) return;
      saidAt = now;
      this.level = Math.round(part * 100);
      this.silent = now - heardAt > SILENT_MS;
    };
    frame = requestAnimationFrame(look);
    this.#stop = () => cancelAnimationFrame(frame);
  }

  render() {
    return html`
      <span class="level" role="meter" aria-label=${t('host.level')} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${this.level} data-testid="level"><i></i></span>
      <span class="soft small" role="status">${this.silent ? t('host.nothing-heard') : ''}</span>`;
  }
}

customElements.define('level-meter', LevelMeter);
