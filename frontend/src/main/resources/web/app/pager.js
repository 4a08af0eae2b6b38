import { stage } from './peerstage.js';

const PAGE = 24;

/**
 * Streams of one query after another, a page at a time: what is live, then what is coming, then what is over, in one list.
 * `changed` is called whenever there is something else to show.
 */
export class Pager {
  items = [];
  loading = true;
  error = null;
  more = false;
  #queries;
  #limit;
  #changed;
  #cursor;
  #given = new AbortController();

  constructor(queries, changed, limit = PAGE) {
    this.#queries = [...queries];
    this.#limit = limit;
    this.#changed = changed;
  }

  async next() {
    this.loading = true;
    this.error = null;
    this.#changed();
    try {
      let wanted = this.#limit;
      while (wanted > 0 && this.#queries.length > 0) wanted -= await this.#fetch(wanted);
    } catch (error) {
      if (this.#given.signal.aborted) return;
      this.error = error;
    }
    if (this.#given.signal.aborted) return;
    this.loading = false;
    this.more = this.#queries.length > 0;
    this.#changed();
  }

  async #fetch(limit) {
    const { items, next } = await stage.listStreams({ ...this.#queries[0], limit, cursor: this.#cursor, signal: this.#given.signal });
    this.#cursor = next;
    if (!next) this.#queries.shift();
    const seen = new Set(this.items.map(({ id }) => id)); // one that went live between two pages is in both
    this.items = [...this.items, ...items.filter(({ id }) => !seen.has(id))];
    return items.length;
  }

  /** Nobody waits for the answer any more. */
  drop() {
    this.#given.abort();
  }
}
