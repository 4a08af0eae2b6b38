import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, fakePlatform, notes, settle } from './fakes.mjs';

const { Peerstage } = await import(new URL('peerstage-client.js', CLIENT));

const change = { id: '1-x', status: 'live', watchers: 3, version: 1 };

async function watching(ids, answers = {}) {
  const platform = fakePlatform();
  Object.assign(platform.gateway.answers, { 'session.open': {}, 'streams.watch': {}, ...answers });
  const watch = new Peerstage({ url: 'https://stage.example' }, platform).watchStreams(ids);
  const heard = notes(watch, 'changed', 'connected', 'refused');
  await settle();
  await settle();
  return { watch, heard, platform, gateway: platform.gateway, clock: platform.clock };
}

test('the whole schedule is watched by a visitor, and what changes is told', async () => {
  const { watch, heard, gateway } = await watching();
  assert.deepEqual(gateway.last.sent.map(({ address, body }) => [address, body]), [['session.open', {}], ['streams.watch', {}]]);
  assert.deepEqual([watch.connected, heard.map(([type]) => type)], [true, ['connected']]);
  gateway.last.tell('streams.changed', change);
  await settle();
  assert.deepEqual(heard[1], ['changed', change]);
  watch.close();
});

test('others are asked for on the same connection', async () => {
  const { watch, heard, gateway } = await watching(['1-x']);
  watch.ids = ['2-y'];
  await settle();
  assert.deepEqual(gateway.last.to('streams.watch'), [{ ids: ['1-x'] }, { ids: ['2-y'] }]);
  assert.deepEqual(heard.map(([type]) => type), ['connected', 'connected']);
  assert.equal(gateway.sockets.length, 1);
  watch.close();
});

test('after a broken socket, and when it is moved, it watches again and says that the list is to be read', async () => {
  const { watch, heard, gateway, clock } = await watching(['1-x']);
  gateway.last.close();
  await clock.advance(500);
  await settle();
  assert.deepEqual(gateway.last.to('streams.watch'), [{ ids: ['1-x'] }]);
  gateway.last.tell('moved', {});
  await clock.advance(0);
  await settle();
  await settle();
  assert.equal(gateway.sockets.length, 3);
  assert.deepEqual(gateway.last.to('streams.watch'), [{ ids: ['1-x'] }]);
  assert.deepEqual(heard.map(([type]) => type), ['connected', 'connected', 'connected']);
  watch.close();
});

test('a server that is away at first is tried again until it is there', async () => {
  const platform = fakePlatform();
  Object.assign(platform.gateway.answers, { 'session.open': {}, 'streams.watch': {} });
  platform.gateway.up = false;
  const watch = new Peerstage({ url: 'https://stage.example' }, platform).watchStreams();
  const heard = notes(watch, 'connected');
  await platform.clock.advance(5_000);
  assert.ok(platform.gateway.attempts > 2 && !watch.connected);
  platform.gateway.up = true;
  await platform.clock.advance(10_000);
  assert.deepEqual([watch.connected, heard.length], [true, 1]);
  watch.close();
  assert.equal(platform.clock.armed, 0);
});

test('a wish that is refused for good closes it', async () => {
  const { watch, heard, platform } = await watching(['bad'], { 'streams.watch': { failureCode: 4000, message: '/ids must be the ids of streams' } });
  assert.deepEqual(heard.map(([type, { name } = {}]) => [type, name]), [['refused', 'invalid-request']]);
  assert.equal(watch.connected, false);
  await platform.clock.advance(60_000);
  assert.equal(platform.gateway.sockets.length, 1);
});
