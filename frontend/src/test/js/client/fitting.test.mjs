import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { Fitting } = await import(new URL('media/fitting.js', CLIENT));
const RATES = [200_000, 120_000, 240_000];

/** Looked at twice a second; `seen` are the layers that were sent. */
function child() {
  const fitting = new Fitting(3);
  const all = { seen: [], starved: false, now: 1_000_000 };
  all.measure = (bears, delay, times = 1) => {
    for (let i = 0; i < times; i++) {
      all.now += 500;
      all.starved = fitting.fit({ bears, delay, rates: RATES, now: all.now });
      all.seen.push(fitting.layer);
    }
    return fitting.layer;
  };
  return all;
}

test('who bears all of it gets all', () => {
  assert.equal(child().measure(2_000_000, 5, 100), 2);
});

test('layers go at once, as many as must', () => {
  const { measure } = child();
  assert.equal(measure(500_000, 20), 1);
  assert.equal(child().measure(350_000, 20), 0);
});

test('while packets wait less is sent than the way bears, so that the queue empties', () => {
  assert.equal(child().measure(500_000, 20), 1);
  assert.equal(child().measure(500_000, 400), 0);
});

test('one layer more is tried where nothing waits, though nobody says that it fits', () => {
  const { measure, seen } = child();
  measure(300_000, 20);
  measure(300_000, 20, 8);
  assert.equal(seen.at(-1), 1);
  assert.equal(measure(300_000, 400), 0, 'and given up as soon as packets wait');
  measure(300_000, 20, 15);
  assert.equal(seen.at(-1), 0, 'the next try comes later');
  assert.equal(measure(300_000, 20), 1);
});

test('when the way is wide again all is back within 15 s', () => {
  const { measure, seen } = child();
  for (let round = 0; round < 4; round++) {
    measure(300_000, 20, 22);
    measure(300_000, 400);
  }
  const begin = seen.length;
  for (let bears = 320_000; seen.length < begin + 30; bears += 17_000) measure(bears, 5);
  assert.ok(seen.slice(begin).includes(2), `${seen.slice(begin)}`);
});

test('who cannot even bear the lowest is starved after 8 s, and not before', () => {
  const { measure } = child();
  const all = child();
  measure(100_000, 20, 20);
  all.measure(100_000, 500, 16);
  assert.equal(all.starved, false);
  all.measure(100_000, 500, 1);
  assert.equal(all.starved, true);
});
