// Substrate wallets (polkadot.js, SubWallet, Talisman …): extensions that put themselves into window.injectedWeb3.

import { PeerstageError } from './error.js';
import { fromHex, ss58ToAccount, textBytes, toHex } from './encoding.js';

const ALGORITHMS = { sr25519: 'SR25519-TEXT', ed25519: 'ED25519-TEXT' };
const APP = 'Peerstage';

/**
 * The names of the extensions that are there. Asks the user nothing.
 * @returns {string[]}
 */
export const injectedExtensions = () => Object.keys(globalThis.injectedWeb3 ?? {});

/**
 * The accounts of one extension, or of all. Each extension that does not know this site yet asks its user first.
 * Ethereum accounts are left out: {@link ethereumWallets} has them.
 * @param {string} [name] one of {@link injectedExtensions}; a refusal then rejects. Without it, extensions that refuse are passed over.
 */
export async function injectedWallets(name) {
  if (name !== undefined) return walletsOf(name);
  const asked = await Promise.allSettled(injectedExtensions().map(walletsOf));
  return asked.flatMap(({ value }) => value ?? []);
}

async function walletsOf(name) {
  const provider = globalThis.injectedWeb3?.[name];
  if (!provider) throw new PeerstageError('wallet-missing', { detail: `the extension ${name} is not installed` });
  try {
    const { accounts, signer } = await provider.enable(APP);
    if (!signer?.signRaw) return [];
    return (await accounts.get())
      // Some extensions leave the type out; what they hold is sr25519.
      .filter(({ type = 'sr25519' }) => type in ALGORITHMS)
      .map(account => wallet(name, signer, account));
  } catch (cause) {
    throw new PeerstageError('wallet-refused', { detail: `${name} did not give access to its accounts`, cause });
  }
}

const wallet = (extension, signer, { address, name, type = 'sr25519' }) => ({
  account: ss58ToAccount(address),
  alg: ALGORITHMS[type],
  label: name || `${address.slice(0, 6)}…${address.slice(-4)}`,
  kind: 'injected',
  extension,
  address,
  sign: async text => {
    try {
      // The extension wraps the text in <Bytes> by itself, so that it can never be a transaction.
      const { signature } = await signer.signRaw({ address, data: '0x' + toHex(textBytes(text)), type: 'bytes' });
      return bare(fromHex(signature));
    } catch (cause) {
      throw new PeerstageError('wallet-refused', { detail: 'the wallet did not sign', cause });
    }
  },
});

/** Some wallets put a byte for the kind of key before the 64 of the signature (Substrate's MultiSignature). */
const bare = signature => signature.length === 65 ? signature.subarray(1) : signature;
