import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, FakeMediaStream, fakePlatform, notes, settle } from './fakes.mjs';
import { STREAM, broadcasting, camera, entered, facts, someone, types, watching } from './people.mjs';

const { Peerstage } = await import(new URL('peerstage-client.js', CLIENT));

test('entering says who we are, then where we want to be, and gives what is known of the room', async () => {
  const { room, to, gateway } = await someone();
  assert.deepEqual(to('session.open'), [{}]);
  const [{ resume, ...rest }] = to('signaling.enter');
  assert.match(resume, /^[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(rest, { streamId: STREAM, willing: true, modes: ['track'], relayOnly: false, edges: [] });
  assert.equal(gateway.last.sent[0].address, 'session.open');
  assert.deepEqual(room.state, {
    ...facts, stream: STREAM, peer: 'me', connected: true, broadcasting: false, receiving: false, feeding: 0, closed: false });
});

test('who is signed in opens the connection with the token', async () => {
  const { stage, to, gateway } = await someone();
  await stage.signIn({ account: '0x' + 'aa'.repeat(32), alg: 'ED25519-TEXT', sign: async () => new Uint8Array(64) });
  await settle();
  assert.equal(gateway.sockets.length, 2, 'a connection has one identity: another needs another');
  const [{ token }] = to('session.open');
  assert.ok(token);

  await stage.signIn({ account: '0x' + 'aa'.repeat(32), alg: 'ED25519-TEXT', sign: async () => new Uint8Array(64) }, { hours: 3 });
  await settle();
  assert.equal(gateway.sockets.length, 2, 'the same account extends its connection');
  assert.notEqual(to('session.token')[0].token, token);
});

test('entering rejects with what it was refused with, and leaves nothing behind', async () => {
  const platform = fakePlatform();
  platform.gateway.answers['session.open'] = {};
  platform.gateway.answers['signaling.enter'] = { failureCode: 4032, message: 'subscribe first' };
  await assert.rejects(new Peerstage({ url: 'https://stage.example' }, platform).enter(STREAM), { name: 'not-subscribed', status: 403 });
  assert.ok(platform.gateway.last.closed);
  assert.equal(platform.clock.armed, 0);
});

test('who gets no answer to its first wish to enter learns that after 3 s, and may ask again', async () => {
  const platform = fakePlatform();
  platform.gateway.answers['session.open'] = {};
  const refused = assert.rejects(new Peerstage({ url: 'https://stage.example' }, platform).enter(STREAM), { name: 'timeout', passing: true });
  await settle();
  await platform.clock.advance(3_000);
  await refused;
});

test('a token that the bridge refuses is forgotten', async () => {
  const { stage, gateway } = await someone();
  await stage.signIn({ account: '0x' + 'aa'.repeat(32), alg: 'ED25519-TEXT', sign: async () => new Uint8Array(64) });
  gateway.answers['session.open'] = { failureCode: 4010, message: 'expired' };
  await assert.rejects(stage.enter('2-other'), { name: 'invalid-token' });
  assert.equal(stage.signedIn, false);
});

test('the room tells what changed, and only that', async () => {
  const { room, tell, heard } = await someone();
  await tell('room', facts);
  assert.deepEqual(heard, []);
  await tell('room', { ...facts, watchers: 2 });
  await tell('room', { ...facts, watchers: 2, live: true, startedAt: 'now' });
  assert.deepEqual(types(heard), ['room', 'watchers', 'room', 'live']);
  assert.deepEqual(heard[1][1], { watchers: 2 });
  assert.deepEqual(heard[3][1], { live: true, startedAt: 'now' });
  assert.equal(room.state.watchers, 2);
});

test('what an earlier owner of the room says is dropped, and so is another room', async () => {
  const { tell, heard, gateway } = await someone();
  await tell('room', { ...facts, watchers: 2 }, 4);
  gateway.last.tell('room', { ...facts, watchers: 3, stream: 'another', epoch: 9 });
  await tell('room', { ...facts, watchers: 4 }, 6);
  await tell('room', { ...facts, watchers: 5 }, 5);
  assert.deepEqual(heard.filter(([type]) => type === 'watchers'), [['watchers', { watchers: 4 }]]);
});

test('what arrives before entering is answered is not lost', async () => {
  const platform = fakePlatform();
  const { gateway, connections } = platform;
  gateway.answers['session.open'] = gateway.answers['signaling.leave'] = {};
  gateway.answers['signaling.enter'] = () => {
    gateway.last.tell('connect', { stream: STREAM, epoch: 5, edge: 'e1', peer: 'them', as: 'child', standby: false });
    return entered();
  };
  const room = await new Peerstage({ url: 'https://stage.example' }, platform).enter(STREAM);
  assert.deepEqual(connections.map(({ configuration }) => configuration), [{ iceServers: [{ urls: 'stun:x' }] }]);
  await room.leave();
});

test('when the show has ended the room is not live, whatever comes first', async () => {
  const { room, tell, heard } = await someone();
  await tell('room', { ...facts, live: true, startedAt: 'now' });
  let then;
  room.addEventListener('ended', () => { then = room.state; });
  await tell('ended', { reason: 'lost' });
  assert.deepEqual([then.live, then.startedAt], [false, undefined]);
  assert.deepEqual(types(heard).slice(2), ['ended', 'room', 'live']);
  await tell('room', facts);
  assert.equal(heard.length, 5);
});

test('a stream that is deleted closes its room', async () => {
  const { room, tell, heard, gateway } = await watching();
  await tell('ended', { reason: 'deleted' });
  assert.deepEqual(types(heard).slice(-2), ['ended', 'closed']);
  assert.ok(room.state.closed && gateway.last.closed);
});

test('who is put out does not come back', async () => {
  const { tell, heard, gateway, clock, connection } = await watching();
  await tell('refused', { problem: { name: 'not-subscribed', status: 403, detail: 'unsubscribed' } });
  assert.deepEqual(heard.slice(-2), [['refused', { name: 'not-subscribed', status: 403, detail: 'unsubscribed' }], ['closed', undefined]]);
  assert.equal(connection.connectionState, 'closed');
  await clock.advance(60_000);
  assert.equal(gateway.sockets.length, 1);
  assert.equal(clock.armed, 0);
});

test('who is put out because the token is over is signed out', async () => {
  const { stage, tell } = await someone();
  await stage.signIn({ account: '0x' + 'aa'.repeat(32), alg: 'ED25519-TEXT', sign: async () => new Uint8Array(64) });
  await settle();
  const heard = notes(stage, 'signedout');
  await tell('refused', { problem: { name: 'invalid-token', status: 401, detail: 'expired' } });
  assert.deepEqual([stage.signedIn, heard], [false, [['signedout', { reason: 'invalid-token' }]]]);
});

test('a show that is stopped before it began stays stopped', async () => {
  const { room, gateway } = await someone({ 'signaling.golive': undefined });
  const begun = room.goLive(camera());
  await settle();
  await room.stop();
  const { replyAddress } = gateway.last.sent.find(({ address }) => address === 'signaling.golive');
  gateway.last.deliver({ type: 'rec', address: replyAddress, body: { startedAt: 'now' } });
  await begun;
  assert.equal(room.state.broadcasting, false);
});

test('a refused go-live leaves no source behind, and may be asked again with takeOver', async () => {
  const { room, to, gateway } = await someone({ 'signaling.golive': { failureCode: 4091, message: 'live on another device' } });
  await assert.rejects(room.goLive(camera()), { name: 'already-live' });
  assert.equal(room.state.broadcasting, false);
  gateway.answers['signaling.golive'] = { startedAt: 'now' };
  assert.deepEqual(await room.goLive(camera(), { takeOver: true }), { startedAt: 'now' });
  assert.deepEqual(to('signaling.golive'), [{ takeOver: false }, { takeOver: true }]);
  await assert.rejects(room.goLive(camera()), { name: 'already-live' });
  await assert.rejects(room.goLive(new FakeMediaStream()), { name: 'invalid-request' });
});

test('stop closes what we feed and says so', async () => {
  const { room, tell, connections, to } = await broadcasting();
  await tell('connect', { edge: 'e1', peer: 'viewer', as: 'parent', standby: false });
  assert.deepEqual([room.state.broadcasting, room.state.feeding], [true, 1]);
  await room.stop();
  assert.deepEqual([room.state.broadcasting, room.state.feeding, connections[0].connectionState], [false, 0, 'closed']);
  assert.deepEqual(to('signaling.stop'), [{}]);
});

test('a page that goes takes a viewer out of the room, and leaves a broadcaster in it', async () => {
  const viewer = await watching();
  viewer.platform.page.dispatchEvent(new Event('pagehide'));
  await settle();
  assert.deepEqual([viewer.to('signaling.leave').length, viewer.connection.connectionState], [1, 'closed']);

  const broadcaster = await broadcasting();
  broadcaster.platform.page.dispatchEvent(new Event('pagehide'));
  await settle();
  assert.equal(broadcaster.to('signaling.leave').length, 0);
});

test('leaving is said, closes everything and needs no answer', async () => {
  const { room, gateway, clock, connection, heard } = await watching({ 'signaling.leave': undefined });
  const left = room.leave();
  await clock.advance(8_000);
  await left;
  assert.equal(gateway.last.to('signaling.leave').length, 1);
  assert.deepEqual([connection.connectionState, gateway.last.closed, room.media.getTracks()], ['closed', true, []]);
  assert.equal(heard.at(-1)[0], 'closed');
  await room.leave();
  await clock.advance(60_000);
  assert.equal(gateway.sockets.length, 1);
  assert.equal(clock.armed, 0);
});
