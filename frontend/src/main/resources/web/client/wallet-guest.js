// A wallet for those who have none: an Ed25519 key of this browser, kept in IndexedDB.

import { PeerstageError } from './error.js';
import { fromBase64url, fromHex, textBytes, toHex } from './encoding.js';
import { indexedDbKeys } from './key-store.js';

const ED25519 = { name: 'Ed25519' };
/** PKCS#8 of an Ed25519 key is this, then its 32 bytes of seed (RFC 8410, section 7). */
const PKCS8_PREFIX = fromHex('302e020100300506032b657004220420');

/**
 * The guest of this browser: the same account at each visit, until the user clears the site's data.
 * @param {{load(): Promise<CryptoKeyPair|undefined>, saveNew(pair): Promise<CryptoKeyPair>}} [keys]
 */
export async function guestWallet(keys = indexedDbKeys()) {
  return wallet(await keys.load() ?? await keys.saveNew(await generate()));
}

/**
 * Makes an exported key the guest of this browser, in place of the one that it had.
 * @param {string} text what `export()` of a guest wallet gave
 */
export async function importGuestWallet(text, keys = indexedDbKeys()) {
  const seed = /^\s*(0x[0-9a-fA-F]{64})\s*$/.exec(text)?.[1];
  if (!seed) throw new PeerstageError('invalid-request', { detail: 'this is not an exported guest key: 0x and 64 digits' });
  const pair = await fromSeed(fromHex(seed));
  await keys.replace(pair);
  return wallet(pair);
}

async function wallet({ privateKey, publicKey }) {
  const account = '0x' + toHex(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
  return {
    account,
    alg: 'ED25519-TEXT',
    label: 'Guest ' + account.slice(2, 8),
    kind: 'guest',
    sign: async text => new Uint8Array(await crypto.subtle.sign(ED25519, privateKey, textBytes(text))),
    /** The seed in hexadecimal, as polkadot.js and most Ed25519 wallets import it. Whoever has it is this guest. */
    export: async () => {
      const { d } = await crypto.subtle.exportKey('jwk', privateKey);
      return '0x' + toHex(fromBase64url(d));
    },
  };
}

async function generate() {
  // Extractable, because the user may take the key along to another browser.
  return supported(() => crypto.subtle.generateKey(ED25519, true, ['sign', 'verify']));
}

async function fromSeed(seed) {
  const pkcs8 = new Uint8Array([...PKCS8_PREFIX, ...seed]);
  const privateKey = await supported(() => crypto.subtle.importKey('pkcs8', pkcs8, ED25519, true, ['sign']));
  // WebCrypto has no way from a private key to its public one but the JWK, which holds both.
  const { kty, crv, x } = await crypto.subtle.exportKey('jwk', privateKey);
  return { privateKey, publicKey: await crypto.subtle.importKey('jwk', { kty, crv, x }, ED25519, true, ['verify']) };
}

async function supported(work) {
  try {
    return await work();
  } catch (cause) {
    throw new PeerstageError('unsupported', { detail: 'this browser cannot make Ed25519 keys; a wallet extension can', cause });
  }
}
