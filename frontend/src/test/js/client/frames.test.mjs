import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { Feed } = await import(new URL('media/feed.js', CLIENT));
const { Outlet } = await import(new URL('media/outlet.js', CLIENT));
const { Tap } = await import(new URL('media/tap.js', CLIENT));
const { named, nameOf } = await import(new URL('media/frame-name.js', CLIENT));

/** A peer's pictures: `frames` come in 50 ms apart, and `out` is what each child was sent. */
function relay() {
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
  const child = ({ live = true, anchored = true } = {}) => {
    const sent = [];
    const outlet = new Outlet({
      kind: 'video', live, askForKey: () => feed.askForKey(),
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

test('a name goes with the picture and comes off again', () => {
  const picture = new Uint8Array([1, 2, 3]).buffer;
  const name = { encoding: 0xfedcba98, number: 7, base: 127 };
  const found = nameOf(named(picture, name, 2));
  assert.deepEqual([found.name, found.layer], [name, 2]);
  assert.deepEqual([...new Uint8Array(found.picture)], [1, 2, 3]);
  assert.equal(nameOf(picture), null);
  assert.equal(nameOf(new Uint8Array(40).buffer), null);
});

test('no name looks like the beginning of something in H.264', () => {
  for (const encoding of [0, 1, 0x100, 0x010000, 0xffffffff, 0x80000000]) {
    for (const number of [0, 1, 127, 128, 255, 256, 300, 511, 512, 65_536, 0x7fffffff, 0xffffffff]) {
      const bytes = named(new Uint8Array([0x65]).buffer, { encoding, number, base: 0 }, 2);
      assert.ok(!new Uint8Array(bytes).includes(0), `${encoding} ${number}`);
      assert.deepEqual(nameOf(bytes).name, { encoding, number, base: 0 });
      assert.equal(nameOf(bytes).layer, 2);
    }
  }
});

test('a child begins with a picture that needs no other, and asks for one', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  const { outlet, sent } = child({ live: false });
  arrive(source, { encoding: 1, number: 0, key: true });
  outlet.activate();
  assert.deepEqual(asked, ['p']);
  arrive(source, { encoding: 1, number: 1 });
  arrive(source, { encoding: 1, number: 2, key: true });
  arrive(source, { encoding: 1, number: 3 });
  assert.deepEqual(sent.map(({ encoded }) => encoded), [2, 3]);
});

test('a wish that the source did not hear is told again while pictures come that a child cannot begin with', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const from = tap('p');
  feed.follow(from);
  const { sent } = child();
  for (let number = 0; number < 12; number++) arrive(from, { number });
  assert.ok(asked.length >= 2 && asked.length <= 4, `${asked.length} in 600 ms`);
  assert.deepEqual(sent, []);
});

test('nothing goes out before the sender\'s own clock is known', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  const { outlet, sent } = child({ anchored: false });
  arrive(source, { encoding: 1, number: 0, key: true });
  assert.deepEqual([sent, asked], [[], []]);
  outlet.anchor(0, 1_000_050);
  outlet.anchor(4_500, 1_000_100);
  assert.deepEqual(asked, ['p'], 'then it is time to ask');
  arrive(source, { encoding: 1, number: 1, key: true });
  assert.equal(sent.length, 1);
});

test('a second parent of the same encoder goes on with the next picture, twice is once', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const [first, second] = [tap('p'), tap('q', 123_456)];
  feed.follow(first);
  const { sent } = child();
  for (let number = 0; number < 4; number++) arrive(first, { encoding: 1, number, key: number === 0 });
  feed.follow(second);
  for (let number = 2; number < 6; number++) arrive(second, { encoding: 1, number });
  assert.deepEqual(sent.map(({ encoded }) => encoded), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(asked, []);
  const steps = sent.slice(1).map(({ timestamp }, i) => timestamp - sent[i].timestamp);
  assert.ok(steps.every(step => step > 0), `${steps}`);
});

test('a second parent whose pictures do not fit on is waited for and asked, while the first goes on', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const [first, second] = [tap('p'), tap('q', 999)];
  feed.follow(first);
  const { sent } = child();
  arrive(first, { encoding: 1, number: 0, key: true });
  feed.follow(second);
  arrive(second, { encoding: 2, number: 50 });
  arrive(first, { encoding: 1, number: 1 });
  arrive(second, { encoding: 2, number: 51, key: true });
  arrive(first, { encoding: 1, number: 2 });
  arrive(second, { encoding: 2, number: 52 });
  assert.deepEqual(sent.map(({ encoded }) => encoded), [0, 1, 51, 52]);
  assert.deepEqual(asked, ['q']);
});

