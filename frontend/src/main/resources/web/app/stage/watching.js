import { listenTo } from './room-events.js';
import { stage } from '../peerstage.js';
import { session } from '../session.js';
import { browserStorage } from '../storage.js';

/** The signaling service learns of a subscription a moment after the API took it; a room whose server died has another one soon. */
const PATIENCE_MS = [400, 800, 1200, 2000];

const BY_PROBLEM = {
  'not-subscribed': 'not-subscribed', 'not-registered': 'not-registered', 'invalid-token': 'signed-out',
  conflict: 'elsewhere', 'stream-not-found': 'ended', 'not-found': 'ended',
};

/** A viewer's side of a show: what the room tells, as one state. `change` is dispatched when there is something else to show. */
export class Watching extends EventTarget {
  /** The client's room while this tab is in it. */
  room = null;
  /** Why this tab is not in the room, or was put out of it. */
  problem = null;
  /** Why the last show ended: `stopped`, `lost`, `deleted`; `over` where its time had passed before. */
  reason = null;
  /** How many times another edge has brought the picture. */
  fed = 0;
  #stream;
  #reconnecting = false;
  #shown = false;
  #blocked = false;
  #turn = 0;
  #left = null;

  constructor(stream) {
    super();
    this.#stream = stream;
  }

  get state() {
    if (this.problem) return this.#refusal();
    if (this.reason === 'over' || this.reason === 'deleted') return 'ended';
    if (!this.room) return 'connecting';
    if (this.#reconnecting) return 'reconnecting';
    if (!this.room.state.live) return this.reason || Date.now() > Date.parse(this.#end) ? 'ended' : 'lobby';
    if (this.room.relayOnly && !this.room.canHideAddress) return 'hidden';
    if (this.#blocked) return 'blocked';
    return this.#shown ? 'playing' : 'connecting';
  }

  get #end() {
    return this.room?.state.endTime ?? this.#stream.endTime;
  }

  #refusal() {
    const state = BY_PROBLEM[this.problem.name] ?? 'refused';
    return state === 'not-subscribed' && !session.registered && !session.loading && !session.error ? 'not-registered' : state;
  }

  /** @param {{patient?: boolean}} how `patient`: this account has just subscribed */
  async enter({ patient = false } = {}) {
    this.leave();
    const turn = this.#turn;
    if (this.#stream.status === 'past') return this.#be({ reason: 'over' });
    if (this.#stream.audience !== 'everyone' && !session.signedIn) return this.#be({ problem: { name: 'invalid-token' } });
    this.#be({});
    for (const wait of [...PATIENCE_MS, null]) {
      try {
        const room = await stage.enter(this.#stream.id, { relayOnly: hiding.wished });
        if (turn !== this.#turn) return void room.leave();
        return this.#entered(room);
      } catch (problem) {
        if (turn !== this.#turn) return;
        const mayChange = problem.passing || (patient && problem.name === 'not-subscribed');
        if (wait === null || !mayChange) return this.#be({ problem });
        await new Promise(resolve => setTimeout(resolve, wait));
        if (turn !== this.#turn) return;
      }
    }
  }

  leave() {
    this.#turn++;
    this.#left?.abort();
    this.room?.leave()?.catch?.(() => {}); // gone either way
    this.room = null;
  }

  /** From now on, and in other rooms, too: connections are made anew, for what others know already they keep. */
  hideAddress(wished) {
    hiding.wished = wished;
    this.enter();
  }

  /** The first picture is on the screen. */
  shown() {
    this.#shown = true;
    this.#blocked = false;
    this.#changed();
  }

  /** The browser wants a click before it plays. */
  blocked() {
    this.#blocked = true;
    this.#changed();
  }

  #entered(room) {
    this.#left = new AbortController();
    listenTo(room, (type, detail) => this.#heard(type, detail), this.#left.signal);
    this.#be({ room });
  }

  #heard(type, detail) {
    if (type === 'reconnecting') this.#reconnecting = true;
    if (type === 'reconnected') this.#reconnecting = false;
    if (type === 'ended') this.reason = detail.reason ?? 'stopped';
    if (type === 'media') this.fed++;
    if (type === 'refused') {
      // A sign-in that ended is no reason where none is needed.
      if (detail.name === 'invalid-token' && this.#stream.audience === 'everyone') return void this.enter();
      this.leave();
      this.problem = detail;
    }
    if (this.room?.state.live) {
      if (type !== 'ended') this.reason = null;
    } else {
      this.#shown = false;
      this.#blocked = false;
    }
    this.#changed();
  }

  #be({ room = null, problem = null, reason = null }) {
    Object.assign(this, { room, problem, reason });
    this.#reconnecting = this.#shown = this.#blocked = false;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** Whether this browser's address is to be hidden from other viewers. */
const hiding = {
  get wished() {
    return browserStorage.get('hide-address') !== null;
  },
  set wished(wish) {
    if (wish) browserStorage.set('hide-address', '1');
    else browserStorage.remove('hide-address');
  },
};
