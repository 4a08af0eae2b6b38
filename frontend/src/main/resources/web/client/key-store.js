// Where the guest's key pair is kept. IndexedDB holds CryptoKey objects as they are, so the key is never text in storage.

import { PeerstageError } from './error.js';

const DATABASE = 'peerstage';
const STORE = 'keys';
const GUEST = 'guest';

/** @returns {{load(): Promise, saveNew(pair): Promise, replace(pair): Promise}} */
export function indexedDbKeys() {
  return {
    load: () => inStore('readonly', store => settled(store.get(GUEST))),

    /** Two tabs may make a key at once; the first one saved is the guest in both. */
    saveNew: pair => inStore('readwrite', async store => {
      const earlier = await settled(store.get(GUEST));
      if (!earlier) store.put(pair, GUEST);
      return earlier ?? pair;
    }),

    replace: pair => inStore('readwrite', store => settled(store.put(pair, GUEST))),
  };
}

async function inStore(mode, work) {
  let database;
  try {
    database = await open();
    const transaction = database.transaction(STORE, mode);
    const written = completed(transaction);
    const [result] = await Promise.all([work(transaction.objectStore(STORE)), written]);
    return result;
  } catch (cause) {
    throw new PeerstageError('unsupported', { detail: 'this browser does not let the page keep a key (private window?)', cause });
  } finally {
    database?.close();
  }
}

function open() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

const settled = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const completed = transaction => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error);
});
