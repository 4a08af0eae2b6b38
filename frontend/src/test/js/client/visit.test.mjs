import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from './fakes.mjs';
import { broadcasting, entered, someone, types, watching } from './people.mjs';

const kept = { 'signaling.enter': entered({ epoch: 6, edges: ['e1'] }) };

test('a ping is answered at once, whatever else waits for an answer', async () => {
  const { tell, to, gateway, room } = await someone();
  await tell('ping', {});
  assert.equal(to('signaling.pong').length, 1);
  gateway.answers['signaling.enter'] = undefined;
  room.relay = false;
  await settle();
  await tell('ping', {});
  assert.equal(to('signaling.pong').length, 2);
  await tell('ping', {}, 4);
  assert.equal(to('signaling.pong').length, 2, 'nobody answers an owner of the past');
});

test('a room with another owner is entered again on the same connection, each at a moment of its own, and media goes on', async () => {
  const { tell, to, gateway, clock, connection, heard, room } = await watching();
  gateway.answers['signaling.enter'] = kept['signaling.enter'];
  await tell('reannounce', { within: 1_000 }, 6);
  await clock.advance(499);
  assert.equal(to('signaling.enter').length, 1);
  await clock.advance(1);
  const [first, again] = to('signaling.enter');
  assert.deepEqual(again, { ...first, edges: [{ edge: 'e1', peer: 'them', as: 'child', standby: false }] });
  assert.deepEqual([gateway.sockets.length, connection.connectionState], [1, 'connected']);
  assert.deepEqual(types(heard).slice(1), [], 'nobody who watches has to know');
  assert.equal(room.state.connected, true);
});

test('what the owner before says is not heard any more, not even while the new one is being told', async () => {
  const { tell, clock, gateway, connection, connections } = await watching();
  await tell('reannounce', { within: 1_000 }, 6);
  await tell('release', { edge: 'e1' }, 5);
  await tell('connect', { edge: 'e9', peer: 'x', as: 'child', standby: false }, 5);
  assert.deepEqual([connection.connectionState, connections.length], ['connected', 1]);
  gateway.answers['signaling.enter'] = kept['signaling.enter'];
  await clock.advance(1_000);
  await tell('release', { edge: 'e1' }, 5);
  assert.equal(connection.connectionState, 'connected');
  await tell('release', { edge: 'e1' }, 6);
  assert.equal(connection.connectionState, 'closed');
});

test('told twice in a moment it is done once, told again later it is done again: the same owner may have given us up', async () => {
  const { tell, to, clock, gateway } = await watching();
  gateway.answers['signaling.enter'] = kept['signaling.enter'];
  await tell('reannounce', { within: 1_000 }, 6);
  await tell('reannounce', { within: 1_000 }, 6);
  await clock.advance(2_000);
  await tell('reannounce', { within: 1_000 }, 6);
  await clock.advance(2_000);
  assert.equal(to('signaling.enter').length, 3);
});

test('an owner that is replaced while it is being told is not the last one told', async () => {
  const { tell, to, clock, gateway } = await watching();
  gateway.answers['signaling.enter'] = undefined; // it does not answer any more
  await tell('reannounce', { within: 1_000 }, 6);
  await clock.advance(500);
  await tell('reannounce', { within: 1_000 }, 7);
  gateway.answers['signaling.enter'] = entered({ epoch: 7, edges: ['e1'] });
  await clock.advance(500);
  assert.equal(to('signaling.enter').length, 3);
  await clock.advance(60_000);
  assert.deepEqual([to('signaling.enter').length, gateway.sockets.length], [3, 1], 'the question that nobody answered costs nothing');
});

test('what the new owner says before it has answered is kept until then', async () => {
  const { tell, clock, gateway, connections, connection } = await watching();
  gateway.answers['signaling.enter'] = undefined;
  await tell('reannounce', { within: 0 }, 6);
  await clock.advance(0);
  await tell('connect', { edge: 'e2', peer: 'other', as: 'child', standby: true }, 6);
  await tell('release', { edge: 'e1' }, 6);
  assert.deepEqual([connections.length, connection.connectionState], [1, 'connected']);
  const { replyAddress } = gateway.last.sent.findLast(({ address }) => address === 'signaling.enter');
  gateway.last.deliver({ type: 'rec', address: replyAddress, body: kept['signaling.enter'] });
  await settle();
  assert.deepEqual([connections.length, connection.connectionState], [2, 'closed']);
  assert.equal(connections[1].connectionState, 'new', 'an edge that was not asked about is not closed by the answer');
});

