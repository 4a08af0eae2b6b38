/**
 * What a picture is called wherever it goes: which encoder made it, and the how manieth of that encoder it is. Timestamps cannot say
 * that, for each hop has its own. By its name a peer that changes its source knows what it has already, and that the next fits on.
 *
 * The name travels as 16 bytes after the picture; a peer asks for it, and takes it off before anything else looks at the picture.
 * Each of them has its highest bit set or is a letter: H.264 would take two zeros and a one for the beginning of something new.
 * Not for AV1, whose pictures are taken apart on their way.
 *
 * Beside it the temporal layer is told, which only the encoder's own page knows.
 *
 * @typedef {{encoding: number, number: number, base: number}} FrameName the first two from 0 to 2^32 − 1; `base`: how many pictures of the
 *   lowest layer there were by then, modulo 128
 */

const MARK = 0x50537467; // "PStg"
const NUMBER_BYTES = 5;
const BITS = 7;
const HIGH = 0x80;
const LAYER_AT = 2 * NUMBER_BYTES;
const BASE_AT = LAYER_AT + 1;
const MARK_AT = BASE_AT + 1;
const BYTES = MARK_AT + 4;

/**
 * @param {ArrayBuffer} picture
 * @param {FrameName} name
 * @param {number} layer
 * @returns {ArrayBuffer}
 */
export function named(picture, { encoding, number, base }, layer) {
  const length = picture.byteLength;
  const bytes = new Uint8Array(length + BYTES);
  bytes.set(new Uint8Array(picture));
  const tail = new DataView(bytes.buffer, length);
  write(tail, 0, encoding);
  write(tail, NUMBER_BYTES, number);
  tail.setUint8(LAYER_AT, HIGH | layer);
  tail.setUint8(BASE_AT, HIGH | base);
  tail.setUint32(MARK_AT, MARK);
  return bytes.buffer;
}

/**
 * @param {ArrayBuffer} picture
 * @returns {{name: FrameName, layer: number, picture: ArrayBuffer} | null} null if it has no name
 */
export function nameOf(picture) {
  const length = picture.byteLength - BYTES;
  if (length < 0) return null;
  const tail = new DataView(picture, length);
  if (tail.getUint32(MARK_AT) !== MARK) return null;
  const name = { encoding: read(tail, 0), number: read(tail, NUMBER_BYTES), base: tail.getUint8(BASE_AT) & ~HIGH };
  return { name, layer: tail.getUint8(LAYER_AT) & ~HIGH, picture: picture.slice(0, length) };
}

/** The highest bits first. */
function write(view, at, number) {
  for (let i = 0; i < NUMBER_BYTES; i++) view.setUint8(at + i, HIGH | (number >>> BITS * (NUMBER_BYTES - 1 - i)));
}

function read(view, at) {
  let number = 0;
  for (let i = 0; i < NUMBER_BYTES; i++) number = number * 2 ** BITS + (view.getUint8(at + i) & ~HIGH);
  return number >>> 0;
}
