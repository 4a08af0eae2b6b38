import { CLIENT } from './fakes.mjs';

const { Feed } = await import(new URL('media/feed.js', CLIENT));
const { Outlet } = await import(new URL('media/outlet.js', CLIENT));
const { Tap } = await import(new URL('media/tap.js', CLIENT));

/** A peer's pictures: `frames` come in 50 ms apart, and `out` is what each child was sent. */
export function relay() {
  let now = 1_000_000;
  const feed = new Feed({ kind: 'video', now: () => now });
  const asked = [];
  const tap = (edge, base = 0) => new Tap({
    edge, kind: 'video', feed, now: () => now,
    open: ({ encoding, number, key = false, layer = 0, base = number % 128 }) => ({
      encoded: number, name: encoding === undefined ? null : { encoding, number, base }, key, layer, bytes: 100,
      timestamp: (base + number * 4_500) >>> 0, keep: () => number,
    }),
    askForKey: () => asked.push(edge),
  });
  const child = ({ live = true, anchored = true, own = false } = {}) => {
    const sent = [];
    const outlet = new Outlet({
      kind: 'video', live, askForKey: () => feed.askForKey(), lately: () => own ? feed.lately : null,
      write: ({ encoded }, timestamp, name) => sent.push({ encoded, timestamp, name }),
    });
    feed.add(outlet);
    if (anchored) {
      outlet.anchor(700, now);
      asked.length = 0;
      now += 1_000; // it may be asked again
    }
    return { outlet, sent };
  };
  return { feed, tap, child, asked, later: ms => { now += ms; }, arrive: (from, frame) => { now += 50; from.arrive(frame); } };
}
