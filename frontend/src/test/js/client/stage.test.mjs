import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, FakeStorage, fakePlatform, json, notes, problem, settle } from './fakes.mjs';

const { Peerstage, PeerstageError } = await import(new URL('peerstage-client.js', CLIENT));

const url = 'https://Stage.example:443/some/page';
const ada = { account: '0x' + 'aa'.repeat(32), alg: 'ED25519-TEXT', sign: async () => new Uint8Array(64) };
const me = { account: ada.account, expiresAt: '2027-01-15T20:00:00.000Z', registered: true, admin: false };

/** A stage whose server gives these answers one after the other; `calls` are what it was asked. */
function stageWith(...answers) {
  const calls = [];
  const platform = fakePlatform({
    fetch: async (address, init) => {
      calls.push({ address, ...init });
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { stage: new Peerstage({ url }, platform), calls, platform };
}

async function signedIn(...answers) {
  const all = stageWith(json(200, me), ...answers);
  await all.stage.signIn(ada);
  all.calls.length = 0;
  return all;
}

/** What becomes of it when all waits are over. */
async function inTheEnd(platform, promise) {
  const outcome = promise.then(value => ({ value }), error => ({ error }));
  await platform.clock.advance(60_000);
  return outcome;
}

test('signing in shows the site, its origin and no more, and keeps the token once the server took it', async () => {
  const { stage, calls, platform } = stageWith(json(200, me));
  const heard = notes(stage, 'signedin', 'signedout');
  let shown;
  const answer = await stage.signIn({ ...ada, sign: async text => { shown = text; return new Uint8Array(64); } }, { hours: 2 });
  assert.deepEqual(shown.split('\n').slice(0, 3),
    ['Sign in to https://stage.example', `with account ${ada.account}`, 'until 2027-01-15T10:00:00Z.']);
  assert.deepEqual(answer, me);
  assert.deepEqual([stage.signedIn, stage.account, stage.expiresAt], [true, ada.account, new Date('2027-01-15T10:00:00Z')]);
  assert.deepEqual(heard.map(([type]) => type), ['signedin']);
  const token = platform.localStorage.getItem('peerstage:token:https://stage.example');
  assert.equal(calls[0].headers.Authorization, `Bearer ${token}`);
});

test('a token that the server refuses is not kept', async () => {
  const { stage, platform } = stageWith(problem('invalid-token', 401));
  const heard = notes(stage, 'signedin', 'signedout');
  await assert.rejects(stage.signIn(ada), { name: 'invalid-token', status: 401 });
  assert.deepEqual([stage.signedIn, platform.localStorage.items.size, heard], [false, 0, []]);
});

test('a sign-in lasts more than nothing and a day at most', async () => {
  const { stage } = stageWith();
  for (const hours of [0, -1, 25, NaN]) await assert.rejects(stage.signIn(ada, { hours }), { name: 'invalid-request' });
});

test('a reload stays signed in', async () => {
  const { stage, platform } = await signedIn();
  const reloaded = new Peerstage({ url }, platform);
  assert.equal(reloaded.account, stage.account);
});

test('a kept token that is over or spoiled is forgotten at the start', async () => {
  const { platform } = await signedIn();
  await platform.clock.advance(13 * 3600_000);
  assert.equal(new Peerstage({ url }, platform).signedIn, false);
  platform.localStorage.setItem('peerstage:token:https://stage.example', 'spoiled');
  assert.equal(new Peerstage({ url }, platform).signedIn, false);
  assert.equal(platform.localStorage.items.size, 0);
});

test('a storage of its own is used, and a forbidden one costs the reload only', async () => {
  const storage = new FakeStorage();
  const forbidden = { getItem() { throw new Error(); }, setItem() { throw new Error(); }, removeItem() { throw new Error(); } };
  for (const each of [storage, forbidden]) {
    const stage = new Peerstage({ url, storage: each }, fakePlatform({ fetch: async () => json(200, me) }));
    await stage.signIn(ada);
    assert.ok(stage.signedIn);
  }
  assert.equal(storage.items.size, 1);
});

test('the end of the token signs out', async () => {
  const { stage, platform } = await signedIn();
  const heard = notes(stage, 'signedout');
  await platform.clock.advance(12 * 3600_000);
  assert.deepEqual([stage.signedIn, heard], [false, [['signedout', { reason: 'expired' }]]]);
});

test('signing in and out in another tab is followed', async () => {
  const { stage, platform } = stageWith(json(200, me), json(204));
  const otherTab = new Peerstage({ url }, platform);
  const heard = notes(otherTab, 'signedin', 'signedout');
  const tell = () => platform.page.dispatchEvent(Object.assign(new Event('storage'), { key: 'peerstage:token:https://stage.example' }));
  await stage.signIn(ada);
  tell();
  assert.equal(otherTab.account, ada.account);
  await stage.signOut();
  tell();
  assert.deepEqual(heard.map(([type, { reason }]) => [type, reason]), [['signedin', undefined], ['signedout', 'elsewhere']]);
});

test('signing out revokes the token, everywhere if wanted', async () => {
  for (const [options, path] of [[undefined, '/me/token'], [{ all: true }, '/me/token?all=true']]) {
    const { stage, calls } = await signedIn(json(204));
    await stage.signOut(options);
    assert.deepEqual([calls[0].method, calls[0].address], ['DELETE', 'https://stage.example/api/v1' + path]);
    assert.equal(stage.signedIn, false);
  }
});

test('signing out forgets the token even if the server is away, and says that it was', async () => {
  const { stage, platform } = await signedIn(...Array.from({ length: 5 }, () => new TypeError('network')));
  const out = stage.signOut();
  assert.equal(stage.signedIn, false); // at once
  assert.equal((await inTheEnd(platform, out)).error.name, 'unavailable');
});

test('a token that the server does not accept any more is forgotten', async () => {
  const { stage } = await signedIn(problem('invalid-token', 401));
  const heard = notes(stage, 'signedout');
  await assert.rejects(stage.getMe(), { name: 'invalid-token' });
  assert.deepEqual([stage.signedIn, heard[0][1]], [false, { reason: 'invalid-token' }]);
});

test('an answer about an older token does not sign out', async () => {
  let answer;
  const { stage } = await signedIn(new Promise(resolve => { answer = resolve; }), json(200, me));
  const late = assert.rejects(stage.getMe(), { name: 'invalid-token' });
  await settle();
  await stage.signIn({ ...ada, account: '0x' + 'bb'.repeat(32) });
  answer(problem('invalid-token', 401));
  await late;
  assert.equal(stage.account, '0x' + 'bb'.repeat(32));
});

test('operations fill the path, then the body, then the rest', async () => {
  const { stage, calls } = await signedIn(...Array.from({ length: 5 }, () => json(200, {})));
  await stage.getProfile('a/b');
  await stage.listStreams({ status: 'live', q: 'ä &', cursor: undefined });
  await stage.editStream('1-x', { description: null }, { ifVersion: 3 });
  await stage.scheduleStream({ title: 'T' }, { idempotencyKey: 'k' });
  await stage.subscribe('0xbb');
  assert.deepEqual(calls.map(({ method, address, body }) => [method, address.slice('https://stage.example/api/v1'.length), body]), [
    ['GET', '/profiles/a%2Fb', undefined],
    ['GET', '/streams?status=live&q=%C3%A4+%26', undefined],
    ['PATCH', '/streams/1-x', '{"description":null}'],
    ['POST', '/streams', '{"title":"T"}'],
    ['PUT', '/me/subscriptions/0xbb', undefined],
  ]);
  assert.deepEqual([calls[2].headers['Content-Type'], calls[2].headers['If-Match']], ['application/merge-patch+json', '"3"']);
  assert.deepEqual([calls[3].headers['Content-Type'], calls[3].headers['Idempotency-Key']], ['application/json', 'k']);
});

test('a picture is sent as it is, under its own type', async () => {
  const { stage, calls } = await signedIn(json(201, { link: '/images/x' }));
  const picture = new Blob(['bytes'], { type: 'image/png' });
  assert.deepEqual(await stage.uploadImage(picture), { link: '/images/x' });
  assert.deepEqual([calls[0].method, calls[0].address], ['POST', 'https://stage.example/api/v1/images']);
  assert.equal(calls[0].body, picture);
  assert.equal(calls[0].headers['Content-Type'], 'image/png');
  await assert.rejects(stage.uploadImage(), { name: 'invalid-request', message: 'uploadImage needs a file' });
  assert.equal(calls.length, 1);
});

test('a refused picture says why', async () => {
  const { stage } = await signedIn(problem('too-large', 413));
  await assert.rejects(stage.uploadImage(new Blob(['bytes'], { type: 'image/png' })), { name: 'too-large', status: 413 });
});

test('a feed comes as the text that it is', async () => {
  const atom = '<feed xmlns="http://www.w3.org/2005/Atom"/>';
  const { stage, calls } = stageWith(new Response(atom, { headers: { 'Content-Type': 'application/atom+xml' } }));
  assert.equal(await stage.getProfileFeed('0xa1'), atom);
  assert.equal(calls[0].address, 'https://stage.example/api/v1/profiles/0xa1/streams.atom');
  assert.equal(calls[0].headers.Accept, '*/*');
});

test('servers for connections are asked for with the token', async () => {
  const given = { iceServers: [{ urls: ['stun:stun.example:3478'] }] };
  const { stage, calls } = await signedIn(json(200, given));
  assert.deepEqual(await stage.getIceServers(), given);
  assert.deepEqual([calls[0].method, calls[0].address], ['GET', 'https://stage.example/api/v1/ice-servers']);
  assert.match(calls[0].headers.Authorization, /^Bearer /);
});

test('an operation without its name is refused before it asks for something else', async () => {
  const { stage, calls } = stageWith();
  await assert.rejects(stage.deleteStream(undefined), { name: 'invalid-request', message: 'deleteStream needs id' });
  assert.equal(calls.length, 0);
});

test('a problem document becomes an error with its name, status, sentence and faults', async () => {
  const errors = [{ pointer: '/title', detail: 'is missing' }];
  const { stage } = stageWith(problem('invalid-request', 400, { errors, instance: 'r-1' }));
  const error = await stage.scheduleStream({}).catch(e => e);
  assert.ok(error instanceof PeerstageError && error instanceof Error);
  assert.deepEqual([error.name, error.status, error.detail, error.message, error.errors, error.requestId],
    ['invalid-request', 400, 'because invalid-request', 'because invalid-request', errors, 'r-1']);
});

test('an answer that no gateway of ours wrote is an error too', async () => {
  const gateway = () => new Response('<h1>Bad gateway</h1>', { status: 502 });
  const { stage, platform } = stageWith(gateway(), gateway(), gateway(), gateway(), gateway());
  const { error } = await inTheEnd(platform, stage.getMe());
  assert.deepEqual([error.name, error.status], ['unavailable', 502]);
});

test('what nobody answered is asked again, in waits that grow', async () => {
  const { stage, calls, platform } = stageWith(
    new TypeError('network'), new Response('', { status: 502 }), problem('timeout', 504), new Response('<h1>', { status: 200 }), json(200, me));
  const answer = stage.getMe();
  for (const [wait, asked] of [[0, 1], [374, 1], [1, 2], [875, 3], [1874, 3], [1, 4], [3750, 5]]) {
    await platform.clock.advance(wait);
    assert.equal(calls.length, asked);
  }
  assert.deepEqual(await answer, me);
});

test('after five times it is given up', async () => {
  const { stage, calls, platform } = stageWith(...Array.from({ length: 6 }, () => new TypeError('network')));
  const { error } = await inTheEnd(platform, stage.getMe());
  assert.deepEqual([error.name, error.status, calls.length], ['unavailable', 0, 5]);
});

test('the time that a server names is waited for, unless it is long', async () => {
  const busy = after => problem('unavailable', 503, {}, { 'Retry-After': after });
  const { stage, calls, platform } = stageWith(busy('2'), json(200, me), busy('600'));
  const first = stage.getMe();
  await platform.clock.advance(2499);
  assert.equal(calls.length, 1);
  await platform.clock.advance(1);
  assert.deepEqual(await first, me);
  await assert.rejects(stage.getMe(), { name: 'unavailable', retryAfter: 600 });
});

test('a refusal is an answer', async () => {
  const { stage, calls } = stageWith(
    problem('too-many-requests', 429, {}, { 'Retry-After': '1' }), problem('internal', 500), problem('banned', 403));
  for (const name of ['too-many-requests', 'internal', 'banned']) await assert.rejects(stage.getMe(), { name });
  assert.equal(calls.length, 3);
});

test('what schedules has one key for all its tries', async () => {
  const { stage, calls, platform } = stageWith(new TypeError('network'), json(201, { id: 'a' }), json(201, { id: 'b' }));
  const { value } = await inTheEnd(platform, stage.scheduleStream({ title: 'a' }));
  assert.equal(value.id, 'a');
  const keys = calls.map(({ headers }) => headers['Idempotency-Key']);
  assert.equal(keys[0], keys[1]);
  assert.ok(keys[0].length > 20);
  await stage.scheduleStream({ title: 'b' }, { idempotencyKey: 'mine' });
  assert.equal(calls[2].headers['Idempotency-Key'], 'mine');
});

test('an edit of a certain version is asked once: the first may have been taken', async () => {
  const { stage, calls, platform } = stageWith(problem('unavailable', 503), problem('unavailable', 503), json(200, { id: 'a' }));
  await assert.rejects(stage.editStream('a', { title: 'b' }, { ifVersion: 3 }), { name: 'unavailable' });
  const { value } = await inTheEnd(platform, stage.editStream('a', { title: 'b' }));
  assert.deepEqual([value.id, calls.length], ['a', 3]);
});

test('what was deleted by a try that nobody answered is deleted', async () => {
  const { stage, platform } = stageWith(new TypeError('network'), problem('stream-not-found', 404), problem('stream-not-found', 404));
  assert.deepEqual(await inTheEnd(platform, stage.deleteStream('a')), { value: undefined });
  await assert.rejects(stage.deleteStream('a'), { name: 'stream-not-found' });
});

test('a call that is given up stays given up, also while it waits', async () => {
  const { stage, calls } = stageWith(problem('unavailable', 503, {}, { 'Retry-After': '5' }));
  const control = new AbortController();
  const given = assert.rejects(stage.listStreams({ signal: control.signal }), { name: 'AbortError' });
  await settle();
  control.abort();
  await given;
  assert.equal(calls.length, 1);
});