test('what came by the next source before it was to be followed is not lost', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const [first, second] = [tap('p'), tap('q', 123_456)];
  feed.follow(first);
  const { sent } = child();
  for (let number = 0; number < 4; number++) arrive(first, { encoding: 1, number, key: number === 0 });
  for (let number = 3; number < 6; number++) arrive(second, { encoding: 1, number, key: number === 3 });
  feed.follow(second);
  feed.forget(first);
  arrive(second, { encoding: 1, number: 6 });
  assert.deepEqual(sent.map(({ encoded }) => encoded), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(asked, []);
});

test('of another encoder it is what came from the last that needs no other on', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const [first, second] = [tap('p'), tap('q', 999)];
  feed.follow(first);
  const { sent } = child();
  arrive(first, { encoding: 1, number: 0, key: true });
  arrive(second, { encoding: 2, number: 50 });
  arrive(second, { encoding: 2, number: 51, key: true });
  arrive(second, { encoding: 2, number: 52 });
  feed.follow(second);
  arrive(first, { encoding: 1, number: 1 });
  arrive(second, { encoding: 2, number: 53 });
  assert.deepEqual(sent.map(({ encoded }) => encoded), [0, 51, 52, 53]);
  assert.deepEqual(asked, []);
});

test('of what came long before nothing is kept', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const [first, second] = [tap('p'), tap('q', 999)];
  feed.follow(first);
  const { sent } = child();
  arrive(first, { encoding: 1, number: 0, key: true });
  for (let number = 0; number < 60; number++) arrive(second, { encoding: 2, number, key: number === 0 });
  feed.follow(second);
  assert.deepEqual(sent.map(({ encoded }) => encoded), [0]);
  arrive(second, { encoding: 2, number: 60 });
  assert.deepEqual(asked, ['q']);
});

test('what stopped coming by a source long ago is not shown when that one is followed', () => {
  const { feed, tap, child, arrive, later } = relay();
  const [first, second] = [tap('p'), tap('q', 999)];
  feed.follow(first);
  const { sent } = child();
  arrive(first, { encoding: 1, number: 0, key: true });
  arrive(second, { encoding: 2, number: 50, key: true });
  later(5_000);
  feed.follow(second);
  arrive(first, { encoding: 1, number: 1 });
  arrive(second, { encoding: 2, number: 150, key: true });
  assert.deepEqual(sent.map(({ encoded }) => encoded), [0, 1, 150]);
});

test('pictures of a gap do not fit on, also where the encoder is the same', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const [first, second] = [tap('p'), tap('q')];
  feed.follow(first);
  const { sent } = child();
  arrive(first, { encoding: 1, number: 0, key: true });
  feed.forget(first);
  feed.follow(second);
  arrive(second, { encoding: 1, number: 4 });
  arrive(second, { encoding: 1, number: 5, key: true });
  assert.deepEqual(sent.map(({ encoded }) => encoded), [0, 5]);
  assert.deepEqual(asked, ['q']);
});

