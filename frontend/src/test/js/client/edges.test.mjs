import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeTrack, settle } from './fakes.mjs';
import { broadcasting, someone, watching } from './people.mjs';

test('a child answers the offer, and candidates that came before it are added after it, in their order', async () => {
  const { tell, connections, to } = await someone();
  await tell('connect', { edge: 'e1', peer: 'them', as: 'child', standby: false });
  tell('signal', { edge: 'e1', candidate: { candidate: 'one' } });
  tell('signal', { edge: 'e1', description: { type: 'offer', sdp: 'theirs' } });
  tell('signal', { edge: 'e1', candidate: { candidate: 'two' } });
  await settle();
  assert.deepEqual(connections[0].calls, [
    ['setRemoteDescription', 'offer'], ['setLocalDescription', 'answer'], ['addIceCandidate', 'one'], ['addIceCandidate', 'two']]);
  assert.deepEqual(to('signaling.signal'), [{ edge: 'e1', description: { type: 'answer', sdp: 'answer of ours' } }]);

  connections[0].onicecandidate({ candidate: { toJSON: () => ({ candidate: 'mine' }) } });
  connections[0].onicecandidate({ candidate: null });
  await settle();
  assert.deepEqual(to('signaling.signal').slice(1), [{ edge: 'e1', candidate: { candidate: 'mine' } }]);
});

test('a child says media once, when frames are decoded', async () => {
  const { tell, clock, connections, to, heard, room } = await someone();
  await tell('connect', { edge: 'e1', peer: 'them', as: 'child', standby: false });
  await tell('signal', { edge: 'e1', description: { type: 'offer', sdp: 'theirs' } });
  connections[0].reports = [
    { type: 'inbound-rtp', kind: 'audio', packetsReceived: 9 }, { type: 'inbound-rtp', kind: 'video', framesDecoded: 0 }];
  await clock.advance(1_000);
  assert.deepEqual(to('signaling.edge'), [], 'sound without the picture that is to come is not the show');
  connections[0].reports[1].framesDecoded = 1;
  await clock.advance(1_000);
  assert.deepEqual(to('signaling.edge'), [{ edge: 'e1', state: 'media' }]);
  assert.deepEqual(heard, [['media', { media: room.media, edge: 'e1' }]]);
  assert.equal(room.state.receiving, true);
});

test('a browser that is slow to report is not asked again meanwhile', async () => {
  const { tell, clock, connections, to } = await someone();
  await tell('connect', { edge: 'e1', peer: 'them', as: 'child', standby: false });
  let asked = 0;
  let report;
  connections[0].getStats = () => {
    asked++;
    return new Promise(resolve => { report = resolve; });
  };
  await tell('signal', { edge: 'e1', description: { type: 'offer', sdp: 'theirs' } });
  await clock.advance(1_000);
  assert.equal(asked, 1);
  report(new Map([[1, { type: 'inbound-rtp', kind: 'video', framesDecoded: 1 }]]));
  await clock.advance(0);
  assert.equal(to('signaling.edge').length, 1);
});

test('where there is no picture, sound is media', async () => {
  const { tell, clock, connections, to } = await someone();
  await tell('connect', { edge: 'e1', peer: 'them', as: 'child', standby: false });
  connections[0].remoteTracks = [new FakeTrack('audio')];
  await tell('signal', { edge: 'e1', description: { type: 'offer', sdp: 'theirs' } });
  connections[0].reports = [{ type: 'inbound-rtp', kind: 'audio', packetsReceived: 1 }];
  await clock.advance(100);
  assert.deepEqual(to('signaling.edge'), [{ edge: 'e1', state: 'media' }]);
});

test('the stream to show stays the same object, and changes its tracks when the next parent brings frames', async () => {
  const { room, tell, connection, watch, connections, clock } = await watching();
  const { media } = room;
  assert.deepEqual(media.getTracks(), connection.remoteTracks);

  await tell('connect', { edge: 'e2', peer: 'other', as: 'child', standby: false });
  connections[1].remoteTracks = connection.remoteTracks.map(({ kind, id }) => new FakeTrack(kind, id)); // ids travel down the tree
  await tell('signal', { edge: 'e2', description: { type: 'offer', sdp: 'theirs' } });
  await clock.advance(300);
  assert.deepEqual(media.getTracks(), connection.remoteTracks, 'not before');
  connections[1].reports = [{ type: 'inbound-rtp', kind: 'video', framesDecoded: 1 }];
  await clock.advance(100);
  assert.deepEqual(media.getTracks(), connections[1].remoteTracks);

  await tell('release', { edge: 'e1' });
  assert.equal(connection.connectionState, 'closed');
  await tell('release', { edge: 'e2' });
  assert.deepEqual(media.getTracks(), connections[1].remoteTracks, 'the last picture stays');
  const third = await watch('e3');
  assert.deepEqual(media.getTracks(), third.remoteTracks);
  assert.equal(room.media, media);
});

