import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../view.js';
import { Pager } from '../pager.js';
import { failed } from './states.js';
import { face } from '../art.js';
import { called } from '../session.js';
import { dayWithin, exact } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const PAGE = 24;
const TYPING_MS = 250;
const SORTS = ['name', 'since'];

/**
 * People, a page at a time, with search and sorting where `search` is set. `list(query)` resolves to a page; `since(time)` says what began then; `act(person)` is what may be done about one;
 * `empty` stands there when there is nobody.
 */
class PeopleList extends View {
  static properties = { list: { attribute: false }, since: { attribute: false }, act: { attribute: false }, empty: { attribute: false }, search: { type: Boolean }, label: {},
    q: { state: true }, sort: { state: true } };
  #pager;
  #asked;
  #typing;

  constructor() {
    super();
    this.q = '';
    this.sort = 'name';
    this.act = () => nothing;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
    this.#pager?.drop();
  }

  willUpdate() {
    const asked = JSON.stringify([this.label, this.q, this.sort]);
    if (asked !== this.#asked) this.load();
    this.#asked = asked;
  }

  load() {
    this.#pager?.drop();
    const query = this.search ? { q: this.q.trim() || undefined, sort: this.sort } : {};
    this.#pager = new Pager([query], () => this.requestUpdate(), { limit: PAGE, list: this.list, key: ({ account }) => account });
    this.#pager.next();
  }

  /** One is there no more. */
  drop(account) {
    this.#pager.replace(account, null);
  }

  render() {
    const { items, loading, error, more } = this.#pager;
    const isEmpty = items.length === 0 && !loading && !error;
    if (isEmpty && !this.q) return this.empty();
    return html`
      ${this.search ? this.#tools() : nothing}
      ${isEmpty ? html`<p class="soft nobody" role="status">${t('people.no-match', { q: this.q.trim() })}</p>` : html`
        <ul class="people" aria-label=${this.label} aria-busy=${loading}>
          ${repeat(items, ({ account }) => account, person => this.#person(person))}
          ${loading ? bones(items.length ? 2 : 4) : nothing}</ul>`}
      ${error ? failed(error, () => items.length ? this.#pager.next() : this.load()) : nothing}
      ${more && !loading && !error ? html`<div class="more"><button class="button quiet" data-testid="people-more" @click=${this.#more}>${t('show-more')}</button></div>` : nothing}`;
  }

  #tools() {
    return html`
      <div class="tools">
        <label class="search"><span class="unseen">${t('people.search')}</span>${icon.search}
          <input type="search" data-testid="people-search" .value=${this.q} placeholder=${t('people.search')} maxlength="80" @input=${this.#typed}></label>
        <select data-testid="people-sort" aria-label=${t('streams.sort')} @change=${({ target }) => this.sort = target.value}>${SORTS.map(sort => html`
          <option value=${sort} ?selected=${sort === this.sort}>${t(`people.by-${sort}`)}</option>`)}</select>
      </div>`;
  }

  #person(person) {
    const { account, since } = person;
    const at = since && new Date(since);
    return html`
      <li data-testid="person" data-account=${account}>
        <a href="/profiles/${account}">${face(account, person.imgLink)}<span class="words"><b>${called(account, person)}</b>
          ${at ? html`<time class="soft small" datetime=${since} title=${exact(at)}>${this.since(dayWithin(at))}</time>` : nothing}</span></a>
        ${this.act(person)}
      </li>`;
  }

  #typed({ target }) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.q = target.value, TYPING_MS);
  }

  async #more() {
    const shown = this.#pager.items.length;
    await this.#pager.next();
    await this.updateComplete;
    this.querySelectorAll('.people a')[shown]?.focus();
  }
}

const bones = count => Array.from({ length: count }, () => html`
  <li aria-hidden="true"><i class="bone bone-face"></i><span class="words"><i class="bone short"></i></span></li>`);

customElements.define('people-list', PeopleList);
