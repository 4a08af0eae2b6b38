import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, FakeClock } from './fakes.mjs';
import { camera, broadcasting, entered, someone, watching } from './people.mjs';

const { Receiving } = await import(new URL('receiving.js', CLIENT));

const states = to => to('signaling.edge').map(({ edge, state }) => `${edge} ${state}`);
const flowing = [{ type: 'inbound-rtp', kind: 'video', framesDecoded: 1 }];

/** A viewer whose parent and standby both beat, and what they hear of it. */
async function betweenTwo() {
  const all = await watching();
  const standby = await all.standBy('e2');
  all.connection.channelsCome();
  standby.channelsCome();
  let n = 1_000;
  const beat = async (from, times = 1) => {
    for (let i = 0; i < times; i++) {
      n++;
      for (const connection of from) connection.channels.beats.told({ n, frames: n });
      await all.clock.advance(100);
    }
  };
  return { ...all, standby, beat };
}

test('a dead parent is left for the standby without asking the server, who is told', async () => {
  const { connection, standby, beat, to, room, clock } = await betweenTwo();
  await beat([connection, standby], 5);
  assert.deepEqual(standby.channels.words.sent, []);
  await beat([standby], 4);
  assert.deepEqual(standby.channels.words.sent, [{ word: 'take', after: null }]);
  standby.channels.words.told({ word: 'taken' });
  standby.reports = flowing;
  await clock.advance(100);
  assert.deepEqual(states(to).slice(-2), ['e2 switched', 'e2 media']);
  assert.deepEqual(room.media.getTracks(), standby.remoteTracks);
});

test('a standby that is full, or does not answer, sends us to the server', async () => {
  for (const answers of [true, false]) {
    const { connection, standby, beat, to, clock } = await betweenTwo();
    await beat([connection, standby], 2);
    await beat([standby], 4);
    if (answers) standby.channels.words.told({ word: 'full' });
    else await clock.advance(300);
    assert.equal(states(to).filter(state => state === 'e1 failed').length, 1);
  }
});

test('a broadcaster who is away makes nobody move', async () => {
  const { connection, standby, beat, to, clock } = await betweenTwo();
  await beat([connection, standby], 5);
  await clock.advance(20_000);
  assert.deepEqual(states(to), ['e1 media', 'e2 standby']);
  assert.deepEqual(standby.channels.words.sent, []);
});

test('beats are passed on once, to those whom we feed and those for whom we stand by', async () => {
  const { connection, standby, beat, feed } = await betweenTwo();
  const [below, beside] = [await feed('e3'), await feed('e4', true)];
  below.channels.beats.open();
  beside.channels.beats.open();
  await beat([connection, standby], 3);
  assert.deepEqual(below.channels.beats.sent.map(({ n }) => n), [1_001, 1_002, 1_003]);
  assert.deepEqual(beside.channels.beats.sent, below.channels.beats.sent);
  below.channels.beats.bufferedAmount = 40;
  await beat([connection]);
  assert.equal(below.channels.beats.sent.length, 3, 'a connection that is full gets the next one');
});

test('who stands by feeds a child that says its parent is dead, as long as it can', async () => {
  const { feed, connection, room } = await watching();
  const ask = async edge => {
    const child = await feed(edge, true);
    child.channels.words.open();
    child.channels.words.told({ word: 'take', after: null });
    return child;
  };
  const children = [await ask('e3'), await ask('e4'), await ask('e5'), await ask('e6')];
  assert.deepEqual(children.map(({ channels }) => channels.words.sent[0].word), ['taken', 'taken', 'taken', 'full']);
  await feed('e7'); // and time for the senders
  assert.deepEqual(children[0].sends, connection.remoteTracks);
  assert.deepEqual(children[3].sends, [null, null]);
  assert.equal(room.state.feeding, 4);
});

test('a broadcaster beats ten times a second while it shows something, on in the same count after a reload', async () => {
  const { feedViewer, clock, room } = await broadcasting();
  const child = await feedViewer('e1');
  child.channels.beats.open();
  await clock.advance(1_000);
  const { sent } = child.channels.beats;
  assert.equal(sent.length, 10);
  assert.deepEqual(sent.map(({ n }) => n - sent[0].n), [...sent.keys()]);
  assert.equal(sent[0].n, Math.floor((clock.now() - 900) / 100));
  assert.equal(sent.at(-1).frames - sent[0].frames, 9, 'without names it says that there is something, not how much');
  await room.stop();
  await clock.advance(1_000);
  assert.equal(sent.length, 10);
});

test('what another program says by the channels is passed over', async () => {
  const { connection, to } = await betweenTwo();
  for (const text of ['{', '7', 'null', '{}', '{"word":"never"}', '{"n":"x"}']) {
    connection.channels.words.told(text);
    connection.channels.beats.told(text);
  }
  assert.deepEqual(states(to), ['e1 media', 'e2 standby']);
});

test('who wants no standby says so', async () => {
  const all = await someone();
  const { stage, platform } = all;
  const careful = new stage.constructor({ url: 'https://stage.example', standby: false, maxChildren: 1 }, platform);
  await careful.enter('1-first-light');
  const asked = platform.gateway.last.to('signaling.enter').at(-1);
  assert.equal(asked.maxChildren, 1);
  await all.tell('connect', { edge: 'e9', peer: 'other', as: 'child', standby: true });
  assert.deepEqual(all.to('signaling.edge').map(({ edge, state }) => `${edge} ${state}`), ['e9 failed']);
});

const newest = { encoding: 7, number: 41 };

/** The edges of one who receives, without a room around them. */
function receivingAlone() {
  const [clock, said] = [new FakeClock(), []];
  const received = { edge: null, goesOver: true, show: () => {}, lookAt: () => {}, forget: () => {}, expect: () => {} };
  const receiving = new Receiving({ received, look: async () => ({ newest, frames: 42 }) }, {
    clock, say: () => {}, mediaFlows: () => {}, changed: () => {}, pass: () => {},
  });
  const connection = { connectionState: 'connected', getStats: async () => new Map() };
  const channels = { say: word => said.push(word) };
  return { receiving, clock, said, edge: (id, standby) => receiving.add({ id, peer: 'p', standby, connection, channels }) };
}

test('a standby that the server makes the source is told what we have, so that no key frame is waited for', async () => {
  const { receiving, edge, said } = receivingAlone();
  await receiving.activate(edge('e1', false));
  assert.deepEqual(said, []);
  await receiving.activate(edge('e2', true));
  assert.deepEqual(said, [{ word: 'take', after: newest }]);
});

test('a parent that brings nothing and does not beat any more is left without waiting for another beat', async () => {
  const { receiving, clock, edge, said } = receivingAlone();
  const [source, standby] = [edge('e1', false), edge('e2', true)];
  await receiving.activate(source);
  receiving.beat(source, { n: 1, frames: 1 });
  receiving.beat(standby, { n: 1, frames: 1 });
  await clock.advance(95);
  receiving.beat(standby, { n: 2, frames: 1 });
  source.quiet(1);
  await clock.advance(40);
  assert.deepEqual(said, [], 'its next may be on its way');
  await clock.advance(20);
  assert.deepEqual(said, [{ word: 'take', after: newest }]);
});
