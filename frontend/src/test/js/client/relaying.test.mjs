import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, FakeTrack, fakePlatform, json, settle } from './fakes.mjs';
import { STREAM, broadcasting, camera, entered, someone, watching } from './people.mjs';

const { Peerstage } = await import(new URL('peerstage-client.js', CLIENT));
const { mayRelay } = await import(new URL('may-relay.js', CLIENT));

const video = more => [{ type: 'inbound-rtp', kind: 'video', framesDecoded: 1, ...more }];
const offers = connection => connection.calls.filter(([call]) => call === 'setLocalDescription').length;
const states = to => to('signaling.edge').map(({ edge, state }) => `${edge} ${state}`);

test('a viewer passes on what it receives', async () => {
  const { connection, feed, to, room } = await watching();
  const below = await feed('e2');
  assert.deepEqual(below.sends, connection.remoteTracks);
  assert.deepEqual(to('signaling.signal').at(-1), { edge: 'e2', description: { type: 'offer', sdp: 'offer of ours' } });
  assert.equal(room.state.feeding, 1);
});

test('who passes sound on plays it, once, though nobody may hear it', async () => {
  const { room, feed, platform } = await watching();
  await feed('e2');
  await feed('e3');
  assert.deepEqual(platform.played, [room.media]);
  const broadcaster = await broadcasting();
  await broadcaster.feedViewer('e1');
  assert.deepEqual(broadcaster.platform.played, []);
});

test('a standby is connected, says so, and shows nothing', async () => {
  const { standBy, room, connection, to, clock } = await watching();
  const standby = await standBy('e2');
  let asked = 0;
  standby.getStats = async () => {
    asked++;
    return new Map();
  };
  await clock.advance(10_000);
  assert.deepEqual(states(to).filter(state => !state.endsWith('failed')), ['e1 media', 'e2 standby']);
  assert.deepEqual(room.media.getTracks(), connection.remoteTracks);
  assert.equal(asked, 10, 'what it costs to look at it');
});

test('a standby is not shown, though there is nothing else to show', async () => {
  const { tell, room } = await someone();
  await tell('connect', { edge: 'e1', peer: 'other', as: 'child', standby: true });
  await tell('signal', { edge: 'e1', description: { type: 'offer', sdp: 'theirs' } });
  assert.deepEqual(room.media.getTracks(), []);
});

test('who stands by for a child has a place for each track and sends nothing until it is activated', async () => {
  const { tell, feed, connection, room } = await watching();
  const below = await feed('e2', true);
  assert.deepEqual([below.sends, offers(below), room.state.feeding], [[null, null], 1, 0]);
  await tell('activate', { edge: 'e2' });
  assert.deepEqual([below.sends, offers(below), room.state.feeding], [connection.remoteTracks, 1, 1]);
  await tell('activate', { edge: 'e2' });
  assert.equal(offers(below), 1, 'a message that came twice counts once');
});

test('a broadcaster stands by as well', async () => {
  const { tell, connections, source } = await broadcasting();
  await tell('connect', { edge: 'e1', peer: 'viewer', as: 'parent', standby: true });
  assert.deepEqual(connections[0].sends, [null, null]);
  await tell('activate', { edge: 'e1' });
  assert.deepEqual(connections[0].sends, source.getTracks());
});

test('an activated standby is shown and passed on from its first frame on, over the connections that the children have', async () => {
  const { tell, standBy, feed, connection, room, to, clock, heard } = await watching();
  const next = await standBy('e2');
  const children = [await feed('e3'), await feed('e4')];
  await tell('activate', { edge: 'e2' });
  await tell('release', { edge: 'e1' });
  assert.deepEqual(room.media.getTracks(), connection.remoteTracks, 'the last picture stays');
  next.reports = video();
  await clock.advance(100);
  assert.deepEqual(room.media.getTracks(), next.remoteTracks);
  for (const child of children) assert.deepEqual([child.sends, offers(child)], [next.remoteTracks, 1]);
  assert.deepEqual(states(to), ['e1 media', 'e2 standby', 'e2 media']);
  assert.deepEqual(heard.filter(([type]) => type === 'media').map(([, { edge }]) => edge), ['e1', 'e2']);
});

