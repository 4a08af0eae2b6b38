// Bytes as text and back.

const utf8 = new TextEncoder();

/** @returns {Uint8Array} */
export const textBytes = text => utf8.encode(text);

export const toHex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

/** @param {string} hex with or without `0x` */
export function fromHex(hex) {
  const digits = hex.startsWith('0x') ? hex.slice(2) : hex;
  if (digits.length % 2 || /[^0-9a-fA-F]/.test(digits)) throw new TypeError('not hexadecimal');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** RFC 4648, section 5, without padding. */
export function toBase64url(bytes) {
  const base64 = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function fromBase64url(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, char => char.charCodeAt(0));
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function fromBase58(text) {
  let number = 0n;
  for (const char of text) {
    const digit = BASE58.indexOf(char);
    if (digit < 0) throw new TypeError('not base58');
    number = number * 58n + BigInt(digit);
  }
  const zeros = /^1*/.exec(text)[0].length;
  const hex = number === 0n ? '' : number.toString(16);
  return new Uint8Array([...new Uint8Array(zeros), ...fromHex(hex.length % 2 ? '0' + hex : hex)]);
}

const PUBLIC_KEY = 32;
const CHECKSUM = 2;

/**
 * The canonical account of an SS58 address of any network: its public key in hexadecimal.
 * The BLAKE2b checksum is not looked at. It is there against mistyping, and no one types here: the address comes from the wallet
 * that holds the key, and a wrong one yields a token that no server accepts.
 */
export function ss58ToAccount(address) {
  const bytes = fromBase58(address);
  const prefix = bytes[0] & 0x40 ? 2 : 1;
  if (bytes.length !== prefix + PUBLIC_KEY + CHECKSUM) throw new TypeError('not the SS58 address of a public key');
  return '0x' + toHex(bytes.subarray(prefix, prefix + PUBLIC_KEY));
}
