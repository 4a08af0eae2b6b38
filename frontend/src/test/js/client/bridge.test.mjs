import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, FakeClock, FakeGateway, settle } from './fakes.mjs';

const { Bridge } = await import(new URL('bridge.js', CLIENT));
const { fromFrame } = await import(new URL('error.js', CLIENT));

function bridgeTo(gateway, { greet = async () => {} } = {}) {
  const clock = new FakeClock();
  const page = new EventTarget();
  const told = [];
  const bridge = new Bridge({
    url: 'https://stage.example/eventbus', openSocket: gateway.openSocket, clock, page, random: () => 0.5, greet,
    received: (address, body) => told.push([address, body]),
    broken: detail => told.push(['broken', detail]),
    restored: detail => told.push(['restored', detail]),
    refused: error => told.push(['refused', error.name]),
  });
  return { bridge, clock, page, told };
}

test('an answer goes to its question, whatever their order', async () => {
  const gateway = new FakeGateway();
  const { bridge } = bridgeTo(gateway);
  await bridge.start();
  const [first, second] = [bridge.ask('a', { n: 1 }), bridge.ask('b', { n: 2 })];
  await settle();
  const [one, two] = gateway.last.sent;
  assert.deepEqual([one.type, one.address, one.body], ['send', 'a', { n: 1 }]);
  assert.notEqual(one.replyAddress, two.replyAddress);
  gateway.last.deliver({ type: 'rec', address: two.replyAddress, body: { answer: 2 } });
  gateway.last.deliver({ type: 'err', address: one.replyAddress, failureCode: 4032, failureType: 'RECIPIENT_FAILURE', message: 'subscribe first' });
  assert.deepEqual(await second, { answer: 2 });
  await assert.rejects(first, { name: 'not-subscribed', status: 403, message: 'subscribe first' });
  bridge.close();
});

test('numbers of refusals have names, unknown ones that of their status', () => {
  const named = failure => { const { name, status } = fromFrame(failure); return [name, status]; };
  assert.deepEqual(named({ failureCode: 4091 }), ['already-live', 409]);
  assert.deepEqual(named({ failureCode: 4099 }), ['conflict', 409]);
  assert.deepEqual(named({ failureCode: -1, failureType: 'NO_HANDLERS' }), ['unavailable', 503]);
  assert.deepEqual(named({ failureCode: -1, failureType: 'TIMEOUT' }), ['timeout', 504]);
  assert.deepEqual(fromFrame({ failureCode: 4000, message: '/streamId is missing\n/edges/0 must be text' }).errors,
    [{ pointer: '/streamId', detail: 'is missing' }, { pointer: '/edges/0', detail: 'must be text' }]);
});

test('a question without an answer is given up after 8 s', async () => {
  const { bridge, clock } = bridgeTo(new FakeGateway());
  await bridge.start();
  const asked = assert.rejects(bridge.ask('silence', {}), { name: 'timeout' });
  await clock.advance(8_000);
  await asked;
  bridge.close();
});

test('a connection that breaks takes its questions with it', async () => {
  const gateway = new FakeGateway();
  const { bridge } = bridgeTo(gateway);
  await bridge.start();
  const asked = assert.rejects(bridge.ask('a', {}), { name: 'unavailable' });
  await settle();
  gateway.last.close();
  await asked;
  bridge.close();
});

test('pings keep a quiet connection', async () => {
  const gateway = new FakeGateway();
  const { bridge, clock, told } = bridgeTo(gateway);
  await bridge.start();
  await clock.advance(60_000);
  assert.equal(gateway.last.sent.filter(({ type }) => type === 'ping').length, 15);
  assert.deepEqual(told, []);
  bridge.close();
});

test('a network that is gone without a word is noticed by its silence', async () => {
  const gateway = new FakeGateway();
  const { bridge, clock, told } = bridgeTo(gateway);
  await bridge.start();
  gateway.last.silent = true;
  await clock.advance(11_999);
  assert.deepEqual(told, []);
  await clock.advance(1);
  assert.deepEqual(told, [['broken', { attempt: 1, inMs: 500 }]]);
  bridge.close();
});

