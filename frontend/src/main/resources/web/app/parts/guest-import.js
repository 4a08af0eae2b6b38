import { html } from 'lit';
import { View } from '../view.js';
import { field, focusFirstFault } from './field.js';
import { importGuest } from '../wallets.js';
import { t } from '../text.js';

/** Takes the key of a guest from another browser. Tells `imported` with the wallet. */
class GuestImport extends View {
  static properties = { fault: { state: true } };

  constructor() {
    super();
    this.fault = null;
  }

  render() {
    return html`
      <form class="stack" novalidate @submit=${this.#import}>
        ${field({ id: 'guest-secret', label: t('guest.secret'), hint: t('guest.import-hint'), fault: this.fault },
          ({ id, describedBy, invalid }) => html`
          <textarea id=${id} data-testid="guest-secret" class="num" rows="3" spellcheck="false" autocomplete="off"
            aria-describedby=${describedBy} aria-invalid=${invalid} @input=${() => this.fault = null}></textarea>`)}
        <button class="button" data-testid="guest-import">${t('guest.import')}</button>
      </form>`;
  }

  async #import(event) {
    event.preventDefault();
    try {
      this.tell('imported', await importGuest(this.querySelector('textarea').value));
    } catch {
      this.fault = t('guest.not-a-secret');
      focusFirstFault(this);
    }
  }
}

customElements.define('guest-import', GuestImport);
