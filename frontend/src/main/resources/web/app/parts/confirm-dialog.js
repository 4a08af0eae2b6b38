import { html } from 'lit';
import { AskingDialog } from './asking-dialog.js';
import { t } from '../text.js';

/** "Are you sure?", in words that say what will happen. */
class ConfirmDialog extends AskingDialog {
  #question = {};

  /** @param {{title: string, text: string, yes: string, no?: string}} question */
  ask(question) {
    this.#question = question;
    return super.ask();
  }

  render() {
    const { title, text, yes, no = t('cancel') } = this.#question;
    return this.frame(html`
      <h2 id="confirm-dialog-title">${title}</h2>
      <p class="soft">${text}</p>
      <div class="actions end">
        <button class="button quiet" autofocus @click=${() => this.settle(false)}>${no}</button>
        <button class="button danger" data-testid="confirm-yes" @click=${() => this.settle(true)}>${yes}</button>
      </div>`, { closable: false, testId: 'confirm' });
  }
}

customElements.define('confirm-dialog', ConfirmDialog);

export const confirm = question => document.querySelector('confirm-dialog').ask(question);
