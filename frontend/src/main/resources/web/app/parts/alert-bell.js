import { html, nothing } from 'lit';
import { View } from '../view.js';
import { alerts, alertText } from '../alerts.js';
import { Clock } from '../clock.js';
import { session } from '../session.js';
import { exact, MINUTE, relative } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

/** What there is to be told, behind a bell; see `alerts.js`. */
class AlertBell extends View {
  constructor() {
    super();
    new Clock(this, MINUTE);
  }

  connected(signal) {
    alerts.addEventListener('change', () => this.requestUpdate(), { signal });
  }

  render() {
    if (!session.signedIn) return nothing;
    const { all, unseen } = alerts;
    return html`
      <button class="plain bell" popovertarget="alerts" data-testid="bell" data-unseen=${unseen} aria-label=${unseen ? t('alerts.unseen', { count: unseen }) : t('alerts.title')}>
        ${icon.bell}${unseen ? html`<b class="num" aria-hidden="true">${unseen}</b>` : nothing}</button>
      <div id="alerts" class="alerts panel" popover role="dialog" aria-labelledby="alerts-title" @toggle=${({ newState }) => newState === 'closed' && alerts.see()}>
        <h2 id="alerts-title">${t('alerts.title')}</h2>
        ${all.length ? html`<ul>${all.map(alert => this.#alert(alert))}</ul>` : html`<p class="soft">${t('alerts.none')}</p>`}
        <a class="link" href="/account?tab=alerts" @click=${this.#close}>${t('alerts.choose')}${icon.chevron}</a>
      </div>`;
  }

  #alert(alert) {
    const at = new Date(alert.at);
    return html`<li><a href="/streams/${alert.id}" class=${alert.seen ? '' : 'unseen-alert'} data-testid="alert" data-kind=${alert.kind} @click=${this.#close}>
      ${alert.kind === 'live' ? icon.broadcast : icon.clock}<span><b>${alert.title}</b>
      <small class="soft">${alertText(alert)} · <time datetime=${alert.at} title=${exact(at)}>${relative(at)}</time></small></span></a></li>`;
  }

  #close() {
    document.getElementById('alerts')?.hidePopover();
  }
}

customElements.define('alert-bell', AlertBell);
