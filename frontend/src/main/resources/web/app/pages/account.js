import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import '../parts/profile-form.js';
import '../parts/guest-key.js';
import '../parts/people-list.js';
import '../parts/stream-grid.js';
import '../parts/subscribe-button.js';
import { Page } from '../page.js';
import { alerts } from '../alerts.js';
import { face } from '../art.js';
import { accountLine } from '../parts/copying.js';
import { confirm } from '../parts/confirm-dialog.js';
import { empty, failed } from '../parts/states.js';
import { toast } from '../parts/toast-stack.js';
import { stage } from '../peerstage.js';
import { router } from '../router.js';
import { called, session, shortAccount } from '../session.js';
import { lastKind } from '../wallets.js';
import { sentence } from '../problem.js';
import { exact, whenWithin } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const TABS = ['profile', 'streams', 'subscriptions', 'subscribers', 'alerts', 'blocked'];
const WISHES = ['soon', 'live', 'browser'];

class AccountPage extends Page {
  static properties = { tab: { state: true } };

  routed(_params, query) {
    this.tab = TABS.includes(query.get('tab')) ? query.get('tab') : TABS[0];
    this.entitle(t(`account.tab-${this.tab}`));
  }

  connected(signal) {
    session.addEventListener('change', () => this.requestUpdate(), { signal });
    alerts.addEventListener('change', () => this.requestUpdate(), { signal });
    this.entitle(t('account.title'));
    this.settled();
  }

  render() {
    return html`<div class="wrap page">${session.signedIn ? this.#account() : html`<h1 class="unseen">${t('account.title')}</h1>${empty({
      glyph: icon.person, title: t('account.signed-out'), text: t('account.signed-out-text'),
      action: html`<button class="button" @click=${() => session.require()}>${t('sign-in')}</button>`,
    })}`}</div>`;
  }

