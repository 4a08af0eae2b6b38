import { html } from 'lit';
import { View } from '../view.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

/** A modal dialog that is opened with `ask()` and answers true or false; Escape and a click beside it are false. */
export class AskingDialog extends View {
  #answer = null;

  get opened() {
    return this.#answer !== null;
  }

  /** @returns {Promise<boolean>} */
  async ask() {
    this.#answer?.(false);
    const answer = new Promise(resolve => this.#answer = resolve);
    this.requestUpdate();
    await this.updateComplete;
    const dialog = this.querySelector('dialog');
    if (!dialog.open) dialog.showModal();
    return answer;
  }

  /** Closes with this answer. */
  settle(answer) {
    this.#answer?.(answer);
    this.#answer = null;
    this.querySelector('dialog').close();
    this.requestUpdate();
  }

  /** @param content shown while it is open; its heading has the id `${this.localName}-title` */
  frame(content, { closable = true, testId = '' } = {}) {
    return html`
      <dialog aria-labelledby="${this.localName}-title" data-testid=${testId}
          @close=${() => this.opened && this.settle(false)} @pointerdown=${this.#beside}>
        ${closable ? html`
          <button class="plain corner" aria-label=${t('close')} @click=${() => this.settle(false)}>${icon.close}</button>` : ''}
        ${this.opened ? content : ''}
      </dialog>`;
  }

  #beside({ target, currentTarget, clientX, clientY }) {
    if (target !== currentTarget) return;
    const { left, right, top, bottom } = currentTarget.getBoundingClientRect();
    if (clientX < left || clientX > right || clientY < top || clientY > bottom) this.settle(false);
  }
}
