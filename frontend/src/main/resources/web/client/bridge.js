import { Connection } from './connection.js';
import { unavailable } from './error.js';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;
/** How long someone who asks for something waits for a connection that is being made again. */
const PATIENCE_MS = 10_000;

/**
 * A connection to the bridge that is made again whenever it breaks.
 *
 * Delays are drawn from the whole range ("full jitter"), which doubles from attempt to attempt: a gateway that falls has its
 * whole audience at the door of the others, and they must not knock together.
 */
export class Bridge {
  #options;
  #connection = null;
  #greeted = false;
  #closed = false;
  #hurry = false;
  #wake = () => {};
  #waiting = new Set();

  /**
   * @param {object} options
   *   `url`, `openSocket`, `clock`, `random`, `page` (told when the network is back);
   *   `greet(connection)` says who we are and what we want, on every connection, before anyone else may ask;
   *   `received(address, body)`; `broken({attempt, inMs})`; `restored({afterMs})`;
   *   `refused(error)`: greeting again was refused for good, and the bridge is closed
   */
  constructor(options) {
    this.#options = options;
  }

  /** The first connection, greeted. Rejects if there is none, or with what the greeting was refused with. */
  async start() {
    this.#options.page.addEventListener('online', this.reconnect);
    try {
      await this.#connect();
    } catch (error) {
      this.close();
      throw error;
    }
    this.#keep();
  }

  /** As `start`, but the first connection is tried for as any other: this never rejects. */
  begin() {
    this.#options.page.addEventListener('online', this.reconnect);
    this.#hurry = true;
    this.#keep();
  }

  /** The connection, greeted or about to be; null while there is none. */
  get connection() {
    return this.#connection;
  }

  get connected() {
    return this.#greeted;
  }

  /** The connection when the greeting is done, after it has been made again if need be. */
  async ready() {
    if (!this.#greeted) await this.#untilGreeted();
    return this.#connection;
  }

  async ask(address, body) {
    return (await this.ready()).ask(address, body);
  }

  /** Asks now or not at all: what is only worth saying on the connection that there is, be it greeted or not. */
  async tell(address, body) {
    if (!this.#connection) throw unavailable('there is no connection');
    return this.#connection.ask(address, body);
  }

  /** The same for what needs no answer. */
  say(address, body) {
    this.#connection?.say(address, body);
  }

  /** Makes a new connection now: the server asks for it, the network is back, or the identity is another. */
  reconnect = ({ type } = {}) => {
    // The network that came back may be another one, but a connection that works is not given up for it.
    if (type === 'online' && this.#connection) return;
    this.#hurry = true;
    this.#connection?.close();
    this.#wake();
  };

  close() {
    this.#closed = true;
    this.#options.page.removeEventListener('online', this.reconnect);
    this.#connection?.close();
    this.#connection = null;
    this.#settleWaiting(unavailable('the room was left'));
    this.#wake();
  }

  /** Never rejects: what goes wrong is told to `broken` and `refused`. */
  async #keep() {
    const { clock, broken, restored, refused } = this.#options;
    while (!this.#closed) {
      await this.#connection?.closed;
      this.#greeted = false;
      const since = clock.now();
      for (let attempt = 1; !this.#closed && !this.#greeted; attempt++) {
        this.#connection = null;
        const inMs = this.#hurry ? 0 : this.#delay(attempt);
        broken({ attempt, inMs });
        await this.#pause(inMs);
        if (this.#closed) return;
        try {
          await this.#connect();
        } catch (error) {
          if (error.passing) continue;
          this.close();
          return refused(error);
        }
      }
      if (this.#greeted) restored({ afterMs: clock.now() - since });
    }
  }

  async #connect() {
    this.#hurry = false;
    const { url, openSocket, clock, received, greet } = this.#options;
    const connection = await Connection.open({ url, openSocket, clock, received });
    if (this.#closed) {
      connection.close();
      throw unavailable('the room was left');
    }
    this.#connection = connection;
    try {
      await greet(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
    if (this.#connection !== connection) throw unavailable('the room was left');
    this.#greeted = true;
    this.#settleWaiting();
  }

  #delay(attempt) {
    return Math.round(this.#options.random() * Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS));
  }

  #pause(ms) {
    if (ms === 0) return Promise.resolve();
    return new Promise(resolve => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  #untilGreeted() {
    if (this.#closed) return Promise.reject(unavailable('the room was left'));
    return new Promise((resolve, reject) => {
      const waiting = error => {
        this.#waiting.delete(waiting);
        cancel();
        if (error) reject(error);
        else resolve();
      };
      const cancel = this.#options.clock.after(PATIENCE_MS, () => waiting(unavailable('there is no connection')));
      this.#waiting.add(waiting);
    });
  }

  #settleWaiting(error) {
    for (const waiting of [...this.#waiting]) waiting(error);
  }
}
