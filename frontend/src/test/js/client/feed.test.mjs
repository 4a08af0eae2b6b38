import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';
import { relay } from './relay.mjs';

const { Feed } = await import(new URL('media/feed.js', CLIENT));
const { Outlet } = await import(new URL('media/outlet.js', CLIENT));
const { Tap } = await import(new URL('media/tap.js', CLIENT));

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
