import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { Lack } = await import(new URL('media/lack.js', CLIENT));

/** Four pictures to each of the lowest layer, 50 ms apart: layers 0 2 1 2. */
function pictures() {
  let now = 0;
  const lack = new Lack(() => now);
  const sees = ({ encoding = 1, ...picture }) => lack.sees({ name: { encoding, base: picture.base % 128 }, layer: 0, key: false, ...picture });
  const run = (from, to, left = () => false) => {
    const lacks = [];
    for (let n = from; n < to; n++) {
      now += 50;
      if (left(n)) continue;
      const [layer, base] = [[0, 2, 1, 2][n % 4], Math.floor(n / 4)];
      if (sees({ base, layer, key: n === 0 })) lacks.push(n);
    }
    return lacks;
  };
  return { run, sees, later: ms => { now += ms; } };
}

test('nothing is lacking while all come, also beyond the count, and also without the higher layers', () => {
  assert.deepEqual(pictures().run(0, 1_200), []);
  assert.deepEqual(pictures().run(0, 1_200, n => n % 4 > 0), []);
  assert.deepEqual(pictures().run(0, 1_200, n => n % 2 > 0), []);
});

test('a picture of a higher layer that stays away is nothing to wait for', () => {
  assert.deepEqual(pictures().run(0, 40, n => n === 13 || n === 14), []);
});

test('one of the lowest that stays away is noticed after 200 ms, until one comes that needs no other', () => {
  const { run, sees } = pictures();
  assert.deepEqual(run(0, 20, n => n === 8), [13, 14, 15, 16, 17, 18, 19]);
  assert.equal(sees({ base: 5, key: true }), false);
  assert.deepEqual(run(24, 40), []);
});

test('one that comes late after all was only late', () => {
  const { run, sees } = pictures();
  run(0, 11, n => n === 8);
  assert.equal(sees({ base: 2 }), false);
  assert.deepEqual(run(11, 40), []);
});

test('another encoder begins anew', () => {
  const { run, sees } = pictures();
  run(0, 12, n => n === 8);
  assert.equal(sees({ encoding: 2, base: 77 }), false);
});
