import { html } from 'lit';
import { View } from '../view.js';
import { copy } from './copying.js';
import { toast } from './toast-stack.js';
import { guest } from '../wallets.js';
import { sentence } from '../problem.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

/** A guest's account is a key of this browser; here its owner takes a copy along, or brings another. */
class GuestKey extends View {
  static properties = { account: {}, secret: { state: true } };

  constructor() {
    super();
    this.secret = null;
  }

  willUpdate(changed) {
    if (changed.has('account')) this.secret = null;
  }

  render() {
    return html`
      <section class="panel pad stack" aria-labelledby="guest-title"><h2 id="guest-title">${t('guest.title')}</h2>
        <p class="soft">${t('guest.text')}</p>
        ${this.secret ? html`
          <div class="field"><label for="guest-export">${t('guest.secret')}</label>
            <textarea id="guest-export" class="num" data-testid="guest-exported" rows="3" readonly
              @focus=${({ target }) => target.select()} .value=${this.secret}></textarea>
            <p class="hint">${t('guest.secret-hint')}</p></div>` : ''}
        <div class="actions">
          ${this.secret ? html`
            <button class="button quiet" @click=${() => copy(this.secret, t('guest.copied'))}>${icon.copy}${t('guest.copy')}</button>
            <button class="button quiet" @click=${() => this.secret = null}>${t('guest.hide')}</button>`
            : html`<button class="button quiet" data-testid="guest-export"
              @click=${this.#reveal}>${icon.key}${t('guest.export')}</button>`}
          <button class="button quiet" data-testid="guest-use-other"
            @click=${() => document.querySelector('sign-in-dialog').ask({ step: 'import' })}>${t('guest.use-other')}</button>
        </div>
      </section>`;
  }

  async #reveal() {
    try {
      const wallet = await guest();
      if (wallet.account !== this.account) return toast(t('guest.gone'), { fault: true });
      this.secret = await wallet.export();
    } catch (error) {
      toast(sentence(error), { fault: true });
    }
  }
}

customElements.define('guest-key', GuestKey);
