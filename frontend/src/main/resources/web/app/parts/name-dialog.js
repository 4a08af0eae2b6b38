import { html } from 'lit';
import './name-form.js';
import { AskingDialog } from './asking-dialog.js';
import { t } from '../text.js';

/** What an account without a profile is asked before its first subscription. */
class NameDialog extends AskingDialog {
  render() {
    return this.frame(html`
      <h2 id="name-dialog-title">${t('register.title')}</h2>
      <p class="soft">${t('register.why')}</p>
      <name-form @saved=${() => this.settle(true)}></name-form>`, { testId: 'name-dialog' });
  }
}

customElements.define('name-dialog', NameDialog);
