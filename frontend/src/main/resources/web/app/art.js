import { html, nothing, svg } from 'lit';
import { Directive, directive } from 'lit/directive.js';

/** A sequence of numbers from 0 to 1 that a text always begins anew with: FNV-1a, then xorshift. */
export function dice(text) {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ character.codePointAt(0), 0x01000193);
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Pairs that pass into each other without grey between them, and are dark enough for white on top. */
const PAIRS = [
  ['#4c31d8', '#12b5a6'], ['#c2385f', '#f2a65a'], ['#1a63bd', '#6cd0ff'], ['#a8480a', '#f0bf5a'], ['#151c52', '#7b58d8'],
  ['#0f5c3f', '#8fce5f'], ['#7a1fa2', '#f0729a'], ['#0b4f6c', '#3fc8b4'], ['#8c1c3f', '#e8705a'], ['#27348b', '#5aa9f0'],
  ['#5b2a86', '#c77dff'], ['#065a60', '#7bd389'],
];

/** Two colours of a text's own. Set by script, for the page's policy allows no style attributes. */
const tint = directive(class extends Directive {
  update({ element }, [seed]) {
    const [a, b] = PAIRS[Math.floor(dice(seed)() * PAIRS.length)];
    element.style.setProperty('--a', a);
    element.style.setProperty('--b', b);
    return nothing;
  }

  render() {
    return nothing;
  }
});

/** What a browser may load as a picture here: https, or from this very server. */
export function pictureLink(link) {
  if (!link) return null;
  try {
    const { protocol, origin, href } = new URL(link, location.origin);
    return protocol === 'https:' || origin === location.origin ? href : null;
  } catch {
    return null;
  }
}

/** A picture that does not come leaves what is drawn beneath it. */
const overlaid = link => {
  const src = pictureLink(link);
  return src ? html`<img src=${src} alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" @error=${hide} @load=${reveal}>`
    : nothing;
};
const hide = ({ target }) => target.hidden = true;
const reveal = ({ target }) => target.hidden = false;

/** The picture of an account: its own, or one made from it. */
export const face = (account, imgLink, size = '') => html`
  <span class="face ${size}" ${tint(account)} aria-hidden="true">
    <svg viewBox="0 0 40 40">${constellation(account)}</svg>${overlaid(imgLink)}
  </span>`;

function constellation(account) {
  const roll = dice(account + '*');
  const points = [0, 1, 2].map(i => {
    const angle = 2 * Math.PI * (i / 3 + roll() / 4);
    const far = 7 + roll() * 6;
    return [20 + far * Math.cos(angle), 20 + far * Math.sin(angle), 2.2 + roll() * 3.4];
  });
  return [
    svg`<path d=${'M20 20L' + points.map(([x, y]) => `${x} ${y}`).join('M20 20L')} stroke="#fff" stroke-opacity=".65" stroke-width="1.6"
      fill="none"></path>`,
    points.map(([x, y, r]) => svg`<circle cx=${x} cy=${y} r=${r} fill="#fff" fill-opacity=".92"></circle>`),
  ];
}

/** The cover of a stream: its own, or a tree that grew from its id. */
export const cover = (id, imgLink) => html`
  <span class="art" ${tint(id)} aria-hidden="true">
    <svg viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice">${grown(id)}</svg>${overlaid(imgLink)}
  </span>`;

function grown(id) {
  const roll = dice(id + '~');
  const leftwards = roll() < .5;
  const root = [leftwards ? 292 : 28, 20 + roll() * 140];
  const towards = leftwards ? Math.PI : 0;
  const lines = [];
  const dots = [[...root, 11]];
  const grow = ([x, y], angle, reach, depth) => {
    const children = depth === 0 ? 4 : 2 + Math.floor(roll() * 2);
    for (let i = 0; i < children; i++) {
      const turned = angle + (i - (children - 1) / 2) * (depth === 0 ? .42 : .5) + (roll() - .5) * .2;
      const far = reach * (.85 + roll() * .4);
      const end = [x + far * Math.cos(turned), y + far * Math.sin(turned)];
      const bend = [x + far * .55 * Math.cos(angle), y + far * .55 * Math.sin(angle)];
      lines.push(`M${at(x, y)}Q${at(...bend)} ${at(...end)}`);
      dots.push([...end, 7 - depth * 1.9]);
      if (depth < 2) grow(end, turned, reach * .8, depth + 1);
    }
  };
  grow(root, towards, 92, 0);
  return [
    svg`<path d=${lines.join('')} stroke="#fff" stroke-opacity=".3" stroke-width="1.6" fill="none"></path>`,
    dots.map(([x, y, r], i) => svg`<circle cx=${x.toFixed(1)} cy=${y.toFixed(1)} r=${r.toFixed(1)} fill="#fff"
      fill-opacity=${i ? .5 : .95}></circle>`),
  ];
}

const at = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
