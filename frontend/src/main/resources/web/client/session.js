import { readClaims } from './token.js';

/**
 * Who is signed in here: the token, kept in a storage that other tabs share and a reload survives.
 */
export class Session {
  #storage;
  #key;
  #clock;
  #changed;
  #token = null;
  #claims = null;
  #cancelExpiry = () => {};

  /**
   * @param {object} with_ `changed(type, detail)` is told `signedin` with {account, expiresAt} and `signedout` with {reason}
   */
  constructor({ audience, storage, clock, page, changed }) {
    this.#storage = storage;
    this.#key = `peerstage:token:${audience}`;
    this.#clock = clock;
    this.#changed = changed;
    const kept = this.#read();
    this.#adopt(kept);
    if (kept && !this.#valid) this.#write(null);
    page.addEventListener('storage', event => {
      if (event.key === this.#key || event.key === null) this.#followOtherTab();
    });
  }

  /** @returns {string|null} null when there is none that is still valid */
  get token() {
    return this.#valid ? this.#token : null; // the timer of a sleeping machine rings late
  }

  get account() {
    return this.#valid ? this.#claims.sub : null;
  }

  get expiresAt() {
    return this.#valid ? new Date(this.#claims.exp * 1000) : null;
  }

  /**
   * Opens a connection of the bridge as whoever is signed in, or as a visitor.
   * @param {import('./connection.js').Connection} connection
   * @returns {Promise<string|null>} the account; rejects with `invalid-token`, and then the token is forgotten
   */
  async open(connection) {
    const { token, account } = this;
    try {
      await connection.ask('session.open', token ? { token } : {});
      return account;
    } catch (error) {
      if (error.name === 'invalid-token') this.forget('invalid-token', token);
      throw error;
    }
  }

  keep(token) {
    this.#write(token);
    this.#adopt(token);
    this.#tellSignedIn();
  }

  /**
   * @param {'signed-out'|'expired'|'invalid-token'|'elsewhere'} reason
   * @param {string} [token] forget only if it is this one: an answer may be about a token that has been replaced since
   */
  forget(reason, token = this.#token) {
    if (!this.#token || token !== this.#token) return;
    if (this.#read() === token) this.#write(null);
    this.#adopt(null);
    this.#changed('signedout', { reason });
  }

  get #valid() {
    return this.#claims !== null && this.#clock.now() < this.#claims.exp * 1000;
  }

  #adopt(token) {
    this.#cancelExpiry();
    this.#claims = token ? readClaims(token) : null;
    this.#token = this.#valid ? token : null;
    if (!this.#token) return;
    const left = this.#claims.exp * 1000 - this.#clock.now();
    this.#cancelExpiry = this.#clock.after(left, () => this.forget('expired', token));
  }

  #followOtherTab() {
    const token = this.#read();
    if (token === this.#token) return;
    if (!token) return this.forget('elsewhere');
    this.#adopt(token);
    if (this.#valid) this.#tellSignedIn();
  }

  #tellSignedIn() {
    this.#changed('signedin', { account: this.account, expiresAt: this.expiresAt });
  }

  #read() {
    try {
      return this.#storage.getItem(this.#key);
    } catch {
      return null;
    }
  }

  /** A storage that is full or forbidden costs the memory over reloads, not the sign-in. */
  #write(token) {
    try {
      if (token) this.#storage.setItem(this.#key, token);
      else this.#storage.removeItem(this.#key);
    } catch { /* see above */ }
  }
}
