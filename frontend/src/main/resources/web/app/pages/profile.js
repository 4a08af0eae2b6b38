import { html, nothing } from 'lit';
import '../parts/stream-grid.js';
import '../parts/subscribe-button.js';
import { Page } from '../page.js';
import { Clock } from '../clock.js';
import { face } from '../art.js';
import { accountLine } from '../parts/copying.js';
import { empty, failed, missing } from '../parts/states.js';
import { stage } from '../peerstage.js';
import { called, session, shortAccount } from '../session.js';
import { MINUTE, timeIn, zone } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const ORDER = [{ status: 'live', sort: '-start' }, { status: 'upcoming', sort: 'start' }, { status: 'past', sort: '-start' }];

/** A creator, for whoever wants to know them. */
class ProfilePage extends Page {
  static properties = { account: { state: true }, profile: { state: true }, error: { state: true } };
  #asked;

  constructor() {
    super();
    new Clock(this, MINUTE);
  }

  routed({ account }) {
    this.account = account;
    this.#load();
  }

  connected(signal) {
    session.addEventListener('change', () => this.#asked !== session.account && this.#load(), { signal });
  }

  async #load() {
    this.#asked = session.account;
    this.error = null;
    try {
      this.profile = await stage.getProfile(this.account);
    } catch (error) {
      this.error = error;
    }
    this.entitle(this.profile ? called(this.profile.account, this.profile) : t('profile.missing'));
    this.settled();
  }

  render() {
    if (this.error?.status === 404) return missing(t('profile.missing'), t('profile.missing-text'));
    if (this.error) return html`<div class="wrap page">${failed(this.error, () => this.#load())}</div>`;
    if (!this.profile) return html`<div class="wrap page" aria-hidden="true"><div class="identity"><i class="bone bone-face huge"></i>
      <div class="words"><i class="bone"></i><i class="bone short"></i></div></div></div>`;
    const { account, subscriberCount } = this.profile;
    const name = called(account, this.profile);
    return html`
      <div class="wrap page">
        <div class="identity" @subscribed=${this.#counted}>
          ${face(account, this.profile.imgLink, 'huge')}
          <div class="words"><h1>${name}</h1><p class="soft">${accountLine(account, shortAccount(account))}</p>
            <p class="soft"><span data-testid="subscriber-count"
              data-count=${subscriberCount}>${t('profile.subscribers', { count: subscriberCount })}</span>${this.#hour()}</p></div>
          ${account === session.account ? html`<a class="button quiet" href="/account">${icon.pencil}${t('profile.edit')}</a>`
            : html`<subscribe-button .account=${account} .name=${name} .subscribed=${this.profile.subscribed}></subscribe-button>`}
        </div>
        <section class="shelf" aria-labelledby="streams"><h2 id="streams">${t('profile.streams')}</h2>
          <stream-grid .mine=${account === session.account} .queries=${ORDER.map(query => ({ ...query, broadcaster: account }))}
            .empty=${() => empty({ glyph: icon.calendar, title: t('profile.no-streams', { name }),
              text: t('profile.no-streams-text') })}></stream-grid></section>
      </div>`;
  }

  /** What o'clock it is where they are, if that is somewhere else. */
  #hour() {
    const { timeZone } = this.profile;
    const time = timeZone && timeZone !== zone && timeIn(timeZone);
    const place = timeZone?.split('/').at(-1).replaceAll('_', ' ');
    return time ? html` · <span title=${timeZone}>${t('profile.hour', { time, place })}</span>` : nothing;
  }

  #counted({ detail }) {
    const { subscribed, subscriberCount } = this.profile;
    if (Boolean(subscribed) === detail) return;
    this.profile = { ...this.profile, subscribed: detail, subscriberCount: subscriberCount + (detail ? 1 : -1) };
  }
}

customElements.define('profile-page', ProfilePage);
