import { Bridge } from './bridge.js';

/**
 * Is told which streams change. Made by `Peerstage.watchStreams`; lives until `close`, through every break of its connection.
 *
 * Events:
 * - `changed` {id, status, watchers, version?}: at most one a second for each stream. `status` may be `deleted`; another `version` than
 *   the one you have means that the entry was edited: read it again
 * - `connected`: what happened before it, also while the connection was broken, has not been told: read your list now
 * - `refused` {name, status, detail}: the server does not take this wish, and the watch is closed
 */
export class StreamWatch extends EventTarget {
  #ids;
  #bridge;

  /** @internal */
  constructor({ ids, url, platform }) {
    super();
    this.#ids = ids;
    this.#bridge = new Bridge({
      url: `${url}/eventbus`,
      openSocket: platform.openSocket,
      clock: platform.clock, random: platform.random, page: platform.page,
      greet: connection => this.#greet(connection),
      received: (address, body) => this.#receive(address, body),
      broken: () => {},
      restored: () => this.dispatchEvent(new Event('connected')),
      refused: error => this.#refused(error),
    });
    this.#bridge.begin();
  }

  /** @returns {string[]|undefined} undefined for the whole schedule */
  get ids() {
    return this.#ids;
  }

  /** Others from now on; what is told by `connected` holds for those that are new. */
  set ids(ids) {
    this.#ids = ids;
    if (!this.connected) return; // the greeting says it
    this.#bridge.tell('streams.watch', this.#wish).then(
      () => this.dispatchEvent(new Event('connected')),
      error => error.passing ? this.#bridge.reconnect() : this.#refused(error));
  }

  get connected() {
    return this.#bridge.connected;
  }

  close() {
    this.#bridge.close();
  }

  get #wish() {
    return this.#ids ? { ids: this.#ids } : {};
  }

  /** As a visitor whoever is signed in: the schedule is everybody's, and no sign-in or sign-out disturbs this connection. */
  async #greet(connection) {
    await connection.ask('session.open', {});
    for (let told = null; told !== this.#ids;) { // they may be others by the time of the answer
      told = this.#ids;
      await connection.ask('streams.watch', this.#wish);
    }
  }

  #receive(address, body) {
    if (address === 'moved') return this.#bridge.reconnect();
    if (address === 'streams.changed') this.dispatchEvent(new CustomEvent('changed', { detail: body }));
  }

  #refused({ name, status, detail }) {
    this.close();
    this.dispatchEvent(new CustomEvent('refused', { detail: { name, status, detail } }));
  }
}
