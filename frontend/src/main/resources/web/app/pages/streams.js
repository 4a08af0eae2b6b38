import { html, nothing } from 'lit';
import '../parts/month-calendar.js';
import '../parts/stream-grid.js';
import { Page } from '../page.js';
import { empty } from '../parts/states.js';
import { router } from '../router.js';
import { session } from '../session.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const SHOWN = {
  all: [{ status: 'live', sort: '-start' }, { status: 'upcoming', sort: 'start' }, { status: 'past', sort: '-start' }],
  live: [{ status: 'live', sort: '-start' }],
  upcoming: [{ status: 'upcoming', sort: 'start' }],
  past: [{ status: 'past', sort: '-start' }],
};
/** What is somebody's own: whose streams they are. */
const OWN = { subscriptions: account => ({ subscribedBy: account }), mine: account => ({ broadcaster: account }) };
const CHIPS = [...Object.keys(SHOWN), ...Object.keys(OWN)];
/** Unless one is chosen, what is next comes first, and of what is over the latest. */
const SORTS = ['', 'start', '-start'];
const TYPING_MS = 250;

class StreamsPage extends Page {
  static properties = { show: { state: true }, q: { state: true }, sort: { state: true }, month: { state: true }, found: { state: true } };
  #typing;

  routed(_params, query) {
    this.show = CHIPS.includes(query.get('show')) ? query.get('show') : 'all';
    this.q = query.get('q') ?? '';
    this.sort = SORTS.includes(query.get('sort')) ? query.get('sort') : '';
    this.month = query.get('month');
    this.found = '';
    this.entitle(t('streams.title'));
  }

  connected(signal) {
    session.addEventListener('change', () => this.requestUpdate(), { signal });
    this.entitle(t('streams.title'));
    this.settled();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  render() {
    return html`
      <div class="wrap page">
        <div class="tools">
          <h1>${t('streams.title')}</h1>
          <div class="chips" role="group" aria-label=${t('streams.filter')}>${CHIPS.map(chip => html`
            <button aria-pressed=${chip === this.show} data-testid="chip-${chip}"
              @click=${() => this.#look({ show: chip })}>${t(`streams.${chip}`)}</button>`)}</div>
          <label class="search"><span class="unseen">${t('streams.search')}</span>${icon.search}
            <input type="search" data-testid="search" .value=${this.q} placeholder=${t('streams.search')} maxlength="120"
              @input=${this.#typed} @change=${({ target }) => this.#look({ q: target.value })}></label>
          <div class="view">
            ${this.month === null ? html`<select data-testid="sort" aria-label=${t('streams.sort')} @change=${({ target }) => this.#look({ sort: target.value })}>
              ${SORTS.map(sort => html`<option value=${sort} ?selected=${sort === this.sort}>${t(sort ? `streams.sort${sort}` : 'streams.next')}</option>`)}</select>` : nothing}
            <div class="chips" role="group" aria-label=${t('streams.view')}>
              <button aria-pressed=${this.month === null} data-testid="view-list" @click=${() => this.#look({ month: null })}>${icon.streams}<span>${t('streams.list')}</span></button>
              <button aria-pressed=${this.month !== null} data-testid="view-month" @click=${() => this.#look({ month: '' })}>${icon.calendar}<span>${t('streams.month')}</span></button>
            </div>
          </div>
        </div>
        <p class="unseen" role="status">${this.found}</p>
        ${this.show in OWN && !session.signedIn ? this.#stranger() : this.month !== null ? html`
          <month-calendar .month=${this.month} .query=${this.#narrowed(this.show in SHOWN && this.show !== 'all' ? { status: this.show } : {})}
            @choose=${({ detail }) => this.#look({ month: detail })}></month-calendar>` : html`
          <stream-grid level="h2" .queries=${this.#queries()} .mine=${this.show === 'mine'} .empty=${() => this.#none()}
            @loaded=${({ detail }) => this.found = t(detail.more ? 'streams.found-more' : 'streams.found',
              { count: detail.count })}></stream-grid>`}
      </div>`;
  }

  #queries() {
    const usual = SHOWN[this.show] ?? SHOWN.all;
    const sorted = usual.length > 1 ? [{ sort: this.sort }] : [{ ...usual[0], sort: this.sort }];
    return (this.sort ? sorted : usual).map(query => this.#narrowed(query));
  }

  #narrowed(query) {
    return { ...query, ...OWN[this.show]?.(session.account), q: this.q.trim() || undefined };
  }

  #typed({ target }) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#look({ q: target.value }), TYPING_MS);
  }

  #look({ show = this.show, q = this.q, sort = this.sort, month = this.month }) {
    clearTimeout(this.#typing);
    if (show === this.show && q === this.q && sort === this.sort && month === this.month) return;
    const query = new URLSearchParams();
    if (show !== 'all') query.set('show', show);
    if (q.trim()) query.set('q', q);
    if (sort) query.set('sort', sort);
    if (month !== null) query.set('month', month);
    // Words that are being typed are one step back, not one a letter.
    router.go(`/streams${query.size ? '?' + query : ''}`, { replace: show === this.show });
  }

  #stranger() {
    return empty({
      glyph: icon.person, title: t(`streams.${this.show}-signed-out`), text: t(`streams.${this.show}-signed-out-text`),
      action: html`<button class="button" @click=${() => session.require()}>${t('sign-in')}</button>`,
    });
  }

  #none() {
    if (this.q.trim()) {
      return empty({
        glyph: icon.search, title: t('streams.no-match', { q: this.q.trim() }), text: t('streams.no-match-text'),
        action: html`<button class="button quiet" @click=${() => this.#look({ q: '', show: 'all' })}>${t('streams.clear')}</button>`,
      });
    }
    const schedule = html`<a class="button" href="/schedule">${icon.calendarAdd}${t('landing.schedule')}</a>`;
    const upcoming = html`<button class="button" @click=${() => this.#look({ show: 'upcoming' })}>${t('streams.see-upcoming')}</button>`;
    return empty({
      glyph: this.show === 'live' ? icon.broadcast : icon.calendar,
      title: t(`streams.none-${this.show}`), text: t(`streams.none-${this.show}-text`),
      action: ['live', 'subscriptions'].includes(this.show) ? upcoming : this.show === 'past' ? nothing : schedule,
    });
  }
}

customElements.define('streams-page', StreamsPage);
