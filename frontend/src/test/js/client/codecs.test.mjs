import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { inOurOrder } = await import(new URL('media/codecs.js', CLIENT));

const codecs = (...names) => names.map(name => ({ mimeType: `video/${name}` }));

test('what is passed on comes first, then what every hop knows, then the rest as the browser has it', () => {
  const all = codecs('VP9', 'H264', 'AV1', 'VP8');
  assert.deepEqual(inOurOrder(all), codecs('VP8', 'H264', 'VP9', 'AV1'));
  assert.deepEqual(inOurOrder(all, 'video/H264'), codecs('H264', 'VP8', 'VP9', 'AV1'));
});

test('frames go out in one stream, without others that repeat or make up for its packets', () => {
  assert.deepEqual(inOurOrder(codecs('VP8', 'rtx', 'H264', 'red', 'ulpfec', 'flexfec-03', 'AV1')), codecs('VP8', 'H264', 'AV1'));
});
