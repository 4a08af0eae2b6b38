import { OwnMedia } from './own-media.js';
import { listenTo } from './room-events.js';
import { stage } from '../peerstage.js';
import { beginning } from '../stream-rules.js';
import { tabStorage } from '../storage.js';

const BY_PROBLEM = {
  conflict: 'elsewhere', 'already-live': 'elsewhere', 'invalid-token': 'signed-out', 'stream-not-found': 'ended', 'not-found': 'ended',
};

/**
 * A broadcaster's side of a show, as one state, with camera and microphone. `change` is dispatched when there is something else to
 * show. The tab that went live remembers it, so that a reload goes on with the show and any other tab asks first.
 */
export class Hosting extends EventTarget {
  room = null;
  /** Why this tab cannot host. */
  problem = null;
  /** Why the last show ended. */
  reason = null;
  /** Why going live was refused this time. */
  fault = null;
  /** Camera, microphone and screen. */
  own = new OwnMedia();
  #stream;
  #mine = false;
  #sawLive = false;
  #starting = false;
  #reconnecting = false;
  #startedAt = null;
  #given = null;
  #turn = 0;
  #left = null;

  constructor(stream) {
    super();
    this.#stream = stream;
    this.own.addEventListener('change', () => this.#showOther());
  }

  get state() {
    if (this.problem) return BY_PROBLEM[this.problem.name] ?? 'refused';
    if (!this.room) return 'connecting';
    if (this.#reconnecting) return 'reconnecting';
    if (this.#mine) return 'live';
    if (this.#starting) return 'connecting';
    if (this.reason) return 'ended';
    if (this.room.state.live) return 'elsewhere';
    return beginning(this.times) === 'over' ? 'ended' : 'green-room';
  }

  /** The schedule as the room knows it, which follows edits. */
  get times() {
    return { startTime: this.room?.state.startTime ?? this.#stream.startTime, endTime: this.room?.state.endTime ?? this.#stream.endTime };
  }

  get startedAt() {
    return this.room?.state.startedAt ?? this.#startedAt;
  }

  get onAir() {
    return this.#mine;
  }

  async enter() {
    this.#leaveRoom();
    const turn = this.#turn;
    this.problem = this.reason = this.fault = null;
    this.#changed();
    try {
      const room = await stage.enter(this.#stream.id);
      if (turn !== this.#turn) return void room.leave();
      this.room = room;
      this.#left = new AbortController();
      listenTo(room, (type, detail) => this.#heard(type, detail), this.#left.signal);
      if (room.state.live && onAir.has(this.#stream.id)) await this.goLive();
    } catch (problem) {
      if (turn !== this.#turn) return;
      this.problem = problem;
    }
    this.#changed();
  }

  /** @param {{takeOver?: boolean}} how `takeOver`: end the show that runs on another device */
  async goLive({ takeOver = false } = {}) {
    if (this.#starting) return;
    this.#starting = true;
    this.fault = this.reason = null;
    this.#changed();
    try {
      if (!this.own.shown) await this.own.open();
      if (!this.own.shown) return;
      this.#given = this.own.shown;
      const { startedAt } = await this.room.goLive(this.#given, { takeOver }) ?? {};
      this.#startedAt = startedAt ?? new Date().toISOString();
      this.#begin();
    } catch (error) {
      if (error.name === 'already-live') this.problem = error;
      else this.fault = error;
    } finally {
      this.#starting = false;
      this.#changed();
    }
  }

  /** From a show that runs elsewhere to here; this tab may have been put out of the room by it. */
  async takeOver() {
    if (!this.room) await this.enter();
    if (!this.room) return;
    this.problem = null;
    await this.goLive({ takeOver: true });
  }

  /** Rejects if the server did not hear it; the show goes on then. */
  async stop() {
    await this.room.stop();
    this.own.close();
    this.#finish('stopped');
  }

  /** A new show in the same hour. */
  again() {
    this.reason = null;
    this.#changed();
  }

  leave() {
    this.#leaveRoom();
    this.own.close();
  }

  /** What is shown is exchanged at the encoder: nobody's connection is made anew. Without any device the last picture stays. */
  #showOther() {
    const { shown } = this.own;
    if (this.#mine && this.room && shown && shown !== this.#given) {
      this.#given = shown;
      this.room.setSource(shown);
    }
    this.#changed();
  }

  #heard(type, detail) {
    if (type === 'reconnecting') this.#reconnecting = true;
    if (type === 'reconnected') this.#reconnecting = false;
    if (type === 'ended' && this.#mine) {
      this.#finish(detail.problem ? null : detail.reason ?? 'stopped');
      this.own.close();
      this.problem = detail.problem ?? null; // another device took over while this one was away
    }
    if (type === 'live' && this.room?.state.live && !this.#mine) this.reason = null;
    if (type === 'refused') {
      this.#leaveRoom();
      this.#finish(null);
      this.own.close();
      this.problem = detail;
    }
    if (this.#mine && this.room) {
      // The show may have ended while nobody could tell us.
      if (this.#sawLive && !this.room.state.live) this.#finish('lost');
      this.#sawLive = this.room.state.live;
    }
    this.#changed();
  }

  #begin() {
    this.#mine = true;
    this.#showOther(); // it may have changed while we waited
    this.#sawLive = this.room.state.live;
    onAir.add(this.#stream.id);
  }

  #finish(reason) {
    this.#mine = this.#sawLive = false;
    this.reason = reason;
    this.#startedAt = null;
    onAir.remove(this.#stream.id);
    this.#changed();
  }

  #leaveRoom() {
    this.#turn++;
    this.#left?.abort();
    this.room?.leave()?.catch?.(() => {}); // gone either way
    this.room = null;
    this.#reconnecting = this.#starting = this.#mine = false;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** Which streams this tab is live with. */
const onAir = {
  has: id => tabStorage.get(`on-air:${id}`) !== null,
  add: id => tabStorage.set(`on-air:${id}`, '1'),
  remove: id => tabStorage.remove(`on-air:${id}`),
};
