import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../view.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const SHOWN_MS = 5000;

/** Short news about what just happened; read out, and gone by itself unless it is a fault. */
class ToastStack extends View {
  #toasts = [];
  #last = 0;

  /** @param {{fault?: boolean, forMs?: number, action?: {text: string, run: () => void}}} [options] `action`: what may be done about it as long as it is shown */
  show(text, { fault = false, forMs = SHOWN_MS, action = null } = {}) {
    const toast = { id: ++this.#last, text, fault, action };
    this.#toasts = [...this.#toasts.slice(-2), toast];
    this.requestUpdate();
    if (!fault) setTimeout(() => this.#drop(toast), forMs);
  }

  #act(toast) {
    this.#drop(toast);
    toast.action.run();
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
          ${toast.action ? html`<button class="link" data-testid="toast-action" @click=${() => this.#act(toast)}>${toast.action.text}</button>` : nothing}
          <button class="plain" aria-label=${t('dismiss')} @click=${() => this.#drop(toast)}>${icon.close}</button>
        </div>`)}
    </div>`;
  }
}

customElements.define('toast-stack', ToastStack);

export const toast = (text, options) => document.querySelector('toast-stack').show(text, options);