test('a viewer that moves passes on the old source until the new one is activated', async () => {
  const { tell, watch, feed, connection, room, to } = await watching();
  const below = await feed('e3');
  const next = await watch('e2');
  assert.deepEqual([below.sends, room.media.getTracks()], [connection.remoteTracks, connection.remoteTracks]);
  assert.deepEqual(states(to), ['e1 media', 'e2 media']);
  await tell('activate', { edge: 'e2' });
  await tell('release', { edge: 'e1' });
  assert.deepEqual([below.sends, room.media.getTracks(), offers(below)], [next.remoteTracks, next.remoteTracks, 1]);
});

test('where the word to follow is lost, the frames that come are followed when the source ends', async () => {
  const { tell, watch, standBy, feed, clock, room } = await watching();
  const below = await feed('e3');
  const next = await watch('e2');
  await tell('release', { edge: 'e1' });
  assert.deepEqual([below.sends, room.media.getTracks()], [next.remoteTracks, next.remoteTracks]);

  const standby = await standBy('e4');
  await tell('release', { edge: 'e2' });
  standby.reports = video(); // its parent was told, we were not
  await clock.advance(1_000);
  assert.deepEqual([below.sends, room.media.getTracks()], [standby.remoteTracks, standby.remoteTracks]);
  assert.equal(offers(below), 1);
});

test('a word about an edge that is over, or never was, does nothing', async () => {
  const { tell, standBy, connection, room, connections } = await watching();
  await standBy('e2');
  await tell('release', { edge: 'e2' });
  await tell('activate', { edge: 'e2' });
  await tell('activate', { edge: 'never' });
  assert.deepEqual([room.media.getTracks(), connections.length], [connection.remoteTracks, 2]);
});

test('an edge that there is nothing for yet is kept, and begins when there is', async () => {
  const { tell, connections, to } = await someone();
  await tell('connect', { edge: 'e2', peer: 'below', as: 'parent', standby: false });
  assert.deepEqual([connections[0].calls, to('signaling.edge')], [[], []]);
  await tell('connect', { edge: 'e1', peer: 'them', as: 'child', standby: false });
  await tell('signal', { edge: 'e1', description: { type: 'offer', sdp: 'theirs' } });
  assert.deepEqual([connections[0].sends, offers(connections[0])], [connections[1].remoteTracks, 1]);
});

test('a broadcaster who reloads may be given its viewers before it has its camera', async () => {
  const { tell, connections, room } = await someone();
  await tell('connect', { edge: 'e1', peer: 'viewer', as: 'parent', standby: false });
  const source = camera();
  await room.goLive(source);
  await settle();
  assert.deepEqual([connections[0].sends, offers(connections[0])], [source.getTracks(), 1]);
});

test('a track that the source before had not is described anew, one that is gone is sent no more', async () => {
  const { tell, feed, standBy, connection, clock } = await watching();
  connection.remoteTracks = [];
  const below = await feed('e3');
  const [first] = below.sends;
  assert.equal(first.kind, 'audio');
  const next = await standBy('e2');
  const both = new FakeTrack('video', 'screen');
  next.ontrack({ track: both });
  await tell('activate', { edge: 'e2' });
  next.reports = video();
  await clock.advance(100);
  assert.deepEqual([below.sends, offers(below)], [[...next.remoteTracks, both], 2]);

  const last = await standBy('e4');
  await tell('activate', { edge: 'e4' });
  last.reports = video();
  await clock.advance(100);
  assert.deepEqual([below.sends, offers(below)], [[...last.remoteTracks, null], 2]);
});

test('a track that comes later on the same edge is shown and passed on', async () => {
  const { tell, feed, connection, room } = await watching();
  const below = await feed('e2');
  const screen = new FakeTrack('video', 'screen');
  connection.remoteTracks = [screen];
  await tell('signal', { edge: 'e1', description: { type: 'offer', sdp: 'with a screen' } });
  assert.ok(room.media.getTracks().includes(screen));
  assert.deepEqual([below.sends.includes(screen), offers(below)], [true, 2]);
});

test('an edge for which the direct way has failed goes through TURN, and fails at once where there is none', async () => {
  const { tell, connections, to, gateway, breakSocket } = await someone();
  await tell('connect', { edge: 'e1', peer: 'them', as: 'child', standby: false, relay: true });
  assert.deepEqual([connections.length, states(to)], [0, ['e1 failed']]);
  const iceServers = [{ urls: ['stun:x', 'turn:x'] }];
  gateway.answers['signaling.enter'] = entered({ iceServers });
  await breakSocket();
  await tell('connect', { edge: 'e2', peer: 'them', as: 'child', standby: false, relay: true });
  await tell('connect', { edge: 'e3', peer: 'them', as: 'child', standby: false, relay: false });
  assert.deepEqual(connections.map(({ configuration }) => configuration), [{ iceServers, iceTransportPolicy: 'relay' }, { iceServers }]);
});