test('a source that is over leaves its place to nobody by itself', () => {
  const { feed, tap, child, arrive } = relay();
  const [first, second] = [tap('p'), tap('q')];
  feed.follow(first);
  const { sent } = child();
  arrive(first, { encoding: 1, number: 0, key: true });
  feed.forget(first);
  arrive(second, { encoding: 1, number: 1 });
  assert.equal(sent.length, 1);
});

test('who lost its parent gets what it has missed, and no key frame is made for it', () => {
  const { feed, tap, child, asked, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  const { outlet, sent } = child({ live: false });
  for (let number = 0; number < 10; number++) arrive(source, { encoding: 1, number, key: number === 0 });
  outlet.activate(feed.since({ encoding: 1, number: 5 }));
  arrive(source, { encoding: 1, number: 10 });
  assert.deepEqual(sent.map(({ encoded }) => encoded), [6, 7, 8, 9, 10]);
  assert.deepEqual(asked, []);
});

test('what is no longer remembered, or of another encoder, is not made up', () => {
  const { feed, tap, child, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  child({ live: false });
  for (let number = 0; number < 60; number++) arrive(source, { encoding: 1, number, key: number === 0 });
  assert.equal(feed.since({ encoding: 1, number: 5 }), null, 'three seconds ago');
  assert.equal(feed.since({ encoding: 2, number: 58 }), null);
  assert.equal(feed.since(null), null);
  assert.equal(feed.since({ encoding: 1, number: 57 }).length, 2);
  assert.deepEqual(feed.since({ encoding: 1, number: 59 }), []);
});

test('without anybody who stands by nothing is kept', () => {
  const { feed, tap, child, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  child();
  for (let number = 0; number < 5; number++) arrive(source, { encoding: 1, number, key: number === 0 });
  assert.equal(feed.since({ encoding: 1, number: 2 }), null);
});

test('key frames are asked for four times a second at most', () => {
  const { feed, tap, asked, later } = relay();
  feed.follow(tap('p'));
  for (let wish = 0; wish < 40; wish++) {
    feed.askForKey();
    later(50);
  }
  assert.equal(asked.length, 8);
});

test('a narrow child gets fewer layers at once, and more of them only where a picture needs none above', () => {
  const { feed, tap, child, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  const { outlet, sent } = child();
  const layers = [0, 2, 1, 2];
  const send = (from, to) => {
    for (let number = from; number < to; number++) arrive(source, { encoding: 1, number, key: number === 0, layer: layers[number % 4] });
  };
  send(0, 3);
  outlet.limit(0);
  send(3, 9);
  outlet.limit(2);
  send(9, 14);
  assert.deepEqual(sent.map(({ encoded }) => encoded), [0, 1, 2, 4, 8, 12, 13]);
  assert.equal(outlet.leftOut, 7);
});

test('names go to those alone who take them off', () => {
  const { feed, tap, child, arrive } = relay();
  const source = tap('p');
  feed.follow(source);
  const [one, other] = [child(), child()];
  other.outlet.takesNames = true;
  arrive(source, { encoding: 9, number: 0, key: true });
  assert.deepEqual([one.sent[0].name, other.sent[0].name], [null, { encoding: 9, number: 0, base: 0 }]);
});

test('sound changes its source at once', () => {
  const sent = [];
  const feed = new Feed({ kind: 'audio', now: () => 0 });
  feed.add(new Outlet({ kind: 'audio', live: true, askForKey: assert.fail, write: ({ encoded }) => sent.push(encoded) }));
  const tap = edge => new Tap({
    edge, kind: 'audio', feed, now: () => 0, askForKey: assert.fail,
    open: encoded => ({ encoded, name: null, key: true, layer: 0, bytes: 9, timestamp: 960 }),
  });
  const [first, second] = [tap('p'), tap('q')];
  feed.follow(first);
  first.arrive('a');
  feed.follow(second);
  first.arrive('b');
  second.arrive('c');
  assert.deepEqual(sent, ['a', 'c']);
});
