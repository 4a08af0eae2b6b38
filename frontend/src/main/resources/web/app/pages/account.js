import { html } from 'lit';
import '../parts/profile-form.js';
import '../parts/guest-key.js';
import '../parts/stream-grid.js';
import { Page } from '../page.js';
import { face } from '../art.js';
import { accountLine } from '../parts/copying.js';
import { confirm } from '../parts/confirm-dialog.js';
import { empty, failed } from '../parts/states.js';
import { toast } from '../parts/toast-stack.js';
import { stage } from '../peerstage.js';
import { session, shortAccount } from '../session.js';
import { lastKind } from '../wallets.js';
import { sentence } from '../problem.js';
import { exact, whenWithin } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

class AccountPage extends Page {
  connected(signal) {
    session.addEventListener('change', () => this.requestUpdate(), { signal });
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
    const { account, profile, error } = session;
    const until = stage.expiresAt && new Date(stage.expiresAt);
    return html`
      <div class="identity">
        ${face(account, profile?.imgLink, 'huge')}
        <div class="words"><h1>${session.name ?? t('account.nameless')}</h1>
          <p class="soft">${accountLine(account, shortAccount(account))}</p>
          ${until ? html`<p class="soft small">${t('account.until')} <time datetime=${until.toISOString()}
            title=${exact(until)}>${whenWithin(until)}</time></p>` : ''}</div>
        ${profile ? html`<a class="button quiet" href="/profiles/${account}">${icon.person}${t('account.see-profile')}</a>` : ''}
      </div>
      <div class="columns">
        <section class="panel pad" aria-labelledby="profile-title"><h2 id="profile-title">${t('profile.title')}</h2>
          ${session.loading && !profile ? html`<i class="bone bone-field"></i><i class="bone bone-field"></i>
            <i class="bone bone-field"></i>`
            : error && !profile ? failed(error, () => session.refresh()) : html`<profile-form></profile-form>`}</section>
        <div class="stack">
          ${lastKind() === 'guest' ? html`<guest-key .account=${account}></guest-key>` : ''}
          ${this.#leaving()}
        </div>
      </div>
      <section class="shelf" aria-labelledby="mine"><div class="shelf-head"><h2 id="mine">${t('account.streams')}</h2>
        <a class="link" href="/streams?show=mine" aria-label=${t('account.streams-all')}>${t('see-all')}${icon.chevron}</a></div>
        <stream-grid mine limit="4" .endless=${false} .queries=${[{ broadcaster: account, sort: '-start' }]} .empty=${() => empty({
          glyph: icon.calendarAdd, title: t('streams.none-mine'), text: t('streams.none-mine-text'),
          action: html`<a class="button" href="/schedule">${t('landing.schedule')}</a>`,
        })}></stream-grid></section>`;
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

  async #signOut(options) {
    try {
      await session.signOut(options);
      toast(t('account.left'));
    } catch (error) {
      toast(sentence(error), { fault: true });
    }
  }
}

customElements.define('account-page', AccountPage);
