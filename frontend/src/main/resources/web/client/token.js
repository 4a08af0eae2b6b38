// The wallet-signed token: a compact JWS whose signature is over a text that a person can read.
// Gateways rebuild token and text from the claims and compare byte for byte, so order and form here are part of the contract.

import { fromBase64url, textBytes, toBase64url, toHex } from './encoding.js';
import { toEip55 } from './keccak.js';

/** @returns {string} what a token of these claims signs: header and payload */
export function signingInput(alg, { sub, aud, iat, exp, jti }) {
  const part = json => toBase64url(textBytes(JSON.stringify(json)));
  return part({ alg, typ: 'JWT' }) + '.' + part({ sub, aud, iat, exp, jti });
}

/** The text that the wallet shows and signs. */
export function signInText(alg, claims) {
  return alg === 'EIP4361' ? erc4361Message(alg, claims) : plainText(alg, claims);
}

const plainText = (alg, claims) => [
  `Sign in to ${claims.aud}`,
  `with account ${claims.sub}`,
  `until ${time(claims.exp)}.`,
  '',
  signingInput(alg, claims),
].join('\n');

/** Wallets know this form and warn when its site is not the page's (ERC-4361). */
const erc4361Message = (alg, claims) => [
  `${claims.aud.replace(/^[a-z]+:\/\//, '')} wants you to sign in with your Ethereum account:`,
  toEip55(claims.sub),
  '',
  `Sign in to ${claims.aud}.`,
  '',
  `URI: ${claims.aud}`,
  'Version: 1',
  'Chain ID: 1',
  `Nonce: ${claims.jti}`,
  `Issued At: ${time(claims.iat)}`,
  `Expiration Time: ${time(claims.exp)}`,
  `Request ID: ${signingInput(alg, claims)}`,
].join('\n');

const time = seconds => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

/** @param {Uint8Array} signature @returns {string} the token */
export const assemble = (alg, claims, signature) => signingInput(alg, claims) + '.' + toBase64url(signature);

/** @param {{account: string, audience: string, now: number, hours: number, random: Uint8Array}} facts `now` in milliseconds */
export function claimsFor({ account, audience, now, hours, random }) {
  const iat = Math.floor(now / 1000);
  return { sub: account, aud: audience, iat, exp: iat + Math.round(hours * 3600), jti: toHex(random) };
}

/** The claims of a token, unverified, or null where it is none: for the client's own display and timing. */
export function readClaims(token) {
  try {
    const claims = JSON.parse(new TextDecoder().decode(fromBase64url(token.split('.')[1])));
    return typeof claims.sub === 'string' && Number.isSafeInteger(claims.exp) ? claims : null;
  } catch {
    return null;
  }
}
