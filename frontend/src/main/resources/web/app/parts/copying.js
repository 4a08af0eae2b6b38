import { html } from 'lit';
import { toast } from './toast-stack.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

/** Copies, and says so. Where the clipboard is closed to pages, it says that. */
export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast(t('copy.failed', { text }), { fault: true });
  }
}

/** The short account with the whole one a click away. */
export const accountLine = (account, short) => html`
  <button class="account-line num" title=${account} @click=${() => copy(account, t('copy.account-done'))} data-testid="copy-account"
    aria-label=${t('copy.account', { account: short })}>${short}${icon.copy}</button>`;
