import { html } from 'lit';
import '../parts/stream-form.js';
import { Page } from '../page.js';
import { empty, failed, missing } from '../parts/states.js';
import { deletions } from '../deletions.js';
import { confirm } from '../parts/confirm-dialog.js';
import { toast } from '../parts/toast-stack.js';
import { stage } from '../peerstage.js';
import { router } from '../router.js';
import { session } from '../session.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

class EditPage extends Page {
  static properties = { stream: { state: true }, error: { state: true } };
  #id;

  routed({ id }) {
    this.#id = id;
    this.entitle(t('edit.title'));
  }

  connected(signal) {
    session.addEventListener('change', () => this.requestUpdate(), { signal });
    this.entitle(t('edit.title'));
    this.#load();
  }

  async #load() {
    this.error = null;
    try {
      this.stream = await stage.getStream(this.#id);
    } catch (error) {
      this.error = error;
    }
    this.settled();
  }

  render() {
    if (this.error?.name === 'stream-not-found') return missing(t('stream.missing'), t('stream.missing-text'));
    return html`
      <div class="wrap page narrow">
        <div class="title-row"><h1>${t('edit.title')}</h1>${this.#mine ? html`
          <button class="button quiet danger" data-testid="stream-delete"
            @click=${this.#delete}>${icon.trash}${t('edit.delete')}</button>` : ''}</div>
        ${this.#content()}
      </div>`;
  }

  get #mine() {
    return this.stream && this.stream.broadcaster === session.account;
  }

  #content() {
    if (this.error) return failed(this.error, () => this.#load());
    if (!this.stream) return html`<div class="panel pad"><i class="bone"></i><i class="bone bone-field"></i>
      <i class="bone bone-field"></i></div>`;
    if (!this.#mine) {
      return empty({
        glyph: icon.lock, title: t('edit.not-yours'), text: t('edit.not-yours-text'),
        action: session.signedIn ? html`<a class="button" href="/streams/${this.stream.id}">${t('edit.watch')}</a>`
          : html`<button class="button" @click=${() => session.require()}>${t('sign-in')}</button>`,
      });
    }
    return html`<stream-form .stream=${this.stream} .save=${fields => this.#save(fields)}></stream-form>`;
  }

  /** Only what changed is sent; a text that was emptied is null, which clears it. */
  async #save(fields) {
    const changes = {};
    for (const name of ['title', 'description', 'startTime', 'endTime', 'imgLink', 'audience']) {
      if (fields[name] !== this.stream[name]) changes[name] = fields[name] ?? null;
    }
    if (Object.keys(changes).length > 0) await stage.editStream(this.stream.id, changes, { ifVersion: this.stream.version });
    toast(t('edit.done'));
    router.go(`/streams/${this.stream.id}`);
  }

  /** Who is watching is asked for; all else can be undone for a moment. */
  async #delete() {
    const { title, status } = this.stream;
    const sure = status !== 'live' || await confirm({ title: t('edit.delete-sure', { title }), text: t('edit.delete-live'), yes: t('edit.delete'), no: t('edit.keep') });
    if (!sure) return;
    deletions.hold(this.stream);
    router.go('/streams?show=mine');
  }
}

customElements.define('edit-page', EditPage);
