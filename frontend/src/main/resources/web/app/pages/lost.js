import { Page } from '../page.js';
import { missing } from '../parts/states.js';
import { t } from '../text.js';

class LostPage extends Page {
  connected() {
    this.entitle(t('lost.title'));
    this.settled();
  }

  render() {
    return missing(t('lost.title'), t('lost.text'));
  }
}

customElements.define('lost-page', LostPage);
