import { t } from '../text.js';

const EVERY_MS = 2000;

/** The facts of a connection for one line, asked of the room every two seconds while its view is there. */
export class Facts {
  /** @type {{text: string, minor: boolean}[]} minor ones are for those who have room */
  line = [];
  #view;
  #room;
  #timer;

  /** @param {() => import('peerstage-client').Room | null} room the one to ask, null while there is nothing to tell */
  constructor(view, room) {
    this.#view = view;
    this.#room = room;
    view.addController(this);
  }

  hostConnected() {
    this.#timer = setInterval(() => this.#ask(), EVERY_MS);
  }

  hostDisconnected() {
    clearInterval(this.#timer);
  }

  async #ask() {
    const room = this.#room();
    const stats = await room?.stats().catch(() => null);
    const line = stats ? inWords(stats, room.place) : [];
    if (JSON.stringify(line) === JSON.stringify(this.line)) return;
    this.line = line;
    this.#view.requestUpdate();
  }
}

function inWords({ height, fps, bitrate, rtt }, place) {
  return [
    height > 0 && { text: t('facts.height', { n: String(height) }) },
    fps > 0 && { text: t('facts.fps', { n: Math.round(fps) }), minor: true },
    bitrate > 0 && { text: t('facts.bitrate', { n: (bitrate / 1e6).toFixed(1) }) },
    rtt > 0 && { text: t('facts.rtt', { n: Math.round(rtt) }), minor: true },
    place?.depth > 0 && { text: t('facts.depth', { count: place.depth }), minor: true },
    place?.depth > 0 && place.children > 0 && { text: t('facts.children', { count: place.children }) },
  ].filter(Boolean);
}
