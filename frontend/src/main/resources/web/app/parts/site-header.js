import { html, nothing } from 'lit';
import './alert-bell.js';
import { View } from '../view.js';
import { router } from '../router.js';
import { session, shortAccount } from '../session.js';
import { face } from '../art.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const PLACES = [
  { path: '/', icon: icon.home, text: 'nav.home', className: 'home' },
  { path: '/streams', icon: icon.streams, text: 'nav.streams' },
  { path: '/schedule', icon: icon.calendarAdd, text: 'nav.schedule' },
  { path: '/account', icon: icon.person, text: 'nav.account', className: 'mine' },
];

/** The bar of every page. On a phone the places stand at the bottom, where a thumb reaches them. */
class SiteHeader extends View {
  connected(signal) {
    const again = () => this.requestUpdate();
    session.addEventListener('change', again, { signal });
    router.addEventListener('change', again, { signal });
  }

  render() {
    return html`
      <header class="bar">
        <div class="wrap">
          <a class="mark" href="/">${icon.mark}<span>Peerstage</span></a>
          <nav aria-label=${t('nav.label')}>${PLACES.map(place => this.#place(place))}</nav>
          <span class="spacer"></span>
          <alert-bell></alert-bell>
          ${session.signedIn ? this.#who() : html`
            <button class="button" data-testid="sign-in" @click=${() => session.require()}>${t('sign-in')}</button>`}
        </div>
      </header>`;
  }

  #place({ path, icon, text, className = '' }) {
    const here = router.path === path;
    return html`<a href=${path} class=${className} aria-current=${here ? 'page' : nothing}>${icon}<span>${t(text)}</span></a>`;
  }

  #who() {
    const short = shortAccount(session.account);
    return html`
      <a class="who" href="/account" data-testid="account-chip" data-account=${session.account}
          aria-label=${t('nav.my-account', { name: session.name ?? short })}>
        ${face(session.account, session.profile?.imgLink)}
        <span>${session.name ?? short}</span>
      </a>`;
  }
}

customElements.define('site-header', SiteHeader);
