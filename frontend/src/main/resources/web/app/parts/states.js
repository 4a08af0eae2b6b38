import { html, nothing } from 'lit';
import { sentence } from '../problem.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

/** What stands where there is nothing: why, and what to do about it. */
export const empty = ({ glyph = icon.mark, title, text, action = nothing, main = false }) => html`
  <div class="empty" data-testid="empty"><span class="glyph">${glyph}</span>${main ? html`<h1>${title}</h1>`
    : html`<h2>${title}</h2>`}${text ? html`<p class="soft">${text}</p>` : nothing}${action}</div>`;

export const failed = (error, retry) => html`
  <div class="empty" role="alert" data-testid="failed"><span class="glyph">${icon.alert}</span><h2>${t('failed.title')}</h2>
    <p class="soft">${sentence(error)}</p>
    <button class="button quiet" data-testid="retry" @click=${retry}>${icon.retry}${t('retry')}</button></div>`;

/** A stream or a person that is not there. */
export const missing = (title, text) => html`
  <div class="wrap page">${empty({
    glyph: icon.search, title, text, main: true,
    action: html`<a class="button" href="/streams">${t('lost.streams')}</a>`,
  })}</div>`;
