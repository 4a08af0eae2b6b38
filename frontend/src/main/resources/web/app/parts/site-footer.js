import { html } from 'lit';
import { View } from '../view.js';
import { chooseLanguage, language, LANGUAGES, nameOf, t } from '../text.js';

/** What stands under every page. */
class SiteFooter extends View {
  render() {
    return html`
      <footer class="foot"><div class="wrap">
        <nav aria-label=${t('foot.label')}><a href="/api/v1/streams.ics">${t('foot.calendar')}</a><a href="/api/v1/streams.atom">${t('foot.feed')}</a><a href="/api">${t('foot.api')}</a></nav>
        <label><span class="unseen">${t('foot.language')}</span><select data-testid="language" @change=${this.#choose}>${LANGUAGES.map(tag => html`
          <option value=${tag} lang=${tag} ?selected=${tag === language}>${nameOf(tag)}</option>`)}</select></label>
      </div></footer>`;
  }

  #choose({ target }) {
    chooseLanguage(target.value);
    location.reload();
  }
}

customElements.define('site-footer', SiteFooter);
