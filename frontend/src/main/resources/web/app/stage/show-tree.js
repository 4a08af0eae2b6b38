import { html, nothing, svg } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../view.js';
import { stage } from '../peerstage.js';
import { curve, layOut } from './tree-layout.js';
import { t } from '../text.js';

const EVERY_MS = 2_000;
const WIDTH = 720;
/** More are told as a number. */
const MOST = 300;
const LOSSY = 0.02;
const SHORT = 6;

/** Who feeds whom in one's own show, as the server knows it: asked every two seconds while the page is seen. */
class ShowTree extends View {
  static properties = { stream: {}, room: { state: true }, chosen: { state: true } };
  #asking = false;

  connected(signal) {
    const timer = setInterval(() => this.#ask(), EVERY_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
    this.#ask();
  }

  async #ask() {
    if (this.#asking || document.hidden) return;
    this.#asking = true;
    this.room = await stage.getStreamRoom(this.stream).catch(() => this.room); // the next comes soon
    this.#asking = false;
  }

  render() {
    if (!this.room) return nothing;
    const { peers, depths, waiting } = this.room;
    const { places, height } = layOut(peers, { width: WIDTH, most: MOST });
    const watching = Math.max(0, depths.reduce((sum, count) => sum + count, 0) - 1);
    const fed = depths[1] ?? 0;
    const seen = { watching, fed, levels: Math.max(0, depths.length - 1) };
    const chosen = peers.find(({ peer }) => peer === this.chosen);
    return html`
      <section class="panel show-tree" data-testid="show-tree" data-watching=${watching} data-fed=${fed}>
        <h2>${t('show-tree.title')} <span class="soft num">${t('show-tree.sum', seen)}</span></h2>
        <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${t('show-tree.picture', seen)}>
          ${repeat(places.filter(({ from }) => from), ({ seat }) => seat.peer, place => svg`
            <path class="edge ${place.seat.loss > LOSSY ? 'lossy' : ''} ${this.#isOnWay(place.seat, chosen, peers) ? 'way' : ''}"
              d=${curve(place)}></path>`)}
          ${repeat(places, ({ seat }) => seat.peer, ({ seat, x, y, r }) => svg`
            <circle class="${kind(seat)} ${seat.connected ? '' : 'away'} ${seat.peer === this.chosen ? 'chosen' : ''}" cx=${x} cy=${y} r=${r}
              data-peer=${seat.peer} @click=${() => this.#choose(seat.peer)}><title>${words(seat).join(' · ')}</title></circle>`)}
        </svg>
        <p class="legend soft small" aria-hidden="true">
          ${['passthrough', 'track', 'leaf', 'lossy'].map(each => html`<span class=${each}>${t(`show-tree.${each}`)}</span>`)}</p>
        ${chosen ? html`<p class="num" role="status" data-testid="chosen-peer">${words(chosen).join(' · ')}</p>` : nothing}
        ${waiting || peers.length > places.length ? html`<p class="soft small num">${[
          waiting ? t('show-tree.waiting', { count: waiting }) : '',
          peers.length > places.length ? t('show-tree.more', { count: peers.length - places.length }) : ''].filter(Boolean).join(' · ')}</p>`
          : nothing}
        ${this.#table(peers)}
      </section>`;
  }

  /** The same for those who read. */
  #table(peers) {
    const viewers = peers.filter(({ depth, parent }) => depth > 0 && parent);
    if (!viewers.length) return nothing;
    const columns = ['peer', 'from', 'hops', 'feeds', 'rtt', 'loss', 'bitrate'];
    return html`
      <details><summary>${t('show-tree.table')}</summary>
        <div class="scrolls" tabindex="0" role="group" aria-label=${t('show-tree.table')}><table class="num">
          <thead><tr>${columns.map(name => html`<th scope="col">${t(`show-tree.column-${name}`)}</th>`)}</tr></thead>
          <tbody>${repeat(viewers.slice(0, MOST), ({ peer }) => peer, seat => html`<tr>
            <th scope="row">${seat.peer.slice(0, SHORT)}</th><td>${seat.depth === 1 ? t('show-tree.you') : seat.parent.slice(0, SHORT)}</td>
            <td>${seat.depth}</td><td>${seat.children ? `${seat.children} · ${t(`show-tree.${seat.mode}`)}` : '–'}</td>
            <td>${Math.round(seat.rtt)} ms</td><td>${percent(seat.loss)}</td><td>${rate(seat.bitrate)}</td></tr>`)}</tbody>
        </table></div>
      </details>`;
  }

  #choose(peer) {
    this.chosen = this.chosen === peer ? undefined : peer;
  }

  /** Of the way by which the picture comes to the one that was chosen. */
  #isOnWay(seat, chosen, peers) {
    for (let at = chosen; at; at = peers.find(({ peer }) => peer === at.parent)) if (at === seat) return true;
    return false;
  }
}

const kind = ({ depth, children, mode }) => depth === 0 ? 'root' : children === 0 ? 'leaf' : mode;
const percent = share => `${(100 * share).toFixed(share > 0 && share < .1 ? 1 : 0)} %`;
const rate = bits => `${(bits / 1e6).toFixed(1)} Mbit/s`;

function words({ peer, depth, children, mode, rtt, loss, bitrate, connected }) {
  if (depth === 0) return [t('show-tree.you'), t('facts.children', { count: children })];
  return [
    t('show-tree.viewer', { id: peer.slice(0, SHORT) }),
    t('facts.depth', { count: depth }),
    children && t('facts.children', { count: children }),
    children && t(`show-tree.${mode}`),
    t('facts.rtt', { n: Math.round(rtt) }),
    t('show-tree.lost', { share: percent(loss) }),
    rate(bitrate),
    !connected && t('show-tree.away'),
  ].filter(Boolean);
}

customElements.define('show-tree', ShowTree);
