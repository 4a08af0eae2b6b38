const TOP = 22;
const LEVEL = 62;
const RADII = [13, 9, 7, 5, 4];
/** Leaves stand no further apart than this, so that a small tree stays in the middle. */
const WIDEST = 72;

/**
 * Where each peer of a relay tree is drawn: a level a row, leaves side by side, parents above the middle of their children.
 * @param {{peer: string, parent?: string, depth: number}[]} peers the highest first, as the server tells them
 * @param {{width: number, most: number}} how `most`: peers that are drawn
 * @returns {{places: {seat: object, x: number, y: number, r: number, from: object | null}[], height: number}}
 */
export function layOut(peers, { width, most }) {
  const places = new Map();
  const roots = [];
  for (const seat of peers.slice(0, most)) {
    const from = seat.parent === undefined ? null : places.get(seat.parent);
    if (from === undefined) continue; // on its way: nobody feeds it whom we know
    const r = RADII[Math.min(seat.depth, RADII.length - 1)];
    const place = { seat, from, below: [], r, x: 0, y: TOP + seat.depth * LEVEL };
    places.set(seat.peer, place);
    (from ? from.below : roots).push(place);
  }
  const source = roots.find(({ seat }) => seat.depth === 0);
  if (!source) return { places: [], height: 2 * TOP };
  let leaves = 0;
  const stand = place => {
    place.below.forEach(stand);
    place.x = place.below.length ? (place.below[0].x + place.below.at(-1).x) / 2 : leaves++;
  };
  stand(source);
  const apart = Math.min(WIDEST, (width - 2 * TOP) / Math.max(1, leaves - 1));
  const left = (width - apart * (leaves - 1)) / 2;
  const drawn = [...places.values()].filter(place => place === source || place.from);
  for (const place of drawn) place.x = left + place.x * apart;
  return { places: drawn, height: Math.max(...drawn.map(({ y }) => y)) + TOP };
}

/** A curve from a parent down to its child. */
export const curve = ({ x, y, from }) => {
  const middle = (from.y + y) / 2;
  return `M${from.x} ${from.y}C${from.x} ${middle} ${x} ${middle} ${x} ${y}`;
};
