import { toBase64url } from './encoding.js';

/** 43 characters in base64url: what the protocol asks for. */
const SECRET_BYTES = 32;
/** A page that was reloaded may find the lock of its former self for a moment. */
const RELOAD_MS = 500;

/**
 * The secret by which a tab is the same peer of a stream again after a reload or a broken socket.
 * A duplicated tab is born with a copy of it, and would put the first one out of the room; so a tab holds a lock of its secret's
 * name while it is in the room, and one that finds the lock taken makes a secret of its own.
 *
 * @returns {Promise<{secret: string, release: () => void}>}
 */
export async function takeResumeSecret(streamId, { sessionStorage, locks, randomBytes, clock }) {
  const key = `peerstage:resume:${streamId}`;
  const kept = sessionStorage.getItem(key);
  const release = kept && await lock(kept, locks, clock);
  if (release) return { secret: kept, release };

  const secret = toBase64url(randomBytes(SECRET_BYTES));
  try {
    sessionStorage.setItem(key, secret);
  } catch { /* a full storage costs the place after a reload, nothing else */ }
  return { secret, release: await lock(secret, locks, clock) ?? (() => {}) };
}

/** @returns {Promise<(() => void)|null>} what gives the lock back; null if another tab has it */
function lock(secret, locks, clock) {
  if (!locks) return Promise.resolve(() => {}); // no secure context
  const patience = new AbortController();
  const cancel = clock.after(RELOAD_MS, () => patience.abort());
  return new Promise(resolve => {
    locks.request(`peerstage:${secret}`, { signal: patience.signal }, () => {
      cancel();
      return new Promise(release => resolve(release));
    }).catch(() => {
      cancel();
      resolve(null);
    });
  });
}