  #account() {
    const { account, profile } = session;
    const until = stage.expiresAt && new Date(stage.expiresAt);
    return html`
      <div class="identity">
        ${face(account, profile?.imgLink, 'huge')}
        <div class="words"><h1>${session.name ?? t('account.nameless')}</h1>
          <p class="soft">${accountLine(account, shortAccount(account))}</p>
          ${until ? html`<p class="soft small">${t('account.until')} <time datetime=${until.toISOString()}
            title=${exact(until)}>${whenWithin(until)}</time></p>` : ''}</div>
        ${session.admin ? html`<a class="button quiet" href="/admin" data-testid="to-admin">${icon.lock}${t('admin.title')}</a>` : nothing}
        ${profile ? html`<a class="button quiet" href="/profiles/${account}">${icon.person}${t('account.see-profile')}</a>` : nothing}
      </div>
      <nav class="tabs" aria-label=${t('account.title')}>${TABS.map(tab => html`
        <a href="/account${tab === TABS[0] ? '' : `?tab=${tab}`}" aria-current=${tab === this.tab ? 'page' : nothing} data-testid="tab-${tab}">${t(`account.tab-${tab}`)}</a>`)}</nav>
      ${this.#content(account)}`;
  }

  #content(account) {
    const { profile, loading, error } = session;
    if (this.tab === 'profile') return this.#profile();
    if (this.tab === 'alerts') return this.#alerts();
    if (loading && !profile) return html`<div class="panel pad"><i class="bone bone-field"></i><i class="bone bone-field"></i></div>`;
    if (error && !profile) return failed(error, () => session.refresh());
    if (!profile) return empty({ glyph: icon.person, title: t('register.title'), text: t('profile.first'), action: html`<a class="button" href="/account">${t('profile.title')}</a>` });
    if (this.tab === 'streams') return this.#streams(account);
    return this.#people(account);
  }

  #profile() {
    const { account, profile, error } = session;
    return html`
      <div class="columns">
        <section class="panel pad" aria-labelledby="profile-title"><h2 id="profile-title">${t('profile.title')}</h2>
          ${session.loading && !profile ? html`<i class="bone bone-field"></i><i class="bone bone-field"></i>
            <i class="bone bone-field"></i>`
            : error && !profile ? failed(error, () => session.refresh()) : html`<profile-form></profile-form>`}</section>
        <div class="stack">
          ${lastKind() === 'guest' ? html`<guest-key .account=${account}></guest-key>` : ''}
          ${this.#leaving()}
          ${profile ? html`<section class="panel pad stack" aria-labelledby="removal"><h2 id="removal">${t('account.delete')}</h2><p class="soft">${t('account.delete-text')}</p>
            <div class="actions"><button class="button quiet danger" data-testid="profile-delete" @click=${this.#delete}>${icon.trash}${t('account.delete')}</button></div></section>` : nothing}
        </div>
      </div>`;
  }

  #streams(account) {
    return html`<stream-grid level="h2" mine .queries=${[{ broadcaster: account, sort: '-start' }]} .empty=${() => empty({
      glyph: icon.calendarAdd, title: t('streams.none-mine'), text: t('streams.none-mine-text'),
      action: html`<a class="button" href="/schedule">${t('landing.schedule')}</a>`,
    })}></stream-grid>`;
  }

  #people(account) {
    const kinds = {
      subscriptions: {
        list: query => stage.listSubscriptions(account, query), search: true,
        act: person => html`<subscribe-button .account=${person.account} .name=${called(person.account, person)} .subscribed=${true}></subscribe-button>`,
        action: html`<a class="button" href="/streams">${t('lost.streams')}</a>`,
      },
      subscribers: {
        list: query => stage.listSubscribers(account, query), search: true,
        act: person => html`<button class="button quiet danger" data-testid="block" aria-label=${t('chat.ban', { name: called(person.account, person) })}
          @click=${() => this.#block(person)}>${t('blocked.do')}</button>`,
        action: html`<a class="button" href="/schedule">${t('landing.schedule')}</a>`,
      },
      blocked: {
        list: query => stage.listMyBans(query),
        act: person => html`<button class="button quiet" data-testid="unblock" aria-label=${t('blocked.undo-of', { name: called(person.account, person) })}
          @click=${() => this.#unblock(person)}>${t('blocked.undo')}</button>`,
        action: nothing,
      },
    };
    const { list, act, search = false, action } = kinds[this.tab];
    return html`<section class="panel pad">${keyed(this.tab, html`<people-list .label=${t(`account.tab-${this.tab}`)} .list=${list} .act=${act} ?search=${search} .since=${date => t(`${this.tab}.since`, { date })}
      .empty=${() => empty({ glyph: icon.people, title: t(`${this.tab}.none`), text: t(`${this.tab}.none-text`), action })}></people-list>`)}</section>`;
  }

  async #block(person) {
    const name = called(person.account, person);
    if (!await confirm({ title: t('chat.ban-sure', { name }), text: t('chat.ban-text'), yes: t('chat.ban', { name }) })) return;
    this.#attempt(async () => {
      await stage.banFromMyStreams(person.account);
      toast(t('chat.banned', { name }));
    });
  }

  #unblock({ account }) {
    this.#attempt(async () => {
      await stage.unbanFromMyStreams(account);
      this.querySelector('people-list').drop(account);
    });
  }

  #alerts() {
    const { wishes, canTellOutside } = alerts;
    return html`
      <section class="panel pad stack" aria-labelledby="told"><div><h2 id="told">${t('alerts.about')}</h2><p class="soft">${t('alerts.about-text')}</p></div>
        <div class="stack tight">${WISHES.map(wish => html`
          <label class="choice"><input type="checkbox" data-testid="wish-${wish}" .checked=${wishes[wish]} ?disabled=${wish === 'browser' && !canTellOutside}
            @change=${({ target }) => this.#wish(wish, target)}>
            <span><b>${t(`alerts.wish-${wish}`)}</b><small>${t(`alerts.wish-${wish}-text`)}</small></span></label>`)}</div>
        <p class="soft small">${t('alerts.calendar')} <a class="inline" href="/api/v1/profiles/${session.account}/subscriptions.ics">${t('alerts.calendar-link')}</a></p></section>`;
  }

  async #wish(wish, target) {
    if (await alerts.wish({ [wish]: target.checked })) return;
    target.checked = false;
    toast(t('alerts.refused'), { fault: true });
  }

  #leaving() {
    return html`
      <section class="panel pad stack" aria-labelledby="leaving"><h2 id="leaving">${t('account.leave')}</h2>
        <p class="soft">${t('account.leave-text')}</p>
        <div class="actions">
          <button class="button quiet" data-testid="sign-out"
            @click=${() => this.#signOut({})}>${icon.signOut}${t('account.here')}</button>
          <button class="button quiet" data-testid="sign-out-all" @click=${this.#everywhere}>${t('account.everywhere')}</button>
        </div></section>`;
  }

  async #everywhere() {
    const sure = await confirm({ title: t('account.everywhere-sure'), text: t('account.everywhere-text'), yes: t('account.everywhere') });
    if (sure) this.#signOut({ all: true });
  }

  #signOut(options) {
    this.#attempt(async () => {
      await session.signOut(options);
      toast(t('account.left'));
    });
  }

  async #delete() {
    if (!await confirm({ title: t('account.delete-sure'), text: t('account.delete-sure-text'), yes: t('account.delete'), no: t('account.delete-not') })) return;
    this.#attempt(async () => {
      await stage.deleteProfile();
      await session.refresh();
      toast(t('account.deleted'));
      router.go('/account');
    });
  }

  async #attempt(work) {
    try {
      await work();
    } catch (error) {
      toast(sentence(error), { fault: true });
    }
  }
}

customElements.define('account-page', AccountPage);
