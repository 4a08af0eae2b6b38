import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { fromBase64url, fromHex, ss58ToAccount, textBytes, toBase64url, toHex } = await import(new URL('encoding.js', CLIENT));
const { keccak256, toEip55 } = await import(new URL('keccak.js', CLIENT));
const { accounts } = JSON.parse(readFileSync(new URL('wallet-tokens.fixture.json', import.meta.url)));

test('base64url has no padding and survives every byte', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.equal(toBase64url(all), Buffer.from(all).toString('base64url'));
  assert.deepEqual(fromBase64url(toBase64url(all)), all);
  assert.equal(toBase64url(new Uint8Array([0xfb, 0xff])), '-_8');
});

test('hexadecimal is read with and without 0x, and nothing else is', () => {
  assert.deepEqual(fromHex('0x00ff'), new Uint8Array([0, 255]));
  assert.equal(toHex(fromHex('00FF')), '00ff');
  for (const bad of ['0', '0xzz', '0x 1']) assert.throws(() => fromHex(bad), TypeError);
});

test('an SS58 address of any network is the same account', () => {
  const { account, ...forms } = accounts.sr25519;
  for (const address of Object.values(forms)) assert.equal(ss58ToAccount(address), account);
  assert.equal(ss58ToAccount(accounts.ed25519.ss58Generic), accounts.ed25519.account);
});

test('what is no SS58 address of a key is refused', () => {
  for (const bad of ['', '1', '0x' + '00'.repeat(32), 'O0Il', accounts.sr25519.ss58Generic.slice(3)]) {
    assert.throws(() => ss58ToAccount(bad), TypeError);
  }
});

test('Keccak-256 gives the published digests, also at the edges of its blocks', () => {
  const digests = {
    '': 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    abc: '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45',
    'The quick brown fox jumps over the lazy dog': '4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15',
    ['a'.repeat(135)]: '34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446',
    ['a'.repeat(136)]: 'a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e',
    ['a'.repeat(137)]: 'd869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39',
    ['a'.repeat(272)]: 'cf7fcd4f705ee749930d19ca84561a9bf62516bd90a471545fa2f49fdc7e63c8',
  };
  for (const [text, digest] of Object.entries(digests)) assert.equal(toHex(keccak256(textBytes(text))), digest);
});

test('an Ethereum account gets the capital letters of EIP-55', () => {
  const examples = [
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
    '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB', '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
    accounts.ethereum.eip55,
  ];
  for (const address of examples) assert.equal(toEip55(address.toLowerCase()), address);
});
