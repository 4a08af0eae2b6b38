import { ethereumProviders, ethereumWallets, guestWallet, importGuestWallet, injectedExtensions,
  injectedWallets } from 'peerstage-client';
import { browserStorage } from './storage.js';

/** The one place where the page touches wallets; a wallet is {account, alg, label, kind, sign}. */

const KNOWN_EXTENSIONS = { 'polkadot-js': 'Polkadot.js', 'subwallet-js': 'SubWallet', talisman: 'Talisman',
  'fearless-wallet': 'Fearless' };

/**
 * The wallets that are installed, without asking any of them.
 * @returns {Promise<{kind: 'injected' | 'ethereum', name: string, label: string}[]>}
 */
export async function installedWallets() {
  const [extensions, providers] = await Promise.all([injectedExtensions(), ethereumProviders()]);
  return [
    ...extensions.map(found => found.name ?? found).map(name => ({ kind: 'injected', name, label: KNOWN_EXTENSIONS[name] ?? name })),
    ...providers.map(({ name, rdns, label }) => ({ kind: 'ethereum', name: rdns ?? name, label: label ?? name })),
  ];
}

/** The accounts of an installed wallet; it asks its user whether this site may see them. */
export const walletsOf = ({ kind, name }) => kind === 'ethereum' ? ethereumWallets(name) : injectedWallets(name);

export const guest = () => guestWallet();

export const importGuest = secret => importGuestWallet(secret.trim());

/** Which kind of wallet signed in last, so that nobody is made a guest by looking for one. */
export const rememberKind = kind => browserStorage.set('wallet-kind', kind);
export const lastKind = () => browserStorage.get('wallet-kind');
