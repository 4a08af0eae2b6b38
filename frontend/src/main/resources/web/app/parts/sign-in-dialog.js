import { html, nothing } from 'lit';
import { AskingDialog } from './asking-dialog.js';
import './guest-import.js';
import { stage } from '../peerstage.js';
import { shortAccount } from '../session.js';
import { face } from '../art.js';
import { guest, installedWallets, rememberKind, walletsOf } from '../wallets.js';
import { sentence } from '../problem.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const HOURS = [1, 12, 24];

/** Chooses a wallet, then one of its accounts, then waits for its signature. */
class SignInDialog extends AskingDialog {
  static properties = {
    step: { state: true }, installed: { state: true }, chosen: { state: true }, accounts: { state: true }, fault: { state: true },
  };
  #hours = 12;
  #turn = 0;

  constructor() {
    super();
    this.#begin();
    this.installed = null;
  }

  #begin() {
    this.#turn++; // what an earlier wallet answers is not waited for any more
    this.step = 'choose';
    this.chosen = null;
    this.accounts = [];
    this.fault = null;
  }

  ask({ step = 'choose' } = {}) {
    this.#begin();
    this.step = step;
    installedWallets().catch(() => []).then(found => this.installed = found);
    return super.ask();
  }

  settle(answer) {
    this.#turn++;
    super.settle(answer);
  }

  render() {
    const steps = { choose: this.#choose, accounts: this.#accounts, waiting: this.#waiting, import: this.#import };
    return this.frame(html`
      <h2 id="sign-in-dialog-title">${t('sign-in.title')}</h2>
      ${this.fault ? html`<p class="notice fault" role="alert" data-testid="sign-in-fault">${icon.alert}<span>${this.fault}</span></p>`
        : nothing}
      ${steps[this.step].call(this)}`, { testId: 'sign-in-dialog' });
  }

  #choose() {
    const row = (wallet, glyph, text, chosen) => html`
      <li><button class="choice" data-testid="wallet-${wallet.kind}" data-wallet=${wallet.name ?? nothing} @click=${chosen}>
        <span class="glyph">${glyph}</span><span><b>${wallet.label}</b><small>${text}</small></span>${icon.chevron}
      </button></li>`;
    const waiting = html`<li class="bone bone-choice" aria-hidden="true"></li>`;
    return html`
      <p class="soft">${t('sign-in.why')}</p>
      <ul class="choices">
        ${row({ kind: 'guest', label: t('wallet.guest') }, icon.key, t('wallet.guest-text'), () => this.#useGuest())}
        ${this.installed?.map(wallet => row(wallet, icon.wallet, t(`wallet.${wallet.kind}-text`), () => this.#open(wallet))) ?? waiting}
      </ul>
      ${this.installed?.length === 0 ? html`<p class="soft small">${t('wallet.none')}</p>` : nothing}
      ${this.#whatIsSigned()}
      <button class="link" @click=${() => this.step = 'import'}>${t('guest.have-one')}</button>`;
  }

  #whatIsSigned() {
    return html`
      <div class="signed">
        <p>${icon.lock}<span>${t('sign-in.signs', { site: location.origin })}</span></p>
        <label>${t('sign-in.for')}
          <select aria-label=${t('sign-in.for')} @change=${({ target }) => this.#hours = Number(target.value)}>
            ${HOURS.map(hours => html`<option value=${hours} ?selected=${hours === this.#hours}>${t('sign-in.hours',
              { count: hours })}</option>`)}
          </select>
        </label>
      </div>`;
  }

  #accounts() {
    return html`
      <p class="soft">${t('wallet.which', { wallet: this.chosen.label })}</p>
      <ul class="choices">${this.accounts.map(wallet => html`
        <li><button class="choice" data-testid="wallet-account" data-account=${wallet.account} @click=${() => this.#sign(wallet)}>
          ${face(wallet.account)}<span><b>${wallet.label}</b>
            <small class="num">${shortAccount(wallet.account)}</small></span>${icon.chevron}
        </button></li>`)}</ul>
      <button class="link" @click=${this.#begin}>${t('wallet.other')}</button>`;
  }

  #waiting() {
    return html`
      <div class="waiting" role="status"><span class="spinner"></span><p>${t('wallet.waiting', { wallet: this.chosen.label })}</p></div>
      <button class="link" @click=${this.#begin}>${t('wallet.other')}</button>`;
  }

  #import() {
    return html`
      <guest-import @imported=${({ detail }) => this.#sign(detail)}></guest-import>
      <button class="link" @click=${this.#begin}>${t('wallet.other')}</button>`;
  }

  #useGuest() {
    this.chosen = { label: t('wallet.guest') };
    return this.#attempt(async turn => this.#finish(turn, await guest()));
  }

  #open(wallet) {
    this.chosen = wallet;
    return this.#attempt(async turn => {
      const accounts = await walletsOf(wallet);
      if (turn !== this.#turn) return;
      if (accounts.length === 0) throw Object.assign(new Error(), { name: 'wallet-empty' });
      if (accounts.length === 1) return this.#finish(turn, accounts[0]);
      this.accounts = accounts;
      this.step = 'accounts';
    });
  }

  #sign(wallet) {
    this.chosen ??= wallet;
    return this.#attempt(turn => this.#finish(turn, wallet));
  }

  async #finish(turn, wallet) {
    if (turn !== this.#turn) return;
    await stage.signIn(wallet, { hours: this.#hours });
    rememberKind(wallet.kind);
    if (turn === this.#turn) this.settle(true);
  }

  async #attempt(work) {
    const turn = ++this.#turn;
    this.step = 'waiting';
    this.fault = null;
    try {
      await work(turn);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#begin();
      this.fault = sentence(error);
    }
  }
}

customElements.define('sign-in-dialog', SignInDialog);