test('a broadcaster who is on air says so to the new owner', async () => {
  const { tell, to, clock, gateway, room, feedViewer } = await broadcasting();
  gateway.answers['signaling.enter'] = entered({ epoch: 6, edges: ['e1'] });
  await feedViewer('e1');
  await tell('reannounce', { within: 1_000 }, 6);
  await clock.advance(500);
  assert.deepEqual(to('signaling.golive'), [{ takeOver: false }, { takeOver: false }]);
  assert.deepEqual(to('signaling.enter').at(-1).edges, [{ edge: 'e1', peer: 'viewer', as: 'parent', standby: false }]);
  assert.deepEqual([room.state.broadcasting, room.state.feeding], [true, 1]);
});

test('of two that feed a peer, the source is named last: a new owner believes the latter', async () => {
  const { tell, to, clock, watch, standBy, gateway } = await watching();
  await watch('e2');
  await tell('activate', { edge: 'e2' });
  await standBy('e3');
  gateway.answers['signaling.enter'] = kept['signaling.enter'];
  await tell('reannounce', { within: 0 }, 6);
  await clock.advance(0);
  assert.deepEqual(to('signaling.enter').at(-1).edges.map(({ edge, standby }) => [edge, standby]), [['e1', false], ['e3', true], ['e2', false]]);
});

test('where the new owner cannot be reached the connection is made anew; where it refuses, we are out', async () => {
  const away = await watching();
  const answers = [{ failureCode: 5030, message: 'no owner' }, kept['signaling.enter']];
  away.gateway.answers['signaling.enter'] = () => answers.shift();
  await away.tell('reannounce', { within: 0 }, 6);
  await away.clock.advance(1_000);
  assert.deepEqual([away.gateway.sockets.length, types(away.heard).slice(-1)], [2, ['reconnected']]);
  assert.equal(away.connection.connectionState, 'connected');

  const banned = await watching();
  banned.gateway.answers['signaling.enter'] = { failureCode: 4034, message: 'banned' };
  await banned.tell('reannounce', { within: 0 }, 6);
  await banned.clock.advance(0);
  assert.deepEqual(types(banned.heard).slice(-2), ['refused', 'closed']);
  await banned.clock.advance(60_000);
  assert.deepEqual([banned.gateway.sockets.length, banned.clock.armed], [1, 0]);
});

test('a socket that breaks before its moment has come enters once, on the new connection', async () => {
  const { tell, clock, gateway, breakSocket, to } = await watching();
  gateway.answers['signaling.enter'] = kept['signaling.enter'];
  await tell('reannounce', { within: 10_000 }, 6);
  await breakSocket();
  await clock.advance(10_000);
  assert.deepEqual([gateway.sockets.length, to('signaling.enter').length], [2, 1]);
});

test('a room that is left has nobody to announce', async () => {
  const { tell, clock, room } = await watching();
  await tell('reannounce', { within: 1_000 }, 6);
  await room.leave();
  assert.equal(clock.armed, 0);
});

test('the place is told when it changes, and ends with the show', async () => {
  const { tell, heard, room } = await watching();
  assert.equal(room.place, null);
  await tell('place', { parent: 'them', depth: 2, children: 0 });
  await tell('place', { parent: 'them', depth: 2, children: 0 });
  const place = {
    peerId: 'me', parent: 'them', standby: null, depth: 2, children: 0, mode: 'track', watchers: 1, waiting: null };
  assert.deepEqual(heard.filter(([type]) => type === 'place'), [['place', place]]);
  await tell('place', { depth: 0, children: 0, waiting: 12 });
  assert.deepEqual([room.place.parent, room.place.waiting], [null, 12]);
  await tell('place', { parent: 'them', depth: 3, children: 0 }, 4);
  assert.equal(room.place.waiting, 12, 'of an owner of the past');
  await tell('ended', { reason: 'stopped' });
  assert.equal(room.place, null);
});