test('the first connection is tried once, and what went wrong is told', async () => {
  const away = new FakeGateway();
  away.up = false;
  await assert.rejects(bridgeTo(away).bridge.start(), { name: 'unavailable' });
  const refusing = bridgeTo(new FakeGateway(), { greet: async () => { throw fromFrame({ failureCode: 4041 }); } });
  await assert.rejects(refusing.bridge.start(), { name: 'stream-not-found' });
  await refusing.clock.advance(60_000);
  assert.deepEqual(refusing.told, []);
});

test('a connection is made again, later and later, until it works', async () => {
  const gateway = new FakeGateway();
  const greeted = [];
  const { bridge, clock, told } = bridgeTo(gateway, { greet: async connection => void greeted.push(connection) });
  await bridge.start();
  gateway.up = false;
  gateway.last.close();
  await clock.advance(40_000);
  assert.deepEqual(told.map(([, { inMs }]) => inMs), [500, 1000, 2000, 4000, 7500, 7500, 7500, 7500, 7500]);
  gateway.up = true;
  await clock.advance(7_500);
  assert.equal(told.at(-1)[0], 'restored');
  assert.equal(greeted.length, 2);

  gateway.last.close();
  await settle();
  assert.deepEqual(told.at(-1), ['broken', { attempt: 1, inMs: 500 }], 'the next time begins anew');
  bridge.close();
});

test('asked to reconnect it does so now, and so it does when the network is back', async () => {
  const gateway = new FakeGateway();
  const { bridge, clock, page, told } = bridgeTo(gateway);
  await bridge.start();
  bridge.reconnect();
  await clock.advance(0);
  await settle();
  assert.deepEqual(told.map(([type]) => type), ['broken', 'restored']);
  assert.equal(told[0][1].inMs, 0);

  gateway.up = false;
  gateway.last.close();
  await clock.advance(20_000);
  gateway.up = true;
  page.dispatchEvent(new Event('online'));
  await clock.advance(0);
  await settle();
  assert.equal(told.at(-1)[0], 'restored');
  page.dispatchEvent(new Event('online'));
  await settle();
  assert.equal(told.at(-1)[0], 'restored', 'a connection that works is kept');
  bridge.close();
});

test('a question waits for the next connection, but not for ever', async () => {
  const gateway = new FakeGateway({ a: { ok: true } });
  const { bridge, clock } = bridgeTo(gateway);
  await bridge.start();
  gateway.last.close();
  await settle();
  const asked = bridge.ask('a', {});
  await clock.advance(500);
  assert.deepEqual(await asked, { ok: true });

  gateway.up = false;
  gateway.last.close();
  await settle();
  const vain = assert.rejects(bridge.ask('a', {}), { name: 'unavailable' });
  await clock.advance(10_000);
  await vain;
  bridge.close();
});

test('refused for a passing reason it tries again, refused for good it ends', async () => {
  const answers = [undefined, fromFrame({ failureCode: 5030 }), fromFrame({ failureCode: 4290 }), undefined, fromFrame({ failureCode: 4032 })];
  const gateway = new FakeGateway();
  const { bridge, clock, told } = bridgeTo(gateway, { greet: async () => { const refusal = answers.shift(); if (refusal) throw refusal; } });
  await bridge.start();
  gateway.last.close();
  await clock.advance(3_500);
  assert.deepEqual(told.map(([type]) => type), ['broken', 'broken', 'broken', 'restored']);
  gateway.last.close();
  await clock.advance(500);
  assert.deepEqual(told.at(-1), ['refused', 'not-subscribed']);
  await clock.advance(60_000);
  assert.equal(gateway.sockets.length, 5);
});

test('closed is closed: nothing is armed and nobody calls', async () => {
  const gateway = new FakeGateway();
  for (const when of ['connected', 'waiting', 'opening']) {
    const { bridge, clock, told } = bridgeTo(gateway);
    await bridge.start();
    if (when !== 'connected') gateway.last.close();
    if (when === 'waiting') await settle();
    if (when === 'opening') await clock.advance(500);
    bridge.close();
    await clock.advance(0);
    await settle();
    const before = told.length;
    await clock.advance(60_000);
    assert.equal(told.length, before, when);
    assert.equal(clock.armed, 0, when);
    assert.ok(gateway.last.closed, when);
    await assert.rejects(bridge.ask('a', {}), { name: 'unavailable' });
  }
});
