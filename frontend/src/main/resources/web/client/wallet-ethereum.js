// Ethereum wallets: announced by EIP-6963, or the one at window.ethereum (EIP-1193).

import { PeerstageError } from './error.js';
import { fromHex, textBytes, toHex } from './encoding.js';

/** Wallets answer a request for announcements at once; the rest is room for slow machines. */
const ANNOUNCE_MS = 150;
const USER_REJECTED = 4001;

/**
 * The wallets that are there. Asks the user nothing.
 * @returns {Promise<{name: string, rdns: string, icon?: string}[]>}
 */
export async function ethereumProviders() {
  return (await discover()).map(({ info: { name, rdns, icon } }) => ({ name, rdns, icon }));
}

/**
 * The accounts that one wallet, or each, gives to this site, after asking its user.
 * @param {string} [name] `name` or `rdns` of one of {@link ethereumProviders}; a refusal then rejects. Without it, wallets that
 *   refuse are passed over.
 */
export async function ethereumWallets(name) {
  const found = await discover();
  if (name === undefined) {
    const asked = await Promise.allSettled(found.map(walletsOf));
    return asked.flatMap(({ value }) => value ?? []);
  }
  const chosen = found.find(({ info }) => info.rdns === name || info.name === name);
  if (!chosen) throw new PeerstageError('wallet-missing', { detail: `the wallet ${name} is not installed` });
  return walletsOf(chosen);
}

async function discover() {
  const announced = new Map();
  const hear = ({ detail }) => announced.set(detail.info.uuid, detail);
  globalThis.addEventListener('eip6963:announceProvider', hear);
  globalThis.dispatchEvent(new Event('eip6963:requestProvider'));
  await new Promise(resolve => setTimeout(resolve, ANNOUNCE_MS));
  globalThis.removeEventListener('eip6963:announceProvider', hear);

  if (announced.size === 0 && globalThis.ethereum) {
    return [{ info: { name: 'Ethereum wallet', rdns: 'window.ethereum' }, provider: globalThis.ethereum }];
  }
  return [...announced.values()];
}

async function walletsOf({ info, provider }) {
  const accounts = await ask(provider, 'eth_requestAccounts', []);
  return accounts.map(address => ({
    account: address.toLowerCase(),
    alg: 'EIP4361',
    label: `${info.name} ${address.slice(0, 6)}…${address.slice(-4)}`,
    kind: 'ethereum',
    extension: info.name,
    address,
    sign: async text => recoverable(fromHex(await ask(provider, 'personal_sign', ['0x' + toHex(textBytes(text)), address]))),
  }));
}

async function ask(provider, method, params) {
  try {
    return await provider.request({ method, params });
  } catch (cause) {
    const detail = cause?.code === USER_REJECTED ? 'the request was declined in the wallet' : 'the wallet did not answer the request';
    throw new PeerstageError('wallet-refused', { detail, cause });
  }
}

/** Hardware wallets give v as 0 or 1; the token has 27 or 28. */
function recoverable(signature) {
  if (signature.length !== 65) {
    throw new PeerstageError('unsupported', { detail: 'a smart-contract wallet cannot sign in: only a chain could check its signature' });
  }
  if (signature[64] < 27) signature[64] += 27;
  return signature;
}
