import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';
import { broadcasting, entered, facts, someone, watching } from './people.mjs';

const { Uplink } = await import(new URL('uplink.js', CLIENT));

const report = (...reports) => new Map(reports.map((each, i) => [i, each]));
const sending = (bytesSent, timestamp, estimate, more = {}) => report(
  { type: 'outbound-rtp', kind: 'video', bytesSent, timestamp, ...more },
  { type: 'candidate-pair', nominated: false, state: 'succeeded', availableOutgoingBitrate: 9e9 },
  { type: 'candidate-pair', nominated: true, state: 'succeeded', availableOutgoingBitrate: estimate });
/** An edge whose connection tells one thing after the other. */
const edge = (...stats) => ({ connection: { getStats: async () => stats.shift() } });

test('the uplink is the sum of what the connections could send, measured over a while', async () => {
  const uplink = new Uplink();
  const edges = [edge(sending(0, 0, 3e5), sending(1.25e6, 10_000, 4e6)), edge(sending(0, 0, 3e5), sending(1.25e6, 10_000, 2e6))];
  assert.deepEqual(await uplink.measure(edges), { uplink: 0, bitrate: 0 }, 'a new connection does not know yet');
  assert.deepEqual(await uplink.measure(edges), { uplink: 6e6, bitrate: 1e6 });
});

test('a connection that is new takes nothing away from what the others bear', async () => {
  const uplink = new Uplink();
  const first = edge(sending(0, 0, 3e5), sending(1.25e6, 10_000, 4e6));
  await uplink.measure([first]);
  assert.deepEqual(await uplink.measure([first, edge(sending(0, 9_999, 3e5))]), { uplink: 4e6, bitrate: 1e6 });
});

test('an encoder that nothing holds back proves that its link bears what it sends', async () => {
  const measured = async more => {
    const uplink = new Uplink();
    const edges = [edge(sending(0, 0, 3e5), sending(1.25e6, 10_000, 9e5, more))];
    await uplink.measure(edges);
    return (await uplink.measure(edges)).uplink;
  };
  assert.equal(await measured({ qualityLimitationReason: 'none' }), 1.3e6);
  assert.equal(await measured({ qualityLimitationReason: 'bandwidth' }), 9e5);
});

test('where a browser does not tell, the uplink is not known', async () => {
  const uplink = new Uplink();
  const edges = [edge(sending(0, 0, undefined), sending(1.25e6, 10_000, undefined))];
  await uplink.measure(edges);
  assert.deepEqual(await uplink.measure(edges), { uplink: 0, bitrate: 1e6 });
});

test('a viewer reports what came since it reported last, and learns its place', async () => {
  const place = { stream: '1-first-light', epoch: 5, parent: 'them', depth: 2, children: 0 };
  const { connection, clock, to, room } = await watching({ 'signaling.report': { place } });
  const told = [];
  connection.getStats = async () => {
    const seconds = (clock.now() % 1e6) / 1_000;
    return report(
      { type: 'inbound-rtp', kind: 'video', timestamp: clock.now(), framesDecoded: Math.floor(seconds * 30), packetsReceived: Math.floor(seconds * 90),
        packetsLost: Math.floor(seconds * 10), bytesReceived: seconds * 125_000, lastPacketReceivedTimestamp: clock.now(),
        totalInterFrameDelay: seconds, totalSquaredInterFrameDelay: seconds / 30 },
      { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.02 });
  };
  await clock.advance(10_000);
  told.push(...to('signaling.report'));
  assert.equal(told.length, 2);
  const { longestGap, ...rest } = told[1];
  assert.deepEqual(rest, { uplink: 0, bitrate: 1e6, rtt: 20, loss: 0.1, frames: 150 });
  assert.ok(Number.isInteger(longestGap) && longestGap > 30 && longestGap < 200);
  assert.deepEqual([room.place.depth, room.place.parent], [2, 'them']);
});

test('what a relay reports of its children goes with what it reports of its parent', async () => {
  const { clock, feed, to } = await watching();
  const below = await feed('e2');
  below.getStats = async () => sending((clock.now() % 1e7) * 100, clock.now(), 2e6);
  await clock.advance(10_000);
  assert.deepEqual(to('signaling.report').map(({ uplink, bitrate }) => [uplink, bitrate]), [[0, 0], [2e6, 8e5]]);
});

test('a broadcaster reports its uplink; to its parent, which it has not, there is no way', async () => {
  const { clock, feedViewer, to } = await broadcasting();
  const below = await feedViewer('e1');
  below.getStats = async () => sending((clock.now() % 1e7) * 100, clock.now(), 3e6);
  await clock.advance(10_000);
  assert.deepEqual(to('signaling.report').at(-1), { uplink: 3e6, bitrate: 8e5, rtt: 0, loss: 0, frames: 0, longestGap: 0 });
});

test('before the show, or without a socket, nothing is reported', async () => {
  const { clock, to } = await someone();
  await clock.advance(60_000);
  assert.deepEqual(to('signaling.report'), []);

  const cut = await watching();
  cut.gateway.up = false;
  cut.gateway.last.close();
  await cut.clock.advance(30_000);
  assert.deepEqual(cut.to('signaling.report'), []);
});

test('who is fed by nobody says that it is there: a server may have given it up', async () => {
  const { clock, to } = await someone({ 'signaling.enter': entered({ room: { ...facts, live: true } }) });
  await clock.advance(5_000);
  assert.deepEqual(to('signaling.report'), [{ uplink: 0, bitrate: 0, rtt: 0, loss: 0, frames: 0, longestGap: 0 }]);
});

test('a report that is not answered is followed by the next', async () => {
  const { clock, to, room } = await watching({ 'signaling.report': undefined });
  await clock.advance(21_000);
  assert.equal(to('signaling.report').length, 4);
  await room.leave();
  await clock.advance(60_000);
  assert.equal(clock.armed, 0);
});
