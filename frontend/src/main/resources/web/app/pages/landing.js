import { html, nothing } from 'lit';
import '../parts/stream-grid.js';
import '../parts/hero-tree.js';
import { Page } from '../page.js';
import { empty } from '../parts/states.js';
import { schedule } from '../schedule.js';
import { session } from '../session.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const LIVE = [{ status: 'live', sort: '-start' }];
const NEXT = [{ status: 'upcoming', sort: 'start' }];
const STEPS = [['announce', icon.calendarAdd], ['gather', icon.bell], ['live', icon.broadcast]];

class LandingPage extends Page {
  static properties = { live: { state: true } };

  constructor() {
    super();
    this.live = true; // the heading stays until the list is known to be empty: nothing jumps for those who come while it is not
  }

  connected(signal) {
    session.addEventListener('change', () => this.requestUpdate(), { signal });
    schedule.listen(signal, { changed: ({ status }) => this.live ||= status === 'live' });
    this.entitle(null);
    this.settled();
  }

  render() {
    return html`
      <div class="wrap page landing">
        <section class="hero">
          <div>
            <h1>${t('landing.title')}</h1>
            <p class="lead">${t('landing.lead')}</p>
            <div class="actions">
              <a class="button big" href="/schedule">${icon.calendarAdd}${t('landing.schedule')}</a>
              ${session.signedIn
                ? html`<a class="button quiet big" href="/streams">${icon.streams}${t('landing.browse')}</a>`
                : html`<button class="button quiet big" data-testid="try-guest"
                  @click=${() => session.require()}>${icon.key}${t('landing.guest')}</button>`}
            </div>
          </div>
          <hero-tree></hero-tree>
        </section>
        <section class="how" aria-labelledby="how">
          <h2 id="how" class="unseen">${t('landing.how')}</h2>
          <ol>${STEPS.map(([step, glyph]) => html`
            <li><span class="glyph">${glyph}</span><h3>${t(`landing.${step}`)}</h3>
              <p class="soft">${t(`landing.${step}-text`)}</p></li>`)}</ol>
        </section>
        ${this.live ? this.#list('landing.now', LIVE, 'live', '/streams?show=live', ({ detail }) => this.live = detail.count > 0)
          : nothing}
        ${this.#list('landing.next', NEXT, 'next', '/streams?show=upcoming')}
      </div>`;
  }

  #list(title, queries, id, all, loaded) {
    return html`
      <section class="shelf" aria-labelledby=${id} data-testid="shelf-${id}">
        <div class="shelf-head"><h2 id=${id}>${t(title)}</h2><a class="link" href=${all}
          aria-label=${t(`${title}-all`)}>${t('see-all')}${icon.chevron}</a></div>
        <stream-grid .queries=${queries} limit="4" .endless=${false} @loaded=${loaded ?? nothing} .empty=${nobody}></stream-grid>
      </section>`;
  }
}

const nobody = () => empty({
  glyph: icon.calendarAdd, title: t('landing.nothing'), text: t('landing.nothing-text'),
  action: html`<a class="button" href="/schedule">${t('landing.schedule')}</a>`,
});

customElements.define('landing-page', LandingPage);
