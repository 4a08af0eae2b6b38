import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../view.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const SHOWN_MS = 5000;

/** Short news about what just happened; read out, and gone by itself unless it is a fault. */
class ToastStack extends View {
  #toasts = [];
  #last = 0;

  show(text, { fault = false } = {}) {
    const toast = { id: ++this.#last, text, fault };
    this.#toasts = [...this.#toasts.slice(-2), toast];
    this.requestUpdate();
    if (!fault) setTimeout(() => this.#drop(toast), SHOWN_MS);
  }

  #drop(toast) {
    this.#toasts = this.#toasts.filter(other => other !== toast);
    this.requestUpdate();
  }

  render() {
    return html`<div class="toasts" role="status" aria-live="polite">
      ${repeat(this.#toasts, toast => toast.id, toast => html`
        <div class="toast ${toast.fault ? 'fault' : ''}" data-testid="toast">
          ${toast.fault ? icon.alert : icon.check}<span>${toast.text}</span>
          <button class="plain" aria-label=${t('dismiss')} @click=${() => this.#drop(toast)}>${icon.close}</button>
        </div>`)}
    </div>`;
  }
}

customElements.define('toast-stack', ToastStack);

export const toast = (text, options) => document.querySelector('toast-stack').show(text, options);
