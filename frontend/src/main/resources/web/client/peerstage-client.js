/**
 * The Peerstage client: sign in with a wallet, use the HTTP API, enter rooms, go live, watch.
 *
 *     import { Peerstage, guestWallet } from 'https://stage.example/client/peerstage-client.js';
 *
 *     const stage = new Peerstage();
 *     await stage.signIn(await guestWallet());
 *     const { items } = await stage.listStreams({ status: 'live' });
 *     const room = await stage.enter(items[0].id);
 *     document.querySelector('video').srcObject = room.media;
 *
 * Every operationId of the HTTP API (`/openapi.yaml`) is a method: see OPERATIONS in api.js. Every failure is a
 * {@link PeerstageError}. Types are in peerstage-client.d.ts; what goes over the wire is in docs/protocol.md.
 */
import { Api, OPERATIONS } from './api.js';
import { toBase64url } from './encoding.js';
import { PeerstageError } from './error.js';
import { followEvents } from './event-log.js';
import { browserPlatform } from './platform.js';
import { Session } from './session.js';
import { StreamWatch } from './stream-watch.js';
import { assemble, claimsFor, signInText } from './token.js';

export { PeerstageError } from './error.js';
export { guestWallet, importGuestWallet } from './wallet-guest.js';
export { injectedExtensions, injectedWallets } from './wallet-injected.js';
export { ethereumProviders, ethereumWallets } from './wallet-ethereum.js';

const KEY_BYTES = 16;
const NONCE_BYTES = 16;
const LONGEST_HOURS = 24;

/**
 * One server, and who is signed in to it.
 *
 * Events: `signedin` with {account, expiresAt}, also when another tab signs in; `signedout` with {reason}: `signed-out` (here),
 * `elsewhere` (in another tab), `expired`, `invalid-token` (the server does not accept it any more).
 */
export class Peerstage extends EventTarget {
  static {
    for (const id of Object.keys(OPERATIONS)) {
      if (id in this.prototype) continue; // signOut does more
      this.prototype[id] = function (...values) {
        return this.#api.call(id, values);
      };
    }
  }

  #origin;
  #platform;
  #session;
  #api;
  #relaying;
  #ways;
  #rooms = new Set();

