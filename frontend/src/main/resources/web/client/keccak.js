// Keccak-256 as Ethereum uses it: the sponge of FIPS 202 with the padding from before it became SHA-3 (0x01 instead of 0x06).
// Written to be read; it hashes one address at a time, so big integers are fast enough.

import { textBytes, toHex } from './encoding.js';

const RATE = 136;
const ROUNDS = 24;
const LANE = (1n << 64n) - 1n;

const rotate = (lane, by) => by === 0n ? lane : ((lane << by) | (lane >> (64n - by))) & LANE;

/** The round constants are the output of an LFSR over x^8 + x^6 + x^5 + x^4 + 1 (FIPS 202, 3.2.5). */
const ROUND_CONSTANTS = (() => {
  let register = 1;
  const nextBit = () => {
    const bit = register & 1;
    register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1;
    return bit;
  };
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n;
    for (let j = 0n; j <= 6n; j++) if (nextBit()) constant |= 1n << ((1n << j) - 1n);
    return constant;
  });
})();

/** The walk of rho and pi: from where each lane comes, and by how much it is rotated (FIPS 202, 3.2.2 and 3.2.3). */
const WALK = (() => {
  const steps = [];
  let [x, y] = [1, 0];
  for (let t = 0; t < ROUNDS; t++) {
    const from = x + 5 * y;
    [x, y] = [y, (2 * x + 3 * y) % 5];
    steps.push({ from, to: x + 5 * y, by: BigInt(((t + 1) * (t + 2) / 2) % 64) });
  }
  return steps;
})();

function permute(state) {
  for (const constant of ROUND_CONSTANTS) {
    // theta
    const parity = [0, 1, 2, 3, 4].map(x => state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20]);
    for (let i = 0; i < 25; i++) state[i] ^= parity[(i + 4) % 5] ^ rotate(parity[(i + 1) % 5], 1n);
    // rho and pi
    const moved = [...state];
    for (const { from, to, by } of WALK) moved[to] = rotate(state[from], by);
    // chi
    for (let i = 0; i < 25; i++) {
      const row = i - i % 5;
      state[i] = moved[i] ^ (~moved[row + (i + 1) % 5] & LANE & moved[row + (i + 2) % 5]);
    }
    // iota
    state[0] ^= constant;
  }
}

/** @param {Uint8Array} message @returns {Uint8Array} 32 bytes */
export function keccak256(message) {
  const padded = new Uint8Array(Math.floor(message.length / RATE + 1) * RATE);
  padded.set(message);
  padded[message.length] ^= 0x01;
  padded[padded.length - 1] ^= 0x80;

  const state = new Array(25).fill(0n);
  const view = new DataView(padded.buffer);
  for (let block = 0; block < padded.length; block += RATE) {
    for (let lane = 0; lane < RATE / 8; lane++) state[lane] ^= view.getBigUint64(block + 8 * lane, true);
    permute(state);
  }

  const digest = new DataView(new ArrayBuffer(32));
  for (let lane = 0; lane < 4; lane++) digest.setBigUint64(8 * lane, state[lane], true);
  return new Uint8Array(digest.buffer);
}

/** An Ethereum account with the checksum of EIP-55 in the case of its letters. */
export function toEip55(account) {
  const digits = account.slice(2).toLowerCase();
  const hash = toHex(keccak256(textBytes(digits)));
  return '0x' + Array.from(digits, (digit, i) => parseInt(hash[i], 16) >= 8 ? digit.toUpperCase() : digit).join('');
}
