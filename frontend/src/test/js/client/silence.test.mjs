import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from './fakes.mjs';
import { flowing, watching } from './people.mjs';

/** How often a peer complained of an edge. */
const complaints = (to, edge = 'e1') => to('signaling.edge').filter(each => each.edge === edge && each.state === 'failed').length;

/** A viewer whose source flows. */
async function fed(depth) {
  const all = await watching();
  all.source = flowing(all.connection, all.clock);
  if (depth) await all.tell('place', { parent: 'them', depth, children: 0 });
  await all.clock.advance(3_000);
  return all;
}

test('a source that flows is not complained of', async () => {
  const { clock, to } = await fed();
  await clock.advance(60_000);
  assert.equal(complaints(to), 0);
});

test('a parent that is silent for a second has failed', async () => {
  const { clock, to, source } = await fed();
  source.still();
  await clock.advance(900);
  assert.equal(complaints(to), 0);
  await clock.advance(400);
  assert.equal(complaints(to), 1);
});

test('the deeper, the more patient: those right below a fault move first', async () => {
  const { clock, to, source } = await fed(3);
  source.still();
  await clock.advance(1_700);
  assert.equal(complaints(to), 0);
  await clock.advance(400);
  assert.equal(complaints(to), 1);
});

test('a pause that ends in time costs nothing', async () => {
  const { clock, to, source } = await fed(3);
  for (let pauses = 0; pauses < 5; pauses++) {
    source.still();
    await clock.advance(1_400); // those above have moved by then
    source.again();
    await clock.advance(500);
  }
  assert.equal(complaints(to), 0);
});

test('sound alone is a sign of life', async () => {
  const { clock, to, connection } = await watching();
  connection.getStats = async () => new Map([
    [1, { type: 'inbound-rtp', kind: 'video', framesDecoded: 1, packetsReceived: 5 }],
    [2, { type: 'inbound-rtp', kind: 'audio', packetsReceived: Math.floor(clock.now() / 20) }]]);
  await clock.advance(20_000);
  assert.equal(complaints(to), 0);
});

test('while complaining does not help, it is done ever more seldom', async () => {
  const { clock, to, source } = await fed();
  source.still();
  const times = [];
  for (let second = 1; second <= 100; second++) {
    const before = complaints(to);
    await clock.advance(1_000);
    if (complaints(to) > before) times.push(second);
  }
  assert.deepEqual(times, [1, 3, 7, 15, 31, 61, 91], 'twice as long each time, half a minute at most');
});

test('after a calm while one is as quick to complain as at first', async () => {
  const { clock, to, source } = await fed();
  source.still();
  await clock.advance(4_000);
  assert.equal(complaints(to), 2);
  source.again();
  await clock.advance(5_000);
  source.still();
  await clock.advance(2_000);
  assert.equal(complaints(to), 2, 'too early to believe in it');
  source.again();
  await clock.advance(11_000);
  source.still();
  await clock.advance(1_300);
  assert.equal(complaints(to), 3);
});

test('a show whose frames are seldom is complained of once, not for ever', async () => {
  const { clock, to, source } = await fed();
  for (let second = 0; second < 120; second++) { // a screen that stands still, without sound
    source.still();
    await clock.advance(1_250);
    source.again();
    await clock.advance(50);
  }
  assert.equal(complaints(to), 1);
});

test('a page that was put to sleep does not take its own absence for silence', async () => {
  const { clock, to, connection, source } = await fed();
  const { getStats } = connection;
  const asked = [];
  connection.getStats = () => new Promise(resolve => asked.push(() => resolve(getStats())));
  await clock.advance(20_000);
  connection.getStats = getStats;
  for (const wake of asked) wake();
  await settle();
  await clock.advance(500);
  assert.equal(complaints(to), 0);
  source.still();
  await clock.advance(250);
  clock.jump(60_000); // no timer rings meanwhile
  await clock.advance(100);
  assert.equal(complaints(to), 0, 'what was on its way may still come');
});

test('a standby that was activated and brings nothing has failed as well', async () => {
  const { clock, to, tell, standBy, source } = await fed();
  await standBy('e2');
  source.still();
  await clock.advance(1_300);
  await tell('activate', { edge: 'e2' });
  await tell('release', { edge: 'e1' });
  await clock.advance(1_500);
  assert.equal(complaints(to, 'e2'), 0, 'the second complaint takes twice as long');
  await clock.advance(1_000);
  assert.deepEqual([complaints(to), complaints(to, 'e2')], [1, 1]);
});

test('a parent found for one whose source is silent is shown with its first frame, without waiting for a word', async () => {
  const { clock, room, watch, source, feed } = await fed();
  const below = await feed('e3');
  source.still();
  await clock.advance(1_300);
  const next = await watch('e2');
  assert.deepEqual([room.media.getTracks(), below.sends], [next.remoteTracks, next.remoteTracks]);
});

test('frames that come over another edge are followed when the source falls silent', async () => {
  const { clock, room, watch, source } = await fed();
  const next = await watch('e2'); // that it is to be followed was not heard
  flowing(next, clock);
  source.still();
  await clock.advance(1_300);
  assert.deepEqual(room.media.getTracks(), next.remoteTracks);
});

test('nothing is watched when the show is over', async () => {
  const { clock, to, tell, source, room } = await fed();
  source.still();
  await tell('ended', { reason: 'stopped' });
  await clock.advance(60_000);
  assert.equal(complaints(to), 0);
  await room.leave();
  assert.equal(clock.armed, 0);
});

test('a connection that fails is told at once', async () => {
  const { to, connection } = await fed();
  connection.become('failed');
  await settle();
  assert.equal(complaints(to), 1);
});