  /**
   * @param {object} [options]
   * @param {string} [options.url] the server; by default the one that this module came from
   * @param {Storage} [options.storage] where the sign-in is kept; by default localStorage, so that reloads and other tabs share it
   * @param {boolean} [options.relay] whether to pass on what is watched; by default unless this is a phone or is to save data or its
   *   battery; `room.relay` changes it
   * @param {boolean} [options.relayOnly] media goes through TURN servers alone, so that no other peer learns this one's address;
   *   nothing is passed on then, and without a TURN server nothing is seen
   * @param {number} [options.maxChildren] whom this one feeds at most, 0 to 8: for measurements, and for those who know their uplink
   * @param {boolean} [options.passthrough] false: encode again for each child, though the browser could pass frames on as they came
   * @param {boolean} [options.standby] false: no second parent stands by; the server finds another one when the first fails
   * @param {object} [platform] what is taken from the browser; tests hand in their own
   */
  constructor({ url = import.meta.url, storage, relay, relayOnly = false, maxChildren, passthrough, standby } = {}, platform = browserPlatform()) {
    super();
    this.#platform = platform;
    this.#relaying = { relay, relayOnly, maxChildren, standby };
    this.#ways = { passthrough };
    this.#origin = new URL(url).origin;
    this.#session = new Session({
      audience: this.#origin,
      storage: storage ?? platform.localStorage,
      clock: platform.clock,
      page: platform.page,
      changed: (type, detail) => {
        if (type === 'signedin') for (const room of this.#rooms) room.renewIdentity();
        this.dispatchEvent(new CustomEvent(type, { detail }));
      },
    });
    this.#api = new Api({
      origin: this.#origin, session: this.#session, fetch: platform.fetch, clock: platform.clock, random: platform.random,
      newKey: () => toBase64url(platform.randomBytes(KEY_BYTES)),
    });
  }

  get signedIn() {
    return this.#session.account !== null;
  }

  /** @returns {string|null} the canonical account that is signed in */
  get account() {
    return this.#session.account;
  }

  /** @returns {Date|null} */
  get expiresAt() {
    return this.#session.expiresAt;
  }

  /**
   * Has the wallet sign a text that says which site it opens and until when, and keeps the token made of it once the server has
   * accepted it.
   * @param {{account: string, alg: string, sign(text: string): Promise<Uint8Array>}} wallet
   * @param {{hours?: number}} [options] at most 24, or what the server allows
   * @returns {Promise<object>} what `getMe` answers; rejects with `wallet-refused` when the user declines
   */
  async signIn(wallet, { hours = 12 } = {}) {
    if (!(hours > 0 && hours <= LONGEST_HOURS)) {
      throw new PeerstageError('invalid-request', { detail: `a sign-in lasts up to ${LONGEST_HOURS} hours` });
    }
    const claims = claimsFor({
      account: wallet.account,
      audience: this.#origin,
      now: this.#platform.clock.now(),
      hours,
      random: this.#platform.randomBytes(NONCE_BYTES),
    });
    const signature = await wallet.sign(signInText(wallet.alg, claims));
    const token = assemble(wallet.alg, claims, signature);
    const me = await this.#api.call('getMe', [], token);
    this.#session.keep(token);
    return me;
  }

  /**
   * Forgets the token and revokes it. It is forgotten even if the server cannot be reached; the promise then rejects, some seconds later.
   * @param {{all?: boolean}} [options] `all`: on every device
   */
  async signOut({ all = false } = {}) {
    if (!this.signedIn) return;
    const { token } = this.#session;
    this.#session.forget('signed-out');
    try {
      await this.#api.call('signOut', [all ? { all } : {}], token);
    } catch (error) {
      if (error.name !== 'invalid-token') throw error; // as good as signed out
    }
  }

  /**
   * Enters the room of a stream, which need not be live yet. Afterwards the room comes back by itself when its socket breaks.
   * @param {string} streamId
   * @param {{relayOnly?: boolean}} [options] for this room something else than for all
   * @returns {Promise<Room>} rejects when entering is refused (`not-subscribed`, `stream-not-found` …) or the server is away
   */
  async enter(streamId, { relayOnly = this.#relaying.relayOnly } = {}) {
    // Whoever only reads the schedule does without; a page that is about a room fetches it beforehand.
    const [{ Room }, { openMedia }] = await Promise.all([import('./room.js'), import('./media/open.js')]);
    const room = new Room({
      streamId, url: this.#origin, session: this.#session, platform: this.#platform,
      openMedia: () => openMedia(this.#platform, this.#ways), ...this.#relaying, relayOnly,
    });
    room.addEventListener('closed', () => this.#rooms.delete(room));
    this.#rooms.add(room);
    await room.open();
    return room;
  }

  /**
   * Is told which streams change, without asking again and again; needs no sign-in.
   * @param {string[]} [ids] at most 100; left out: the whole schedule
   * @returns {StreamWatch} until it is closed
   */
  watchStreams(ids) {
    return new StreamWatch({ ids, url: this.#origin, platform: this.#platform });
  }

  /**
   * Every accepted action behind a position, then each as it happens: once, in order, without a gap, whatever becomes of the
   * connection.
   *
   *     for await (const { position, type, account, data } of stage.followEvents({ after: 0 })) …
   *
   * @param {{after?: number, signal?: AbortSignal}} [options] `signal` ends it
   * @returns {AsyncGenerator<object>} throws a {@link PeerstageError} only when it is refused for good
   */
  followEvents({ after = 0, signal } = {}) {
    return followEvents({ url: `${this.#origin}/api/v1/events`, after, signal, platform: this.#platform });
  }
}
