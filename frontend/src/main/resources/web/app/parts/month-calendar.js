import { html, nothing } from 'lit';
import { View } from '../view.js';
import { failed } from './states.js';
import { deletions } from '../deletions.js';
import { Month, sameDay } from '../month.js';
import { Pager } from '../pager.js';
import { schedule } from '../schedule.js';
import { dayNumber, exact, fullDay, monthName, timeOfDay, weekdayName } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const MOST_IN_A_DAY = 3;
/** More than that in one month are told to be more. */
const MOST_IN_A_MONTH = 1_000;
const REREAD_MS = 2_000;

/** The streams of a query that begin in one month, day by day. `choose` is told with the month that a person goes to, `2026-11`. */
class MonthCalendar extends View {
  static properties = { month: {}, query: { attribute: false }, day: { state: true } };
  #pager;
  #asked;
  #timer;

  connected(signal) {
    schedule.listen(signal, { changed: ({ news }) => news && this.#reread(), connected: () => this.#reread() });
    deletions.addEventListener('change', () => this.requestUpdate(), { signal });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#pager?.drop();
  }

  get #shown() {
    return Month.parse(this.month);
  }

  willUpdate() {
    const asked = JSON.stringify([this.month, this.query]);
    if (asked !== this.#asked) this.#load();
    this.#asked = asked;
  }

  #load() {
    this.#pager?.drop();
    const { weeks } = this.#shown;
    const [from, last] = [weeks[0][0], weeks.at(-1)[6]];
    const until = new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1);
    const query = { ...this.query, from: from.toISOString(), until: until.toISOString(), sort: 'start' };
    const pager = this.#pager = new Pager([query], () => this.requestUpdate(), { limit: MOST_IN_A_MONTH });
    pager.next();
  }

  #reread() {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#pager.refresh();
    }, REREAD_MS);
  }

  render() {
    const month = this.#shown;
    const { error, loading } = this.#pager;
    if (error) return failed(error, () => this.#load());
    const streams = this.#pager.items.filter(({ id }) => !deletions.has(id)).map(stream => ({ ...stream, at: new Date(stream.startTime) }));
    const inMonth = streams.filter(({ at }) => month.has(at)).length;
    const chosen = month.weeks.flat().find(day => this.day && sameDay(day, this.day));
    return html`
      <section class="month" aria-label=${monthName(month.first)} aria-busy=${loading}>
        <div class="month-head">
          <h2 aria-live="polite">${monthName(month.first)}</h2>
          <span class="soft small" role="status">${loading ? '' : t('calendar.count', { count: inMonth })}</span>
          <span class="spacer"></span>
          <button class="button quiet icon-only back" aria-label=${t('calendar.before')} data-testid="month-before"
            @click=${() => this.#go(month.plus(-1))}>${icon.chevron}</button>
          <button class="button quiet" data-testid="month-now" @click=${() => this.#go(Month.of(new Date()))}>${t('calendar.today')}</button>
          <button class="button quiet icon-only" aria-label=${t('calendar.after')} data-testid="month-after"
            @click=${() => this.#go(month.plus(1))}>${icon.chevron}</button>
        </div>
        <table>
          <thead><tr>${month.weeks[0].map(day => html`<th scope="col"><abbr title=${weekdayName(day, 'long')}>${weekdayName(day, 'short')}</abbr></th>`)}</tr></thead>
          <tbody>${month.weeks.map(week => html`<tr>${week.map(day => this.#day(month, day, streams.filter(({ at }) => sameDay(at, day))))}</tr>`)}</tbody>
        </table>
        ${chosen ? this.#list(chosen, streams.filter(({ at }) => sameDay(at, chosen))) : nothing}
      </section>`;
  }

  #day(month, day, streams) {
    const today = sameDay(day, new Date());
    const more = streams.length - MOST_IN_A_DAY;
    return html`
      <td class=${month.has(day) ? '' : 'other'} aria-current=${today ? 'date' : nothing}>
        ${streams.length ? html`
          <button class="day-of" aria-expanded=${Boolean(this.day) && sameDay(this.day, day)} data-testid="day-${day.getDate()}"
            aria-label=${t('calendar.day', { day: fullDay(day), count: streams.length })} @click=${() => this.#choose(day)}>
            <time datetime=${localDate(day)}>${dayNumber(day)}</time><span class="dots" aria-hidden="true">${streams.slice(0, MOST_IN_A_DAY).map(({ status }) => html`<i class=${status}></i>`)}</span></button>`
          : html`<time datetime=${localDate(day)}>${dayNumber(day)}</time>`}
        <ul>${streams.slice(0, MOST_IN_A_DAY).map(stream => html`<li>${entry(stream)}</li>`)}
          ${more > 0 ? html`<li><button class="rest" @click=${() => this.#choose(day)}>${t('calendar.more', { count: more })}</button></li>` : nothing}</ul>
      </td>`;
  }

  #list(day, streams) {
    return html`
      <section class="of-day" aria-labelledby="of-day"><h3 id="of-day" tabindex="-1">${fullDay(day)}</h3>
        <ul>${streams.map(stream => html`<li>${entry(stream)}</li>`)}</ul>
        ${streams.length ? nothing : html`<p class="soft">${t('calendar.none')}</p>`}</section>`;
  }

  async #choose(day) {
    this.day = this.day && sameDay(day, this.day) ? null : day;
    await this.updateComplete;
    this.querySelector('#of-day')?.focus();
  }

  #go(month) {
    this.day = null;
    this.tell('choose', month.text);
  }
}

const localDate = day => [day.getFullYear(), day.getMonth() + 1, day.getDate()].map(n => String(n).padStart(2, '0')).join('-');

const entry = ({ id, title, status, at }) => html`
  <a class="entry ${status}" href="/streams/${id}" data-testid="calendar-entry" data-id=${id}>
    <time datetime=${at.toISOString()} title=${exact(at)}>${timeOfDay(at)}</time><span>${title}</span>${status === 'live' ? html`<b>${t('live')}</b>` : nothing}</a>`;

customElements.define('month-calendar', MonthCalendar);
