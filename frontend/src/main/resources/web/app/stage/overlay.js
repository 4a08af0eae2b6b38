import { html, nothing } from 'lit';
import { cover } from '../art.js';
import { t } from '../text.js';

/** What lies on the picture while there is none, or none to be seen. */
export const overlay = ({ glyph, title, text, big, exact, extra = nothing, action = nothing, busy = false }) => html`
  <div class="overlay"><div class="overlay-text">
    ${busy ? html`<span class="spinner"></span>` : glyph ? html`<span class="glyph">${glyph}</span>` : nothing}
    <div role="status"><h2 title=${exact ?? nothing}>${title}</h2>${text && !big ? html`<p>${text}</p>` : nothing}</div>
    ${big ? html`<p class="countdown num" role="timer" aria-live="off">${big}</p><p>${text}</p>` : nothing}
    ${extra}
    ${action === nothing ? nothing : html`<div class="actions">${action}</div>`}
  </div></div>`;

/** A word in the corner: the picture stays to be seen. */
export const badge = text => html`<div class="badge" role="status"><span class="spinner"></span>${text}</div>`;

export const backdropOf = ({ id, imgLink }) => cover(id, imgLink);

export const liveTags = watchers => html`
  <span class="tag live">${t('live')}</span>
  <span class="tag right num" data-testid="watchers" data-count=${watchers}>${t('watching', { count: watchers })}</span>`;
