import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from './fakes.mjs';
import { STREAM, broadcasting, camera, entered, facts, someone, types, watching } from './people.mjs';

test('a go-live that waits for the socket is asked once, as it was meant', async () => {
  const { room, to, gateway, clock, heard } = await someone();
  gateway.last.close();
  await settle();
  const live = room.goLive(camera(), { takeOver: true });
  await clock.advance(500);
  await live;
  assert.deepEqual(to('signaling.golive'), [{ takeOver: true }]);
  assert.ok(room.state.broadcasting);
  assert.ok(!types(heard).includes('ended'));
});

test('a socket that breaks is made again with the same secret and the edges that still work', async () => {
  const { to, heard, breakSocket, gateway, connection, clock, room } = await watching();
  const [{ resume }] = to('signaling.enter');
  gateway.answers['signaling.enter'] = entered({ edges: ['e1'] });
  await breakSocket();
  assert.deepEqual(to('signaling.enter'), [{
    streamId: STREAM, resume, willing: true, modes: ['track'], relayOnly: false, edges: [{ edge: 'e1', peer: 'them', as: 'child', standby: false }] }]);
  assert.deepEqual(heard.slice(1), [['reconnecting', { attempt: 1, inMs: 500 }], ['reconnected', { afterMs: 500 }]]);
  assert.equal(connection.connectionState, 'connected');
  assert.ok(room.state.connected);
  assert.deepEqual(to('signaling.edge'), [], 'the server has heard of the media');
  await clock.advance(0);
});

test('an edge that the server does not know any more is closed, and one that was not connected is not claimed', async () => {
  const { to, breakSocket, connection, tell, connections, room } = await watching();
  await tell('connect', { edge: 'e2', peer: 'other', as: 'child', standby: false });
  await breakSocket();
  assert.deepEqual(to('signaling.enter')[0].edges.map(({ edge }) => edge), ['e1']);
  assert.deepEqual([connection.connectionState, connections[1].connectionState], ['closed', 'closed']);
  assert.equal(room.media.getTracks().length, 2, 'the last picture stays');
});

test('media that came while the socket was broken is said when it is back', async () => {
  const { tell, connections, gateway, clock, to } = await someone();
  await tell('connect', { edge: 'e1', peer: 'them', as: 'child', standby: false });
  await tell('signal', { edge: 'e1', description: { type: 'offer', sdp: 'theirs' } });
  connections[0].become('connected');
  gateway.last.close();
  await settle();
  connections[0].reports = [{ type: 'inbound-rtp', kind: 'video', framesDecoded: 1 }];
  await clock.advance(200);
  gateway.answers['signaling.enter'] = entered({ edges: ['e1'] });
  await clock.advance(300);
  await settle();
  assert.deepEqual(to('signaling.edge'), [{ edge: 'e1', state: 'media' }]);
});

test('a broadcaster who comes back goes live again by itself', async () => {
  const { to, breakSocket, heard } = await broadcasting();
  await breakSocket();
  assert.deepEqual(to('signaling.golive'), [{ takeOver: false }]);
  assert.equal(heard.at(-1)[0], 'reconnected');
});

test('a show that the server gave up while its broadcaster was away begins again without a word of its end', async () => {
  const { tell, breakSocket, heard, gateway, room } = await broadcasting();
  await tell('room', { ...facts, live: true, startedAt: 'then' });
  gateway.answers['signaling.enter'] = entered({ room: { ...facts, live: false } });
  await breakSocket();
  assert.deepEqual(heard.filter(([type]) => type === 'live' || type === 'ended'), [
    ['live', { live: true, startedAt: 'then' }]]);
  assert.deepEqual([room.state.live, room.state.startedAt, room.state.broadcasting], [true, 'now', true]);
});

test('a show that cannot be resumed has ended, and the page is told why', async () => {
  const { breakSocket, heard, gateway, room } = await broadcasting();
  gateway.answers['signaling.golive'] = { failureCode: 4091, message: 'live on another device' };
  await breakSocket();
  assert.deepEqual(heard.filter(([type]) => type === 'ended'),
    [['ended', { reason: 'refused', problem: { name: 'already-live', status: 409, detail: 'live on another device' } }]]);
  assert.deepEqual([room.state.broadcasting, room.state.connected], [false, true]);
});

test('refused while coming back, the room is closed', async () => {
  const { breakSocket, heard, gateway, room, clock } = await watching();
  gateway.answers['signaling.enter'] = { failureCode: 4032, message: 'subscribe first' };
  await breakSocket();
  assert.deepEqual(types(heard).slice(-2), ['refused', 'closed']);
  assert.ok(room.state.closed);
  await clock.advance(60_000);
  assert.equal(gateway.sockets.length, 2);
});

test('moved makes a new connection at once', async () => {
  const { gateway, heard } = await watching({ 'signaling.enter': entered({ edges: ['e1'] }) });
  gateway.last.tell('moved', {});
  await settle();
  assert.equal(gateway.sockets.length, 2);
  assert.deepEqual(types(heard).slice(1), ['reconnecting', 'reconnected']);
});

test('a page that the browser had put by enters again when it is shown', async () => {
  const { platform, gateway, to } = await watching();
  platform.page.dispatchEvent(new Event('pagehide'));
  platform.page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  await settle();
  assert.equal(gateway.sockets.length, 2);
  assert.deepEqual(to('signaling.enter')[0].edges, []);
});

test('leaving while the socket is broken gives up coming back', async () => {
  const { room, gateway, clock } = await watching();
  gateway.last.close();
  await settle();
  await room.leave();
  await clock.advance(60_000);
  assert.equal(gateway.sockets.length, 1);
});
