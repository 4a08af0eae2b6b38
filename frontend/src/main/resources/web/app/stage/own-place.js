import { html, nothing, svg } from 'lit';
import { View } from '../view.js';
import { t } from '../text.js';

const EVERY_MS = 2_000;
const WIDTH = 720;
const MIDDLE = 40;
const MEGABYTE = 1e6;

/** How the picture reaches a viewer, and what it passes on; with what a person may choose about that. */
class OwnPlace extends View {
  static properties = { room: { attribute: false }, place: { state: true }, stats: { state: true } };

  connected(signal) {
    const timer = setInterval(() => this.#look(), EVERY_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
    this.#look();
  }

  async #look() {
    if (!this.room || document.hidden) return;
    this.place = this.room.place;
    this.stats = await this.room.stats().catch(() => null);
  }

  render() {
    const { place, stats } = this;
    if (!place) return nothing;
    const { relay } = this.room;
    const facts = {
      source: place.parent ? t(place.depth === 1 ? 'own-place.from-broadcaster' : 'own-place.from-viewer') : t('own-place.from-nobody'),
      hops: place.depth > 0 ? String(place.depth) : '–',
      latency: stats?.rtt > 0 ? t('facts.rtt', { n: stats.rtt }) : '–',
      standby: t(place.standby ? 'own-place.ready' : 'own-place.none'),
      passed: t('own-place.megabytes', { n: ((stats?.relayedBytes ?? 0) / MEGABYTE).toFixed(1), count: place.children }),
    };
    return html`
      <section class="panel own-place" data-testid="own-place" data-depth=${place.depth} data-children=${place.children}>
        <h2>${t('own-place.title')}</h2>
        ${place.depth > 0 ? this.#way(place) : nothing}
        <dl class="facts">${Object.entries(facts).map(([name, value]) => html`
          <div><dt>${t(`own-place.${name}`)}</dt><dd class="num" data-testid="own-${name}">${value}</dd></div>`)}</dl>
        <div class="wishes">
          <label class="wish"><input type="checkbox" data-testid="relay" .checked=${relay} ?disabled=${this.room.relayOnly}
            @change=${({ target }) => this.#pass(target.checked)}>
            <span><b>${t('own-place.relay')}</b><small>${t('own-place.relay-text')}</small></span></label>
          <label class="wish"><input type="checkbox" data-testid="hide-address" .checked=${this.room.relayOnly}
            ?disabled=${!this.room.canHideAddress && !this.room.relayOnly} @change=${({ target }) => this.tell('hide-address', target.checked)}>
            <span><b>${t('own-place.hide')}</b><small>${t(this.room.canHideAddress ? 'own-place.hide-text' : 'own-place.hide-no')}</small></span></label>
        </div>
      </section>`;
  }

  /** From the broadcaster over those in between to here, and on. */
  #way({ depth, children }) {
    const hops = depth + (children ? 1 : 0);
    const at = n => 24 + n * (WIDTH - 48) / Math.max(2, hops);
    const middle = (n, y) => `M${at(n)} ${MIDDLE}C${(at(n) + at(n + 1)) / 2} ${MIDDLE} ${(at(n) + at(n + 1)) / 2} ${y} ${at(n + 1)} ${y}`;
    const fan = Array.from({ length: children }, (_, i) => MIDDLE + (i - (children - 1) / 2) * Math.min(16, 64 / children));
    return html`<svg viewBox="0 0 ${WIDTH} ${2 * MIDDLE}" role="img" aria-label=${t('own-place.picture', { depth, children })}>
      ${Array.from({ length: depth }, (_, n) => svg`<path class="edge way" d=${middle(n, MIDDLE)}></path>`)}
      ${fan.map(y => svg`<path class="edge" d=${middle(depth, y)}></path><circle class="leaf" cx=${at(depth + 1)} cy=${y} r="4"></circle>`)}
      ${Array.from({ length: depth - 1 }, (_, n) => svg`<circle class="passthrough" cx=${at(n + 1)} cy=${MIDDLE} r="8"></circle>`)}
      <circle class="root" cx=${at(0)} cy=${MIDDLE} r="12"></circle>
      <circle class="you" cx=${at(depth)} cy=${MIDDLE} r="10"></circle>
      <text x=${at(depth)} y=${MIDDLE + 28} text-anchor="middle">${t('tree.you')}</text>
    </svg>`;
  }

  #pass(willing) {
    this.room.relay = willing;
    this.requestUpdate();
  }
}

customElements.define('own-place', OwnPlace);
