import { html, nothing } from 'lit';
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
const CHIPS = [...Object.keys(SHOWN), 'mine'];
const TYPING_MS = 250;

class StreamsPage extends Page {
  static properties = { show: { state: true }, q: { state: true }, found: { state: true } };
  #typing;

  routed(_params, query) {
    this.show = CHIPS.includes(query.get('show')) ? query.get('show') : 'all';
    this.q = query.get('q') ?? '';
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
        </div>
        <p class="unseen" role="status">${this.found}</p>
        ${this.show === 'mine' && !session.signedIn ? this.#stranger() : html`
          <stream-grid level="h2" .queries=${this.#queries()} .mine=${this.show === 'mine'} .empty=${() => this.#none()}
            @loaded=${({ detail }) => this.found = t(detail.more ? 'streams.found-more' : 'streams.found',
              { count: detail.count })}></stream-grid>`}
      </div>`;
  }

  #queries() {
    const who = this.show === 'mine' ? { broadcaster: session.account } : {};
    return (SHOWN[this.show] ?? SHOWN.all).map(query => ({ ...query, ...who, q: this.q.trim() || undefined }));
  }

  #typed({ target }) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#look({ q: target.value }), TYPING_MS);
  }

  #look({ show = this.show, q = this.q }) {
    clearTimeout(this.#typing);
    if (show === this.show && q === this.q) return;
    const query = new URLSearchParams();
    if (show !== 'all') query.set('show', show);
    if (q.trim()) query.set('q', q);
    // Words that are being typed are one step back, not one a letter.
    router.go(`/streams${query.size ? '?' + query : ''}`, { replace: show === this.show });
  }

  #stranger() {
    return empty({
      glyph: icon.person, title: t('streams.mine-signed-out'), text: t('streams.mine-signed-out-text'),
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
      action: this.show === 'live' ? upcoming : this.show === 'past' ? nothing : schedule,
    });
  }
}

customElements.define('streams-page', StreamsPage);
