import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { CLIENT } from './fakes.mjs';

const { guestWallet, importGuestWallet } = await import(new URL('wallet-guest.js', CLIENT));
const { injectedExtensions, injectedWallets } = await import(new URL('wallet-injected.js', CLIENT));
const { ethereumProviders, ethereumWallets } = await import(new URL('wallet-ethereum.js', CLIENT));
const { accounts } = JSON.parse(readFileSync(new URL('wallet-tokens.fixture.json', import.meta.url)));

const hexOf = text => '0x' + Buffer.from(text).toString('hex');

function memoryKeys() {
  let kept;
  return {
    load: async () => kept,
    saveNew: async pair => kept ??= pair,
    replace: async pair => { kept = pair; },
  };
}

test('a guest is the same account at each visit, and its signature is of its account', async () => {
  const keys = memoryKeys();
  const [first, second] = [await guestWallet(keys), await guestWallet(keys)];
  assert.equal(first.account, second.account);
  assert.match(first.account, /^0x[0-9a-f]{64}$/);
  assert.deepEqual([first.alg, first.kind], ['ED25519-TEXT', 'guest']);

  const signature = await second.sign('Grüß Gott\nto you');
  const key = await crypto.subtle.importKey('raw', Buffer.from(first.account.slice(2), 'hex'), 'Ed25519', false, ['verify']);
  assert.ok(signature instanceof Uint8Array && signature.length === 64);
  assert.ok(await crypto.subtle.verify('Ed25519', key, signature, Buffer.from('Grüß Gott\nto you')));
});

test('two tabs that make a guest at once agree on one', async () => {
  const keys = memoryKeys();
  const [one, other] = await Promise.all([guestWallet(keys), guestWallet(keys)]);
  assert.equal(one.account, other.account);
});

test('an exported guest is the same one in another browser', async () => {
  const guest = await guestWallet(memoryKeys());
  const elsewhere = memoryKeys();
  const imported = await importGuestWallet(` ${await guest.export()}\n`, elsewhere);
  assert.equal(imported.account, guest.account);
  assert.equal((await guestWallet(elsewhere)).account, guest.account);
  assert.deepEqual(await imported.sign('x'), await guest.sign('x'));
});

