import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, FakeClock, FakeStorage, settle } from './fakes.mjs';

const { takeResumeSecret } = await import(new URL('resume.js', CLIENT));

/** The Web Locks of one browser. */
class FakeLocks {
  #held = new Map();

  async request(name, { signal }, work) {
    while (this.#held.has(name)) {
      await Promise.race([this.#held.get(name), new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))]);
    }
    const held = work();
    this.#held.set(name, held);
    await held;
    this.#held.delete(name);
  }
}

let drawn = 0;
const platform = (more = {}) => ({
  sessionStorage: new FakeStorage(), locks: new FakeLocks(), clock: new FakeClock(),
  randomBytes: count => new Uint8Array(count).fill(++drawn), ...more,
});

test('a reload is the same peer, and another stream another secret', async () => {
  const tab = platform();
  const first = await takeResumeSecret('1-a', tab);
  assert.match(first.secret, /^[A-Za-z0-9_-]{43}$/);
  first.release();
  await settle();
  assert.equal((await takeResumeSecret('1-a', tab)).secret, first.secret);
  assert.notEqual((await takeResumeSecret('1-b', tab)).secret, first.secret);
});

test('a reload waits a moment for its former self', async () => {
  const tab = platform();
  const first = await takeResumeSecret('1-a', tab);
  const second = takeResumeSecret('1-a', tab);
  await tab.clock.advance(300);
  first.release();
  assert.equal((await second).secret, first.secret);
});

test('a duplicated tab gets a secret of its own, and leaves the first one in peace', async () => {
  const tab = platform();
  const first = await takeResumeSecret('1-a', tab);
  const copy = platform({ locks: tab.locks });
  copy.sessionStorage.items = new Map(tab.sessionStorage.items);
  const second = takeResumeSecret('1-a', copy);
  await copy.clock.advance(500);
  assert.notEqual((await second).secret, first.secret);
  assert.equal(copy.sessionStorage.getItem('peerstage:resume:1-a'), (await second).secret);
  assert.equal(tab.sessionStorage.getItem('peerstage:resume:1-a'), first.secret);
});

test('without locks the secret is kept all the same', async () => {
  const tab = platform({ locks: undefined });
  const first = await takeResumeSecret('1-a', tab);
  assert.equal((await takeResumeSecret('1-a', tab)).secret, first.secret);
});
