import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { named, nameOf } = await import(new URL('media/frame-name.js', CLIENT));

test('a name goes with the picture and comes off again', () => {
  const picture = new Uint8Array([1, 2, 3]).buffer;
  const name = { encoding: 0xfedcba98, number: 7, base: 127 };
  const found = nameOf(named(picture, name, 2));
  assert.deepEqual([found.name, found.layer], [name, 2]);
  assert.deepEqual([...new Uint8Array(found.picture)], [1, 2, 3]);
  assert.equal(nameOf(picture), null);
  assert.equal(nameOf(new Uint8Array(40).buffer), null);
});

test('no name looks like the beginning of something in H.264', () => {
  for (const encoding of [0, 1, 0x100, 0x010000, 0xffffffff, 0x80000000]) {
    for (const number of [0, 1, 127, 128, 255, 256, 300, 511, 512, 65_536, 0x7fffffff, 0xffffffff]) {
      const bytes = named(new Uint8Array([0x65]).buffer, { encoding, number, base: 0 }, 2);
      assert.ok(!new Uint8Array(bytes).includes(0), `${encoding} ${number}`);
      assert.deepEqual(nameOf(bytes).name, { encoding, number, base: 0 });
      assert.equal(nameOf(bytes).layer, 2);
    }
  }
});
