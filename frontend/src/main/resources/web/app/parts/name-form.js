import { html } from 'lit';
import { View } from '../view.js';
import { field, focusFirstFault } from './field.js';
import { session } from '../session.js';
import { faultsByField, sentence } from '../problem.js';
import { t } from '../text.js';

/** Registers the account with the least there is: a name. Tells `saved`. */
class NameForm extends View {
  static properties = { busy: { state: true }, fault: { state: true } };

  constructor() {
    super();
    this.busy = false;
    this.fault = null;
  }

  render() {
    return html`
      <form class="name-form" novalidate @submit=${this.#save}>
        ${field({ id: 'profile-name', label: t('profile.name'), hint: t('register.hint'), fault: this.fault },
          ({ id, describedBy, invalid }) => html`
          <input id=${id} data-testid="profile-name" name="name" maxlength="80" autocomplete="nickname" required
            aria-describedby=${describedBy} aria-invalid=${invalid} @input=${() => this.fault = null}>`)}
        <button class="button" data-testid="profile-save" ?disabled=${this.busy}>${t('register.save')}</button>
      </form>`;
  }

  async #save(event) {
    event.preventDefault();
    event.stopPropagation();
    const name = this.querySelector('input').value.trim();
    if (!name) this.fault = t('register.name-missing');
    if (this.fault) return focusFirstFault(this);
    this.busy = true;
    try {
      await session.saveProfile({ name });
      this.tell('saved');
    } catch (error) {
      this.fault = faultsByField(error, ['name']).name ?? sentence(error);
      focusFirstFault(this);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('name-form', NameForm);
