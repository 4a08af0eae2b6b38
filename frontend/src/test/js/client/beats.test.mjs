import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, FakeClock } from './fakes.mjs';

const { Beats } = await import(new URL('beats.js', CLIENT));
const { FailOver } = await import(new URL('fail-over.js', CLIENT));

const [PARENT, STANDBY] = ['parent', 'standby'];

/** Both beat in step, the parent until it is told otherwise. */
function heard() {
  const clock = new FakeClock();
  const beats = new Beats(clock);
  const failOver = new FailOver(clock, beats);
  let n = 1_000;
  const beat = async (parent = true, standby = true) => {
    n++;
    if (parent) beats.hear(PARENT, { n, frames: n });
    if (standby) beats.hear(STANDBY, { n, frames: n });
    await clock.advance(100);
  };
  const missing = came => {
    failOver.saw(came);
    return failOver.isMissing(PARENT);
  };
  return { clock, beats, failOver, beat, missing, mustTake: () => failOver.mustTake(PARENT, STANDBY) };
}

test('each beat is passed on once, the newest alone', () => {
  const { beats } = heard();
  assert.equal(beats.hear(PARENT, { n: 5, frames: 1 }), true);
  assert.equal(beats.hear(STANDBY, { n: 5, frames: 1 }), false);
  assert.equal(beats.hear(STANDBY, { n: 4, frames: 1 }), false);
  assert.equal(beats.hear(STANDBY, { n: 6, frames: 1 }), true);
  assert.equal(beats.newest.n, 6);
});

test('another broadcaster whose clock is behind is believed', () => {
  const { beats } = heard();
  beats.hear(PARENT, { n: 10_000, frames: 9 });
  assert.equal(beats.hear(PARENT, { n: 9_000, frames: 0 }), true);
  assert.equal(beats.hear(PARENT, { n: 9_001, frames: 1 }), true);
});

test('a dead parent: silent for 300 ms, the standby three beats ahead', async () => {
  const { beat, mustTake } = heard();
  await beat();
  await beat(false);
  await beat(false);
  assert.equal(mustTake(), false);
  await beat(false);
  assert.equal(mustTake(), true);
});

test('a broadcaster who is away: nobody is ahead, nobody moves', async () => {
  const { beat, mustTake, failOver } = heard();
  await beat();
  failOver.quiet(1);
  for (let times = 0; times < 50; times++) await beat(false, false);
  assert.equal(mustTake(), false);
});

test('a broadcaster who is back is back sooner by one way than by another', async () => {
  const { beat, mustTake, failOver, clock } = heard();
  await beat();
  failOver.quiet(1);
  await clock.advance(1_000);
  for (let n = 0; n < 9; n++) {
    await beat(false);
    assert.equal(mustTake(), false);
  }
  await clock.advance(100);
  for (let n = 0; n < 6; n++) await beat(false);
  assert.equal(mustTake(), true, 'it does not come back at all');
});

test('neither picture nor sound: one beat ahead is enough, unless they come back', async () => {
  const { beat, mustTake, failOver } = heard();
  await beat();
  await beat(false);
  assert.equal(mustTake(), false);
  failOver.quiet(1);
  assert.equal(mustTake(), true);
  failOver.saw({ frames: 1, newest: null });
  assert.equal(mustTake(), false);
});

test('a parent that has nothing itself beats on, and is not left because the beats of another come a moment sooner', async () => {
  const { beats, beat, mustTake, failOver, clock } = heard();
  await beat();
  failOver.quiet(1);
  beats.hear(STANDBY, { n: beats.newest.n + 1, frames: 1 });
  assert.equal(mustTake(), false);
  await clock.advance(60);
  assert.equal(mustTake(), true, 'its own does not come');
});

test('a parent that lags by a second is left, one that lags a little is not', async () => {
  const { beats, mustTake } = heard();
  beats.hear(STANDBY, { n: 1_010, frames: 1 });
  beats.hear(PARENT, { n: 1_001, frames: 1 });
  assert.equal(mustTake(), false);
  beats.hear(STANDBY, { n: 1_011, frames: 1 });
  assert.equal(mustTake(), true);
});

test('who does not beat is never taken for dead', async () => {
  const { beats, mustTake } = heard();
  for (let n = 1; n < 50; n++) beats.hear(STANDBY, { n, frames: n });
  assert.equal(mustTake(), false);
});

test('frames that were announced a second ago and did not come are missing', async () => {
  const { clock, beats, missing } = heard();
  for (let n = 0; n < 30; n++) {
    beats.hear(PARENT, { n, frames: n * 2, encoding: 7 });
    await clock.advance(100);
  }
  assert.equal(missing({ frames: 3, newest: { encoding: 7, number: 57 } }), false);
  assert.equal(missing({ frames: 3, newest: { encoding: 7, number: 45 } }), false, 'half a second late');
  assert.equal(missing({ frames: 3, newest: { encoding: 7, number: 20 } }), true);
});

test('a camera that is off announces nothing', async () => {
  const { clock, beats, missing } = heard();
  for (let n = 0; n < 40; n++) {
    beats.hear(PARENT, { n, frames: 58, encoding: 7 });
    await clock.advance(100);
    assert.equal(missing({ frames: 3, newest: { encoding: 7, number: 57 } }), false);
    assert.equal(missing({ frames: 3, newest: null }), false);
  }
});

test('without names it is a second without any frame', async () => {
  const { clock, beats, missing } = heard();
  const seen = [];
  for (let n = 0; n < 25; n++) {
    beats.hear(PARENT, { n, frames: n * 2 });
    seen.push(missing({ frames: Math.min(n, 12), newest: null }));
    await clock.advance(100);
  }
  assert.equal(seen.indexOf(true), 22);
});

test('who is fed by the broadcaster itself is more patient: others have no more', async () => {
  const { clock, beats, failOver, missing } = heard();
  failOver.isFirst = true;
  const seen = [];
  for (let n = 0; n < 50; n++) {
    beats.hear(PARENT, { n, frames: n * 2, encoding: 7 });
    seen.push(missing({ frames: 9, newest: { encoding: 7, number: 8 } }));
    await clock.advance(100);
  }
  assert.equal(seen.indexOf(true), 35);
});

test('no more is announced to those below than came here', async () => {
  const { clock, failOver } = heard();
  const pass = (frames, encoding = 7) => failOver.passed({ n: 1, frames, encoding }).frames;
  assert.equal(pass(5), 5, 'nothing is known yet');
  failOver.saw({ frames: 10, newest: { encoding: 7, number: 9 } });
  assert.deepEqual([pass(10), pass(9), pass(40)], [10, 9, 10]);
  assert.equal(pass(3, 8), 3, 'another encoder has begun');
  await clock.advance(300);
  assert.equal(pass(20, 8), 3, 'and nothing of it has come');
  failOver.saw({ frames: 11, newest: { encoding: 8, number: 19 } });
  assert.equal(pass(20, 8), 20);
});

test('without names it is no more than when the last frame came', async () => {
  const { clock, failOver } = heard();
  const pass = frames => failOver.passed({ n: 1, frames }).frames;
  failOver.saw({ frames: 1, newest: null });
  assert.equal(pass(7), 7);
  await clock.advance(300);
  assert.deepEqual([pass(8), pass(9)], [7, 7]);
  failOver.saw({ frames: 2, newest: null });
  assert.equal(pass(10), 10);
});