/** Enters with those options, on that device. */
async function entering(options, device = {}) {
  const platform = fakePlatform({ fetch: async () => json(200, {}), ...device });
  Object.assign(platform.gateway.answers, {
    'session.open': {}, 'signaling.enter': entered({ iceServers: [{ urls: 'turns:x' }] }), 'signaling.edge': {}, 'signaling.signal': {},
  });
  const room = await new Peerstage({ url: 'https://stage.example', ...options }, platform).enter(STREAM);
  const asked = () => platform.gateway.last.to('signaling.enter').map(({ willing, relayOnly }) => ({ willing, relayOnly }));
  return { platform, room, asked };
}

test('who hides its address passes nothing on, and connects through TURN alone', async () => {
  const { asked, platform, room } = await entering({ relayOnly: true, relay: true });
  assert.deepEqual([asked(), room.relay], [[{ willing: false, relayOnly: true }], false]);
  platform.gateway.last.tell('connect', { stream: STREAM, epoch: 5, edge: 'e1', peer: 'them', as: 'child', standby: false });
  await settle();
  assert.equal(platform.connections[0].configuration.iceTransportPolicy, 'relay');
});

test('by itself a device says what it is; who uses it has the last word, at any time', async () => {
  assert.deepEqual((await entering({})).asked(), [{ willing: true, relayOnly: false }]);
  assert.deepEqual((await entering({ relay: false })).asked(), [{ willing: false, relayOnly: false }]);
  const phone = { mayRelay: async () => false };
  assert.deepEqual((await entering({ relay: true }, phone)).asked(), [{ willing: true, relayOnly: false }]);
  const { room, asked, platform } = await entering({}, phone);
  room.relay = true;
  room.relay = true;
  await settle();
  assert.deepEqual(asked().map(({ willing }) => willing), [false, true]);
  assert.equal(platform.gateway.sockets.length, 1);
});

test('phones, tablets, mobile networks and those who save data or battery are not asked to pass anything on', async () => {
  const desktop = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
  assert.equal(await mayRelay(desktop), true);
  assert.equal(await mayRelay({ userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)' }), false);
  assert.equal(await mayRelay({ userAgent: 'Mozilla/5.0 (Macintosh)', maxTouchPoints: 5 }), false);
  assert.equal(await mayRelay({ ...desktop, userAgentData: { mobile: true } }), false);
  assert.equal(await mayRelay({ ...desktop, connection: { saveData: true } }), false);
  assert.equal(await mayRelay({ ...desktop, connection: { type: 'cellular' } }), false);
  const battery = (charging, level) => ({ ...desktop, getBattery: async () => ({ charging, level }) });
  assert.deepEqual(await Promise.all([battery(false, 0.1), battery(true, 0.1), battery(false, 0.9)].map(mayRelay)), [false, true, true]);
  assert.equal(await mayRelay({ ...desktop, getBattery: async () => { throw new Error('not allowed'); } }), true);
});

test('who leaves feeds on for a moment those whom it feeds', async () => {
  const { room, feed, connection, clock, gateway } = await watching();
  const below = await feed('e2');
  await room.leave();
  assert.deepEqual([below.sends, below.connectionState, connection.connectionState], [connection.remoteTracks, 'connected', 'connected']);
  assert.ok(room.state.closed && gateway.last.closed);
  await clock.advance(3_000);
  assert.deepEqual([below.connectionState, connection.connectionState, clock.armed], ['closed', 'closed', 0]);
});

test('a broadcaster in whose room its own show was watched gives its camera, not what it saw', async () => {
  const { room, feed } = await watching();
  const below = await feed('e2');
  const source = camera();
  await room.goLive(source, { takeOver: true });
  await settle();
  assert.deepEqual(below.sends, source.getTracks());
});

test('an edge over which nothing comes through any more is connected anew by who made the offer, media stay as they are', async () => {
  const { feed, connection, to } = await watching();
  const below = await feed('e2');
  const described = to('signaling.signal').length;
  below.become('disconnected');
  connection.become('disconnected');
  await settle();
  assert.ok(below.calls.some(([call]) => call === 'restartIce'));
  assert.ok(!connection.calls.some(([call]) => call === 'restartIce'), 'its parent does');
  assert.deepEqual(to('signaling.signal').slice(described).map(({ edge, description }) => [edge, description?.type]), [['e2', 'offer']]);
});
