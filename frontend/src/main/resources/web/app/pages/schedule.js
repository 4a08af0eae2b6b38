import { html } from 'lit';
import '../parts/stream-form.js';
import '../parts/name-form.js';
import { Page } from '../page.js';
import { failed } from '../parts/states.js';
import { toast } from '../parts/toast-stack.js';
import { stage } from '../peerstage.js';
import { router } from '../router.js';
import { session } from '../session.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

class SchedulePage extends Page {
  #attempt = {};

  connected(signal) {
    session.addEventListener('change', () => this.requestUpdate(), { signal });
    this.entitle(t('schedule.title'));
    this.settled();
  }

  render() {
    return html`
      <div class="wrap page narrow">
        <h1>${t('schedule.title')}</h1>
        <p class="lead">${t('schedule.lead')}</p>
        ${this.#step()}
      </div>`;
  }

  #step() {
    if (!session.signedIn) {
      return html`<div class="panel pad gate"><span class="glyph">${icon.wallet}</span><div><h2>${t('schedule.sign-in')}</h2>
        <p class="soft">${t('schedule.sign-in-text')}</p></div>
        <button class="button" @click=${() => session.require()}>${t('sign-in')}</button></div>`;
    }
    if (session.loading) return html`<div class="panel pad"><i class="bone"></i><i class="bone bone-field"></i>
      <i class="bone bone-field"></i></div>`;
    if (session.error) return failed(session.error, () => session.refresh());
    if (!session.registered) {
      return html`<div class="panel pad gate"><span class="glyph">${icon.person}</span><div><h2>${t('register.title')}</h2>
        <p class="soft">${t('register.why-schedule')}</p></div>
        <name-form></name-form></div>`;
    }
    return html`<stream-form .save=${fields => this.#schedule(fields)}></stream-form>`;
  }

  async #schedule(fields) {
    const stream = await stage.scheduleStream(fields, { idempotencyKey: this.#keyOf(JSON.stringify(fields)) });
    toast(t('schedule.done'));
    router.go(`/streams/${stream.id}`);
  }

  /** The same entry sent twice, because the first answer was lost, is one stream; a corrected one is another. */
  #keyOf(body) {
    if (this.#attempt.body !== body) {
      const random = crypto.getRandomValues(new Uint8Array(16));
      this.#attempt = { body, key: Array.from(random, byte => byte.toString(16).padStart(2, '0')).join('') };
    }
    return this.#attempt.key;
  }
}

customElements.define('schedule-page', SchedulePage);
