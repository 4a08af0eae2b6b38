import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../view.js';
import { Clock } from '../clock.js';
import { Pager } from '../pager.js';
import { cardBones, streamCard } from './stream-card.js';
import { failed } from './states.js';
import { deletions } from '../deletions.js';
import { schedule } from '../schedule.js';
import { MINUTE } from '../time.js';
import { t } from '../text.js';

const REREAD_MS = 4_000;
const SPREAD_MS = 1_000;

/**
 * The streams of some queries as cards, with "Show more"; what changes in the schedule changes here by itself. `empty` is what stands there when there are none. With a `heading` it stays
 * away until there is something to show; `without` is the id of one that is left out.
 */
class StreamGrid extends View {
  static properties = { queries: { attribute: false }, empty: { attribute: false }, limit: { type: Number }, level: {},
    mine: { type: Boolean }, endless: { type: Boolean }, heading: {}, without: {} };
  #pager;
  #timer;
  #readAt = 0;
  #stale = false;

  constructor() {
    super();
    this.level = 'h3';
    this.limit = 24;
    this.endless = true;
    new Clock(this, MINUTE);
  }

  connected(signal) {
    schedule.listen(signal, { changed: change => this.#changed(change), connected: () => this.#reread() });
    deletions.addEventListener('change', () => this.requestUpdate(), { signal });
    document.addEventListener('visibilitychange', () => this.#stale && this.#reread(), { signal });
  }

  /** Badge and watchers at once; where it stands now, and what is new, with the next reading. */
  #changed({ id, status, watchers, news }) {
    const shown = this.#pager?.items.find(item => item.id === id);
    if (shown && status === 'deleted') this.#pager.replace(id, null);
    else if (shown && (shown.status !== status || shown.watchers !== watchers)) this.#pager.replace(id, { ...shown, status, watchers });
    if (news) this.#reread();
  }

  /** Every few seconds at most, and not all pages at the same moment; in a hidden one when it is looked at again. */
  #reread() {
    this.#stale = document.hidden;
    if (this.#timer || this.#stale) return;
    const wait = Math.max(this.#readAt + REREAD_MS - Date.now(), 0) + Math.random() * SPREAD_MS;
    this.#timer = setTimeout(async () => {
      this.#timer = null;
      this.#readAt = Date.now();
      const pager = this.#pager;
      if (!await pager.refresh() && pager === this.#pager && !pager.error && this.isConnected) this.#reread();
    }, wait);
  }

  willUpdate(changed) {
    if (changed.has('queries') && JSON.stringify(this.queries) !== JSON.stringify(changed.get('queries'))) this.#load();
  }

  #load() {
    this.#pager?.drop();
    const pager = this.#pager = new Pager(this.queries, () => {
      this.requestUpdate();
      if (!pager.loading && !pager.error) this.tell('loaded', { count: pager.items.length, more: pager.more });
    }, { limit: this.limit });
    pager.next();
  }

  render() {
    const { loading, error, more } = this.#pager;
    const items = this.#pager.items.filter(({ id }) => id !== this.without && !deletions.has(id)).slice(0, this.endless ? undefined : 4);
    if (this.heading && items.length === 0) return nothing;
    if (items.length === 0 && error) return failed(error, () => this.#load());
    if (items.length === 0 && !loading) return this.empty?.() ?? nothing;
    return html`
      ${this.heading ? html`<h2 class="grid-heading">${this.heading}</h2>` : nothing}
      <div class="grid" aria-busy=${loading}>
        ${repeat(items, ({ id }) => id, stream => streamCard(stream, this))}
        ${loading ? cardBones(items.length ? 4 : Math.min(8, this.limit)) : nothing}
      </div>
      ${error ? failed(error, () => this.#pager.next()) : nothing}
      ${more && !loading && !error && this.endless ? html`
        <div class="more"><button class="button quiet" data-testid="show-more" @click=${this.#more}>${t('show-more')}</button></div>`
          : nothing}`;
  }

  /** The cursor goes on from the first card that came. */
  async #more() {
    const shown = this.#pager.items.length;
    await this.#pager.next();
    await this.updateComplete;
    this.querySelectorAll('.card > a')[shown]?.focus();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#pager?.drop();
  }
}

customElements.define('stream-grid', StreamGrid);
