import { html, nothing } from 'lit';
import { View } from '../view.js';
import { toast } from './toast-stack.js';
import { stage } from '../peerstage.js';
import { session } from '../session.js';
import { sentence } from '../problem.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

/**
 * Subscribes to an account, by way of signing in and registering where that is missing. `subscribed` is what is known (undefined:
 * not yet). Tells `subscribed` with true or false.
 */
class SubscribeButton extends View {
  static properties = { account: {}, name: {}, subscribed: { attribute: false }, busy: { state: true } };

  constructor() {
    super();
    this.busy = false;
  }

  connected(signal) {
    session.addEventListener('change', () => this.requestUpdate(), { signal });
  }

  render() {
    if (this.account === session.account) return nothing;
    const is = this.subscribed === true;
    return html`
      <button class="button ${is ? 'quiet' : ''}" data-testid="subscribe" data-subscribed=${is} aria-busy=${this.busy} ?disabled=${this.busy}
        aria-label=${t(is ? 'subscribed.to' : 'subscribe.to', { name: this.name })} @click=${this.#toggle}>
        ${is ? icon.check : icon.bell}<span>${t(is ? 'subscribed' : 'subscribe')}</span></button>`;
  }

  async #toggle() {
    const wanted = this.subscribed !== true;
    if (!await session.require({ registered: true }) || this.account === session.account) return;
    this.busy = true;
    try {
      await (wanted ? stage.subscribe(this.account) : stage.unsubscribe(this.account));
      this.subscribed = wanted;
      toast(t(wanted ? 'subscribed.done' : 'unsubscribed.done', { name: this.name }));
      this.tell('subscribed', wanted);
    } catch (error) {
      toast(sentence(error), { fault: true });
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('subscribe-button', SubscribeButton);
