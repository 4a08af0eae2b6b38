import { html, nothing } from 'lit';
import { View } from '../view.js';
import { field } from './field.js';
import { cover, face, pictureLink } from '../art.js';
import { NoPicture, pictureFile, pictureOf } from '../picture-file.js';
import { stage } from '../peerstage.js';
import { sentence } from '../problem.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

/**
 * A picture: dropped here, pasted anywhere on the page, chosen from a folder, or given by its link. It is shown as it will be seen. `picked` tells its link, an empty one when it was taken away.
 */
class ImageField extends View {
  static properties = { name: {}, label: {}, hint: {}, fault: {}, value: {}, shape: {}, seed: {}, over: { state: true }, busy: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.value = this.hint = '';
    this.shape = 'cover';
    this.over = this.busy = false;
    this.problem = null;
  }

  connected(signal) {
    addEventListener('paste', event => this.#pasted(event), { signal });
    // What misses the field would replace the page, and with it what was typed.
    for (const type of ['dragover', 'drop']) addEventListener(type, event => event.preventDefault(), { signal });
  }

  render() {
    const shown = pictureLink(/^(https:|\/images\/)/.test(this.value.trim()) ? this.value.trim() : null);
    return html`
      <div class="image-field of-${this.shape}" @dragover=${this.#entered} @dragleave=${() => this.over = false} @drop=${this.#dropped} ?data-over=${this.over}>
        <div class="seen">${this.shape === 'face' ? face(this.seed, shown, 'huge')
          : html`<span class="cover preview">${cover(this.seed, shown)}</span>`}
          ${this.busy ? html`<i class="spinner" role="status" aria-label=${t('image.coming')}></i>` : nothing}</div>
        <div class="ways">
          ${field({ id: this.name, label: this.label, optional: t('optional'), hint: this.hint, fault: this.problem ?? this.fault }, ({ id, describedBy, invalid }) => html`
            <input id=${id} data-testid=${id} type="url" inputmode="url" .value=${this.value} placeholder="https://" autocomplete="off" maxlength="2048"
              aria-describedby=${describedBy} aria-invalid=${invalid} @input=${({ target }) => this.#pick(target.value)}>`)}
          <div class="actions">
            <label class="button quiet">${icon.image}${t('image.choose')}
              <input class="unseen" type="file" accept="image/*" data-testid="${this.name}-file" ?disabled=${this.busy} @change=${this.#chosen}></label>
            ${this.value ? html`<button type="button" class="button quiet" data-testid="${this.name}-remove" @click=${() => this.#pick('')}>${t('image.remove')}</button>` : nothing}
          </div>
        </div>
      </div>`;
  }

  #entered(event) {
    event.preventDefault();
    this.over = event.dataTransfer.types.includes('Files');
  }

  #dropped(event) {
    event.preventDefault();
    this.over = false;
    const link = event.dataTransfer.getData('text/uri-list').split('\n')[0];
    const file = pictureOf(event.dataTransfer);
    if (file) this.#upload(file);
    else if (link.startsWith('https://')) this.#pick(link);
    else if (event.dataTransfer.files.length > 0) this.problem = t('image.none');
  }

  #pasted(event) {
    const file = pictureOf(event.clipboardData);
    if (!file) return;
    event.preventDefault();
    this.#upload(file);
  }

  #chosen({ target }) {
    const [file] = target.files;
    target.value = ''; // the same one may be chosen again
    if (file) this.#upload(file);
  }

  #pick(link) {
    this.problem = null;
    this.tell('picked', link);
  }

  async #upload(file) {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      const { link } = await stage.uploadImage(await pictureFile(file));
      this.#pick(link);
    } catch (error) {
      this.problem = error instanceof NoPicture ? t('image.none') : sentence(error);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('image-field', ImageField);
