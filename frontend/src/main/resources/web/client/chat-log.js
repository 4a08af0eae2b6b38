/** As many as the server shows to those who enter. */
const KEPT = 50;

/** What was said last, each message once, however often it is told. */
export class ChatLog {
  #epoch = 0;
  /** The oldest first. */
  messages = Object.freeze([]);

  /**
   * What entering told. Who comes back is told what was said and taken away meanwhile; but of what was said under an owner of the room
   * before, the present one may know nothing.
   */
  enter(history, epoch) {
    const isComplete = epoch === this.#epoch;
    this.#epoch = epoch;
    const told = new Set(history.map(({ id }) => id));
    // What the history had no room for was not taken away.
    const removed = this.messages.filter(({ id, at }) => !told.has(id) && (history.length < KEPT || at > history[0].at));
    return this.add({ messages: history, removed: isComplete ? removed.map(({ id }) => id) : [] });
  }

  /** @returns {{messages: object[], removed: string[]} | null} what of it is new; null if nothing is */
  add({ messages = [], removed = [] }) {
    const known = new Set(this.messages.map(({ id }) => id));
    const fresh = messages.filter(({ id }) => !known.has(id) && !removed.includes(id));
    const gone = removed.filter(id => known.has(id));
    if (!fresh.length && !gone.length) return null;
    this.messages = Object.freeze([...this.messages, ...fresh].filter(({ id }) => !gone.includes(id)).slice(-KEPT));
    return { messages: fresh, removed: gone };
  }
}
