import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { steadyClock } = await import(new URL('clock.js', CLIENT));
const wait = ms => new Promise(resolve => setTimeout(resolve, ms));

afterEach(() => delete globalThis.Worker);

/** A worker that keeps what it was told, and rings when the test says so. */
function lendWorker() {
  const workers = [];
  globalThis.Worker = class {
    told = [];
    constructor(url) {
      this.url = url;
      workers.push(this);
    }
    postMessage(message) {
      this.told.push(message);
    }
    terminate() {
      this.terminated = true;
    }
  };
  return workers;
}

test('timers run in the worker, and ring here', () => {
  const workers = lendWorker();
  const clock = steadyClock();
  const rung = [];
  clock.after(500, () => rung.push('once'));
  const cancel = clock.every(100, () => rung.push('again'));
  const [worker] = workers;
  assert.match(worker.url.href, /\/clock-worker\.js$/);
  assert.deepEqual(worker.told, [{ id: 1, ms: 500, repeat: false }, { id: 2, ms: 100, repeat: true }]);
  for (const data of [2, 1, 2, 1]) worker.onmessage({ data });
  assert.deepEqual(rung, ['again', 'once', 'again']);
  cancel();
  assert.deepEqual(worker.told.at(-1), { id: 2 });
  worker.onmessage({ data: 2 }); // was on its way
  assert.equal(rung.length, 3);
});

test('where there can be no worker, timers run all the same', async () => {
  for (const howItFails of ['at once', 'later']) {
    const workers = lendWorker();
    if (howItFails === 'at once') delete globalThis.Worker;
    const clock = steadyClock();
    const rung = [];
    clock.after(5, () => rung.push('before'));
    clock.after(5, () => rung.push('never'))();
    workers[0]?.onerror();
    clock.after(5, () => rung.push('after'));
    const cancel = clock.every(5, () => rung.push('again'));
    await wait(60);
    cancel();
    const then = rung.length;
    await wait(20);
    assert.equal(rung.length, then);
    assert.deepEqual(rung.filter(each => each !== 'again'), ['before', 'after'], howItFails);
    assert.ok(rung.filter(each => each === 'again').length > 2);
  }
});