test('the seed of RFC 8032 gives the account of RFC 8032', async () => {
  const seed = '0x9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
  const { account } = await importGuestWallet(seed, memoryKeys());
  assert.equal(account, '0xd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
});

test('what is no exported key is refused', async () => {
  for (const bad of ['', '0x12', 'word word word']) {
    await assert.rejects(importGuestWallet(bad, memoryKeys()), { name: 'invalid-request' });
  }
});

afterEach(() => {
  delete globalThis.injectedWeb3;
  delete globalThis.ethereum;
  page.removeEventListener('eip6963:requestProvider', announce);
});

const { ss58Vara, ss58Generic, account } = accounts.sr25519;

function extension({ list = [{ address: ss58Vara, name: 'Ada', type: 'sr25519' }], signature = '0x' + '11'.repeat(64) } = {}) {
  const asked = [];
  return {
    asked,
    enable: async app => {
      asked.push(['enable', app]);
      return {
        accounts: { get: async () => list },
        signer: { signRaw: async payload => { asked.push(['signRaw', payload]); return { signature }; } },
      };
    },
  };
}

test('naming the extensions asks the user nothing', () => {
  const polkadot = extension();
  globalThis.injectedWeb3 = { 'polkadot-js': polkadot };
  assert.deepEqual(injectedExtensions(), ['polkadot-js']);
  assert.deepEqual(polkadot.asked, []);
});

test('an extension signs the bytes of the text with the address that it knows', async () => {
  const polkadot = extension();
  globalThis.injectedWeb3 = { 'polkadot-js': polkadot };
  const [wallet] = await injectedWallets();
  assert.deepEqual([wallet.account, wallet.alg, wallet.label, wallet.kind], [account, 'SR25519-TEXT', 'Ada', 'injected']);
  assert.deepEqual(await wallet.sign('Sign in'), new Uint8Array(64).fill(0x11));
  assert.deepEqual(polkadot.asked.at(-1), ['signRaw', { address: ss58Vara, data: hexOf('Sign in'), type: 'bytes' }]);
});

test('only the extension that was chosen is asked', async () => {
  const [chosen, other] = [extension(), extension()];
  globalThis.injectedWeb3 = { chosen, other };
  assert.equal((await injectedWallets('chosen')).length, 1);
  assert.equal(other.asked.length, 0);
});

test('accounts of Ethereum are left out, ed25519 and those without a type are not', async () => {
  globalThis.injectedWeb3 = { talisman: extension({ list: [
    { address: accounts.ethereum.eip55, type: 'ethereum' }, { address: accounts.ed25519.ss58Generic, type: 'ed25519' },
    { address: ss58Generic },
  ] }) };
  const wallets = await injectedWallets();
  assert.deepEqual(wallets.map(({ alg }) => alg), ['ED25519-TEXT', 'SR25519-TEXT']);
});

test('the byte that some extensions put before the signature is taken off', async () => {
  globalThis.injectedWeb3 = { nova: extension({ signature: '0x01' + '22'.repeat(64) }) };
  const [wallet] = await injectedWallets('nova');
  assert.deepEqual(await wallet.sign('x'), new Uint8Array(64).fill(0x22));
});

test('an extension that refuses is passed over, unless it was the one chosen', async () => {
  const shy = { enable: async () => { throw new Error('rejected'); } };
  globalThis.injectedWeb3 = { shy, willing: extension() };
  assert.equal((await injectedWallets()).length, 1);
  await assert.rejects(injectedWallets('shy'), { name: 'wallet-refused' });
  await assert.rejects(injectedWallets('absent'), { name: 'wallet-missing' });
});

// Node has no window to hear announcements at, so one is lent to the module.
const page = new EventTarget();
globalThis.addEventListener = page.addEventListener.bind(page);
globalThis.removeEventListener = page.removeEventListener.bind(page);
globalThis.dispatchEvent = page.dispatchEvent.bind(page);

let announced = [];
const announce = () => announced.forEach(detail =>
  page.dispatchEvent(Object.assign(new Event('eip6963:announceProvider'), { detail })));

function ethereum({ v = '1b', fail } = {}) {
  const asked = [];
  return {
    asked,
    request: async ({ method, params }) => {
      asked.push([method, params]);
      if (fail) throw fail;
      return method === 'eth_requestAccounts' ? [accounts.ethereum.eip55] : '0x' + '33'.repeat(64) + v;
    },
  };
}

test('announced Ethereum wallets are named without asking, and one is asked when it is chosen', async () => {
  const [provider, other] = [ethereum(), ethereum()];
  announced = [
    { info: { uuid: '1', name: 'Fox', rdns: 'example.fox', icon: 'data:' }, provider },
    { info: { uuid: '2', name: 'Owl', rdns: 'example.owl', icon: 'data:' }, provider: other },
  ];
  page.addEventListener('eip6963:requestProvider', announce);
  assert.deepEqual((await ethereumProviders()).map(({ name }) => name), ['Fox', 'Owl']);
  assert.deepEqual(provider.asked, []);

  const [wallet] = await ethereumWallets('example.fox');
  assert.deepEqual([wallet.account, wallet.alg], [accounts.ethereum.account, 'EIP4361']);
  await wallet.sign('message');
  assert.deepEqual(provider.asked.at(-1), ['personal_sign', [hexOf('message'), accounts.ethereum.eip55]]);
  assert.deepEqual(other.asked, []);
});

for (const [v, written] of [['00', 27], ['01', 28], ['1b', 27], ['1c', 28]]) {
  test(`a signature that ends in ${v} is written with ${written}`, async () => {
    globalThis.ethereum = ethereum({ v });
    const [wallet] = await ethereumWallets();
    const signature = await wallet.sign('message');
    assert.deepEqual([signature.length, signature[64]], [65, written]);
  });
}

test('a smart-contract wallet is told that it cannot sign in', async () => {
  globalThis.ethereum = ethereum({ v: '1b'.repeat(64) });
  const [wallet] = await ethereumWallets();
  await assert.rejects(wallet.sign('message'), { name: 'unsupported' });
});

test('a user who declines is told as such', async () => {
  globalThis.ethereum = ethereum({ fail: Object.assign(new Error('no'), { code: 4001 }) });
  await assert.rejects(ethereumWallets('window.ethereum'), { name: 'wallet-refused', message: 'the request was declined in the wallet' });
  assert.deepEqual(await ethereumWallets(), []);
});
