import { Bridge } from './bridge.js';

/**
 * So long the first answer may take: whoever asks in the moment in which a room's owner dies gets none, and sooner asks another one. Who was in already has
 * more patience, for then a whole audience asks at once.
 */
const FIRST_MS = 3_000;

/**
 * Our being in a room, as its owner on the server sees it: entered, again on each new connection, and again when the room has another
 * owner. Messages are passed on in their order; those of an owner that has been replaced are dropped.
 */
export class Visit {
  #with;
  #bridge;
  #openedAs = null;
  /** The highest that was heard of: every owner has a higher one than the owner before. */
  #epoch = 0;
  #cancelAnnouncing = null;
  /** Counts how often we have asked to be let in: only the latest answer counts. */
  #turn = 0;
  /** What arrives before entering is answered, kept until it can be judged. */
  #early = null;

  /**
   * @param {object} with_ `streamId`, `url`, `session`, `platform`;
   *   `introduction()` resolves to what we enter with; `entered(answer, connection)` may ask more of that connection;
   *   `received(address, body)`; `broken`, `restored` as of {@link Bridge}; `refused(error)`: we are out for good
   */
  constructor(with_) {
    this.#with = with_;
    const { url, platform, broken, restored, refused } = with_;
    this.#bridge = new Bridge({
      url: `${url}/eventbus`,
      openSocket: platform.openSocket,
      clock: platform.steadyClock, random: platform.random, page: platform.page,
      greet: connection => this.#greet(connection),
      received: (address, body) => this.receive(address, body),
      broken, restored, refused,
    });
  }

  get connected() {
    return this.#bridge.connected;
  }

  /** Rejects with what entering was refused with. */
  begin() {
    return this.#bridge.start();
  }

  /** As of {@link Bridge}. */
  ask(address, body) {
    return this.#bridge.ask(address, body);
  }

  /** As of {@link Bridge}. */
  tell(address, body) {
    return this.#bridge.tell(address, body);
  }

  /** As of {@link Bridge}. */
  say(address, body) {
    this.#bridge.say(address, body);
  }

  reconnect() {
    this.#bridge.reconnect();
  }

  /** Someone signed in: the same account extends this connection, another one needs a new connection. */
  async renewIdentity() {
    const { session } = this.#with;
    if (session.account !== this.#openedAs) return this.#bridge.reconnect();
    await this.tell('session.token', { token: session.token }).catch(() => this.#bridge.reconnect());
  }

  /** Enters once more on the connection that there is, with what our introduction is by now. Media goes on meanwhile. Never rejects. */
  async again() {
    let connection;
    try {
      connection = await this.#bridge.ready();
      await this.#enter(connection);
    } catch (error) {
      if (!connection || connection !== this.#bridge.connection) return; // the next one is greeted anyway
      if (error.passing) this.#bridge.reconnect();
      else this.#with.refused(error);
    }
  }

  /** What the server told, with its `stream` and `epoch`: if it still counts, it is passed on. */
  receive(address, body) {
    if (address === 'moved') return this.#bridge.reconnect();
    if (body.stream !== this.#with.streamId || body.epoch < this.#epoch) return;
    if (address === 'ping') return this.say('signaling.pong', {});
    if (address === 'reannounce') return this.#reannounce(body);
    if (this.#early) return void this.#early.push([address, body]);
    this.#epoch = body.epoch;
    this.#with.received(address, body);
  }

  close() {
    this.#cancelAnnouncing?.();
    this.#bridge.close();
  }

  async #greet(connection) {
    this.#early = [];
    this.#openedAs = await this.#with.session.open(connection);
    await this.#enter(connection);
  }

  async #enter(connection) {
    const turn = ++this.#turn;
    this.#cancelAnnouncing?.(); // this is it
    this.#cancelAnnouncing = null;
    this.#early ??= [];
    const { streamId, introduction, entered } = this.#with;
    const introduced = introduction().then(body => connection.ask('signaling.enter', { streamId, ...body }, { within: this.#epoch ? undefined : FIRST_MS }));
    const answer = await introduced.catch(error => {
      if (turn === this.#turn) throw error;
    });
    if (turn !== this.#turn) return;
    this.#epoch = Math.max(this.#epoch, answer.epoch);
    await entered(answer, connection);
    if (turn !== this.#turn) return;
    const early = this.#early;
    this.#early = null;
    for (const [address, body] of early) this.receive(address, body);
  }

  /**
   * The new owner knows nobody, or the same one has given our gateway up for dead meanwhile. The whole audience is told at once: each
   * waits for a while of its own.
   */
  #reannounce({ epoch, within }) {
    this.#epoch = epoch;
    const { steadyClock, random } = this.#with.platform;
    this.#cancelAnnouncing ??= steadyClock.after(Math.round(random() * within), () => {
      this.#cancelAnnouncing = null;
      this.again();
    });
  }
}
