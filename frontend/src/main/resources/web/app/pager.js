import { stage } from './peerstage.js';

const PAGE = 24;
const LARGEST_PAGE = 100;

/**
 * What one query after another answers, a page at a time: streams that are live, then those that are coming, then those that are over, in one list.
 * `changed` is called whenever there is something else to show.
 */
export class Pager {
  items = [];
  loading = true;
  error = null;
  more = false;
  #all;
  #queries;
  #limit;
  #list;
  #key;
  #changed;
  #cursor;
  #given = new AbortController();
  #pages = 0;

  /** @param {object} [of] `limit`: how many at first; `list(query)` resolves to {items, next}, streams unless said otherwise; `key(item)` tells one from another */
  constructor(queries, changed, { limit = PAGE, list = query => stage.listStreams(query), key = ({ id }) => id } = {}) {
    this.#all = queries;
    this.#queries = [...queries];
    this.#limit = limit;
    this.#list = list;
    this.#key = key;
    this.#changed = changed;
  }

  async next() {
    this.#pages++;
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
    const { items, next } = await this.#list({
      ...this.#queries[0], limit: Math.min(limit, LARGEST_PAGE), cursor: this.#cursor, signal: this.#given.signal,
    });
    this.#cursor = next;
    if (!next) this.#queries.shift();
    const seen = new Set(this.items.map(this.#key)); // one that went live between two pages is in both
    this.items = [...this.items, ...items.filter(item => !seen.has(this.#key(item)))];
    return items.length;
  }

  /** Reads again as much as there is, first to last, and shows it all at once. False if that was not possible now. */
  async refresh() {
    if (this.loading || this.error) return false;
    const room = this.more ? 0 : this.#limit; // who saw the end sees what is new there
    const again = new Pager(this.#all, () => {}, { limit: Math.max(this.#limit, this.items.length + room), list: this.#list, key: this.#key });
    this.#given.signal.addEventListener('abort', () => again.drop(), { once: true });
    const pages = this.#pages;
    await again.next();
    if (again.error || this.#pages !== pages || this.#given.signal.aborted) return false;
    this.items = again.items;
    [this.#queries, this.#cursor, this.more] = [again.#queries, again.#cursor, again.more];
    this.#changed();
    return true;
  }

  /** Puts another in the place of one that is shown; null takes it away. */
  replace(key, other) {
    this.items = this.items.flatMap(item => this.#key(item) === key ? other ?? [] : item);
    this.#changed();
  }

  /** Nobody waits for the answer any more. */
  drop() {
    this.#given.abort();
  }
}
