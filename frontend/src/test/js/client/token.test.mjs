import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { assemble, claimsFor, readClaims, signInText } = await import(new URL('token.js', CLIENT));
const { fromBase64url } = await import(new URL('encoding.js', CLIENT));
const fixture = JSON.parse(readFileSync(new URL('wallet-tokens.fixture.json', import.meta.url)));

test('the sign-in text is byte for byte the one of the vectors', () => {
  const { alg, claims } = fixture.tokens.find(({ alg }) => alg === 'SR25519-TEXT');
  assert.equal(signInText(alg, claims), fixture.signInText);
});

test('the ERC-4361 message is byte for byte the one of the vectors', () => {
  const { alg, claims } = fixture.tokens.find(({ alg }) => alg === 'EIP4361');
  assert.equal(signInText(alg, claims), fixture.erc4361Message);
});

for (const { name, alg, claims, token } of fixture.tokens) {
  test(`a token is written as the vectors have it: ${name}`, () => {
    assert.equal(assemble(alg, claims, fromBase64url(token.split('.')[2])), token);
    // Claims in another order are the same claims.
    const shuffled = Object.fromEntries(Object.entries(claims).reverse());
    assert.equal(assemble(alg, shuffled, fromBase64url(token.split('.')[2])), token);
  });
}

test('claims are whole seconds and a nonce of 32 letters', () => {
  const claims = claimsFor({
    account: '0xaa', audience: 'https://stage.example', now: 1800000000999, hours: 0.5, random: new Uint8Array(16).fill(0xab),
  });
  assert.deepEqual(claims, { sub: '0xaa', aud: 'https://stage.example', iat: 1800000000, exp: 1800001800, jti: 'ab'.repeat(16) });
});

test('what is no token has no claims', () => {
  for (const bad of ['', 'a.b.c', 'e30.e30.', 'x']) assert.equal(readClaims(bad), null);
  assert.deepEqual(readClaims(fixture.tokens[0].token), fixture.tokens[0].claims);
});
