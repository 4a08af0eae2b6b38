import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, fakePlatform, problem, settle } from './fakes.mjs';

const { Peerstage } = await import(new URL('peerstage-client.js', CLIENT));

const event = position => ({ position, type: 'ProfileEdited', account: '0xaa', at: '2027-01-15T08:00:00.000Z', data: {} });
const frame = position => `id: ${position}\ndata: ${JSON.stringify(event(position))}\n\n`;

/** A response that a test writes by hand. */
function live() {
  let control;
  const body = new ReadableStream({ start: controller => { control = controller; } });
  return {
    response: new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }),
    write: text => control.enqueue(new TextEncoder().encode(text)),
    end: () => control.close(),
    break: () => control.error(new TypeError('network')),
  };
}

function following({ answers, after, signal }) {
  const calls = [];
  const platform = fakePlatform({
    fetch: async (url, init) => {
      calls.push({ url, ...init });
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      if (!answer) return new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason)));
      return answer;
    },
  });
  const events = new Peerstage({ url: 'https://stage.example' }, platform).followEvents({ after, signal });
  const seen = [];
  const done = (async () => { for await (const { position } of events) seen.push(position); })();
  return { calls, seen, done, events, clock: platform.clock, ids: () => calls.map(({ headers }) => headers['Last-Event-ID']) };
}

test('events come one by one, however the network cuts them', async () => {
  const control = new AbortController();
  const first = live();
  const { calls, seen, done } = following({ answers: [first.response], after: 6, signal: control.signal });
  await settle();
  assert.deepEqual([calls[0].url, calls[0].headers], ['https://stage.example/api/v1/events', { Accept: 'text/event-stream', 'Last-Event-ID': '6' }]);
  const all = 'retry: 2000\n\n' + frame(7) + ':\n\n' + frame(8);
  for (const piece of [all.slice(0, 20), all.slice(20, 21), all.slice(21, 60), all.slice(60)]) first.write(piece);
  await settle();
  assert.deepEqual(seen, [7, 8]);
  control.abort();
  await done;
  assert.ok(calls[0].signal.aborted);
});

test('a response that ends or breaks is followed by another from the last position, and nothing is seen twice', async () => {
  const control = new AbortController();
  const [first, second, third] = [live(), live(), live()];
  const { seen, ids, clock, done } = following({
    answers: [first.response, second.response, problem('unavailable', 503, {}, { 'Retry-After': '2' }), new TypeError('network'), third.response],
    signal: control.signal,
  });
  first.write('retry: 300\n\n' + frame(1) + frame(2));
  await settle();
  first.end();
  await clock.advance(299);
  assert.deepEqual(ids(), ['0']);
  await clock.advance(1);
  second.write(frame(2) + frame(3));
  await settle();
  second.break();
  await clock.advance(1_000);
  await clock.advance(2_000);
  await clock.advance(10_000);
  third.write(frame(4));
  await settle();
  assert.deepEqual(ids(), ['0', '2', '3', '3', '3']);
  assert.deepEqual(seen, [1, 2, 3, 4]);
  control.abort();
  await done;
  assert.equal(clock.armed, 0);
});

test('silence for 45 s counts as a broken network', async () => {
  const control = new AbortController();
  const { calls, clock, done } = following({ answers: [], signal: control.signal });
  await clock.advance(44_999);
  assert.equal(calls.length, 1);
  await clock.advance(3_000);
  assert.equal(calls.length, 2);
  control.abort();
  await done;
});

test('what is refused for good is thrown', async () => {
  const { done } = following({ answers: [problem('invalid-request', 400)], after: -1 });
  await assert.rejects(done, { name: 'invalid-request' });
});

test('who wants no more ends the response', async () => {
  const first = live();
  const calls = [];
  const platform = fakePlatform({ fetch: async (url, init) => { calls.push(init); return first.response; } });
  first.write(frame(1) + frame(2));
  for await (const { position } of new Peerstage({ url: 'https://stage.example' }, platform).followEvents()) {
    assert.equal(position, 1);
    break;
  }
  assert.ok(calls[0].signal.aborted);
  assert.equal(platform.clock.armed, 0);
});
