import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { ArrivalClock, AudioTimeLine, VideoTimeLine, ticksSince } = await import(new URL('media/time-lines.js', CLIENT));
const NEARLY_ROUND = 2 ** 32 - 1_000;

test('timestamps are compared modulo their size', () => {
  assert.equal(ticksSince(500, NEARLY_ROUND), 1_500);
  assert.equal(ticksSince(NEARLY_ROUND, 500), -1_500);
});

test('the jitter of the way is taken out of the arrival, and a clock that drifts is followed', () => {
  const clock = new ArrivalClock('video');
  const seen = [];
  for (let frame = 0; frame < 1_000; frame++) {
    const sent = frame * 50;
    const late = frame % 7 ? (frame * 13) % 30 : 0;
    // the other end's clock is slow by 100 parts in a million
    seen.push(clock.at((NEARLY_ROUND + sent * 90) >>> 0, 1_000 + sent * 1.0001 + late) - sent * 1.0001);
  }
  const settled = seen.slice(200);
  assert.ok(Math.max(...settled) - Math.min(...settled) < 5, `${Math.min(...settled)} to ${Math.max(...settled)}`);
});

test('a source that begins anew is taken as it comes', () => {
  const clock = new ArrivalClock('audio');
  clock.at(0, 1_000);
  assert.equal(clock.at(2_000_000_000, 1_020), 1_020);
});

test('pictures go onto the line of the sender\'s own encoder', () => {
  const line = new VideoTimeLine();
  assert.equal(line.ready, false);
  line.anchor(NEARLY_ROUND, 5_000);
  assert.equal(line.stamp('a', 5_100), 8_000);
  assert.equal(line.stamp('a', 5_150), 12_500);
  assert.equal(line.stamp('a', 5_120), 9_800, 'one that comes late keeps its place');
});

test('another source never goes back in time', () => {
  const line = new VideoTimeLine();
  line.anchor(0, 0);
  assert.equal(line.stamp('a', 1_000), 90_000);
  assert.equal(line.stamp('b', 900), 90_090);
  assert.equal(line.stamp('b', 950), 94_590, 'and keeps its own pace from there');
});

test('sound keeps its own timestamps, and changes its source by whole packets', () => {
  const line = new AudioTimeLine();
  assert.equal(line.stamp('a', 10_000, 1_000), 10_000);
  assert.equal(line.stamp('a', 10_960, 1_031), 10_960, 'jitter changes nothing');
  const other = line.stamp('b', 77_777, 1_093);
  assert.equal(other, 10_960 + 3 * 960);
  assert.equal(line.stamp('b', 78_737, 1_200), other + 960);
});
