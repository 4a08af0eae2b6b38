import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, FakeMediaStream, FakeTrack, fakePlatform } from './fakes.mjs';

const { Player } = await import(new URL('media/player.js', CLIENT));

/** A player whose senders' tracks come out at the far end when they are described; `ended` are the ids of senders that are over. */
async function player() {
  const platform = fakePlatform();
  const stream = new FakeMediaStream();
  const [tracks, onTheirWay, ended] = [{}, [], []];
  const feederFor = ({ id }, [kind]) => {
    const track = new FakeTrack(kind, `${id} ${kind}`);
    tracks[track.id] = track;
    let isFed = false;
    return {
      edit: description => description,
      end: () => ended.push(id),
      feed: async () => {
        if (!isFed) onTheirWay.push(track);
        return isFed !== (isFed = true);
      },
    };
  };
  const all = new Player(platform, stream, feederFor);
  const [near, far] = platform.connections;
  far.setRemoteDescription = async () => onTheirWay.splice(0).forEach(track => far.ontrack({ track }));
  near.connectionState = 'connected';
  await all.open();
  return { player: all, tracks, ended, shown: () => stream.getTracks().map(({ id }) => id) };
}

test('another encoder has a decoder of its own, which is shown as soon as it has something', async () => {
  const { player: all, tracks, ended, shown } = await player();
  assert.deepEqual(shown(), ['player audio', 'player video']);
  await all.renew();
  assert.deepEqual([shown(), ended], [['player audio', 'player video'], []]);
  tracks['player 1 video'].onunmute();
  assert.deepEqual([shown(), ended], [['player audio', 'player 1 video'], ['player']]);
});

test('what is shown goes on until the next has something, also where yet another encoder came meanwhile', async () => {
  const { player: all, tracks, ended, shown } = await player();
  await all.renew();
  const again = all.renew();
  tracks['player 1 video'].onunmute();
  assert.deepEqual([shown(), ended], [['player audio', 'player 1 video'], ['player']]);
  await again;
  tracks['player 2 video'].onunmute();
  assert.deepEqual([shown(), ended], [['player audio', 'player 2 video'], ['player', 'player 1']]);
});

test('who was overtaken is not shown any more', async () => {
  const { player: all, tracks, ended, shown } = await player();
  await Promise.all([all.renew(), all.renew()]);
  tracks['player 2 video'].onunmute();
  tracks['player 1 video'].onunmute();
  assert.deepEqual([shown(), ended], [['player audio', 'player 2 video'], ['player', 'player 1']]);
});
