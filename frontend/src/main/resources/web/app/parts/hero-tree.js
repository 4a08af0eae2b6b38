import { html, svg } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../view.js';
import { t } from '../text.js';

const BROADCASTER_FEEDS = 4;
const VIEWER_FEEDS = 3;
const WIDTH = 540;
const TOP = [WIDTH / 2, 0];
/** Where each level stands, by how many there are. */
const ROWS = [[150], [105, 225], [80, 165, 250], [62, 130, 198, 262]];
const RADII = [9, 6.5, 4.2, 2.6];
const MOST = 160;

/** How a crowd is fed: the reader moves the audience, and sees that the broadcaster's part stays the same. */
class HeroTree extends View {
  static properties = { watching: { state: true } };

  constructor() {
    super();
    this.watching = 40;
  }

  render() {
    const viewers = plant(this.watching);
    const uploads = Math.min(this.watching, BROADCASTER_FEEDS);
    const depth = viewers.at(-1).level + 1;
    const facts = { uploads, passed: this.watching - uploads, depth };
    return html`
      <figure class="panel hero-tree">
        <svg viewBox="0 -30 540 320" role="img" aria-label=${t('tree.picture', { watching: this.watching, ...facts })}>
          ${repeat(viewers, viewer => viewer.key, ({ from, to }) => svg`<path class="edge"
            d=${`M${from[0]} ${from[1]}C${from[0]} ${middle(from, to)} ${to[0]} ${middle(from, to)} ${to[0]} ${to[1]}`}></path>`)}
          ${repeat(viewers, viewer => viewer.key, ({ to, level, feeds }) => svg`
            <circle class=${feeds ? 'relay' : 'leaf'} cx=${to[0]} cy=${to[1]} r=${RADII[level]}></circle>`)}
          <circle class="root" cx=${TOP[0]} cy=${TOP[1]} r="14"></circle>
          <text x=${TOP[0] + 24} y="5">${t('tree.you')}</text>
        </svg>
        <figcaption>
          <label for="crowd">${t('tree.crowd')} <output class="num">${this.watching}</output></label>
          <input id="crowd" type="range" min="1" max=${MOST} .value=${String(this.watching)}
            @input=${({ target }) => this.watching = Number(target.value)}>
          <dl class="facts">${Object.entries(facts).map(([name, value]) => html`
            <div><dt>${t(`tree.${name}`)}</dt><dd class="num">${value}</dd></div>`)}</dl>
        </figcaption>
      </figure>`;
  }
}

/** Viewers by level, each row filled evenly under the one above, as the server would place them. */
function plant(count) {
  const rows = [];
  let parents = [{ key: '', at: TOP }];
  for (let level = 0, left = count; left > 0; level++) {
    const room = BROADCASTER_FEEDS * VIEWER_FEEDS ** level;
    const size = Math.min(left, room);
    const row = [];
    parents.forEach((parent, place) => {
      const feeds = Math.ceil((size - place) / parents.length);
      parent.feeds = feeds > 0;
      for (let i = 0; i < feeds; i++) {
        const x = parent.at[0] + (i - (feeds - 1) / 2) * WIDTH / room;
        row.push({ key: `${parent.key}.${i}`, level, parent, x, feeds: false, at: [x, 0] });
      }
    });
    rows.push(row);
    parents = row;
    left -= size;
  }
  const heights = ROWS[rows.length - 1];
  for (const viewer of rows.flat()) {
    viewer.at = viewer.to = [Math.round(viewer.x * 10) / 10, heights[viewer.level]];
    viewer.from = viewer.parent.at;
  }
  return rows.flat();
}

const middle = (from, to) => (from[1] + to[1]) / 2;

customElements.define('hero-tree', HeroTree);