test('the end of the show clears the picture, and the peer waits for the next one', async () => {
  const { room, tell, heard, connection, watch } = await watching();
  await tell('ended', { reason: 'stopped' });
  assert.deepEqual(heard.at(-1), ['ended', { reason: 'stopped' }]);
  assert.deepEqual([room.media.getTracks(), connection.connectionState, room.state.closed, room.state.receiving], [[], 'closed', false, false]);
  await watch('e2');
  assert.equal(room.media.getTracks().length, 2);
});

test('a parent offers a place for each track of the source, the codecs that every hop knows first', async () => {
  const { tell, connections, to, source } = await broadcasting();
  await tell('connect', { edge: 'e1', peer: 'viewer', as: 'parent', standby: false });
  assert.deepEqual(connections[0].calls, [
    ['addTransceiver', 'audio', 'sendonly', [source]],
    ['addTransceiver', 'video', 'sendonly', [source]],
    ['codecs', ['video/VP8', 'video/H264', 'video/VP9']],
    ['setLocalDescription', 'offer'],
  ]);
  assert.deepEqual(connections[0].sends, source.getTracks());
  assert.deepEqual(to('signaling.signal'), [{ edge: 'e1', description: { type: 'offer', sdp: 'offer of ours' } }]);
  await tell('signal', { edge: 'e1', candidate: { candidate: 'one' } });
  await tell('signal', { edge: 'e1', description: { type: 'answer', sdp: 'theirs' } });
  assert.deepEqual(connections[0].calls.slice(4), [['setRemoteDescription', 'answer'], ['addIceCandidate', 'one']]);
});

test('an edge says once that it failed, for whatever reason', async () => {
  const { tell, connections, to } = await someone();
  await tell('connect', { edge: 'e1', peer: 'them', as: 'child', standby: false });
  await tell('signal', { edge: 'e1', description: { type: 'offer', sdp: 'nonsense' } });
  connections[0].become('failed');
  await settle();
  assert.deepEqual(to('signaling.edge'), [{ edge: 'e1', state: 'failed' }]);
});

test('messages about an edge that is not, or not any more, do nothing', async () => {
  const { tell, connections, to, connection } = await watching();
  await tell('signal', { edge: 'never', candidate: { candidate: 'x' } });
  await tell('release', { edge: 'never' });
  await tell('connect', { edge: 'e1', peer: 'them', as: 'child', standby: false });
  assert.equal(connections.length, 1, 'a message that came twice counts once');
  await tell('release', { edge: 'e1' });
  await tell('signal', { edge: 'e1', candidate: { candidate: 'late' } });
  connection.onconnectionstatechange?.();
  assert.equal(to('signaling.edge').length, 1);
});

test('a browser that makes no more connections says that the edge failed', async () => {
  const { platform, tell, to } = await someone();
  platform.newPeerConnection = () => { throw new Error('too many'); };
  await tell('connect', { edge: 'e1', peer: 'them', as: 'child', standby: false });
  assert.deepEqual(to('signaling.edge'), [{ edge: 'e1', state: 'failed' }]);
});

test('what a viewer is fed with is counted over all its edges', async () => {
  const { room, connection, tell, watch } = await watching();
  connection.reports = [{ type: 'inbound-rtp', kind: 'video', framesDecoded: 40, timestamp: 1 }];
  assert.equal((await room.stats()).framesDecoded, 40);
  connection.reports[0].framesDecoded = 50;
  await tell('release', { edge: 'e1' });
  assert.equal((await room.stats()).framesDecoded, 50);
  const next = await watch('e2');
  next.reports = [{ type: 'inbound-rtp', kind: 'video', framesDecoded: 3, timestamp: 2 }];
  assert.equal((await room.stats()).framesDecoded, 53);
});
