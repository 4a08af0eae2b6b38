import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../view.js';
import { confirm } from '../parts/confirm-dialog.js';
import { toast } from '../parts/toast-stack.js';
import { session } from '../session.js';
import { sentence } from '../problem.js';
import { exact, timeOfDay } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const LONGEST = 500;
/** With so few characters left they are counted. */
const SCARCE = 100;
/** So close to its end the list follows what comes. */
const AT_END_PX = 48;
/** The server takes one message a second. */
const AGAIN_MS = 1_000;

/** What is said in a room. `host` is its broadcaster's account; `mine`: that is who uses this page, and moderates. */
class StageChat extends View {
  static properties = { room: { attribute: false }, host: {}, mine: { type: Boolean },
    unseen: { state: true }, fault: { state: true }, busy: { state: true }, left: { state: true } };
  #ears = new AbortController();
  #atEnd = true;

  constructor() {
    super();
    this.unseen = 0;
    this.fault = null;
    this.busy = false;
    this.left = LONGEST;
  }

  connected(signal) {
    session.addEventListener('change', () => this.requestUpdate(), { signal });
    signal.addEventListener('abort', () => this.#ears.abort());
  }

  willUpdate(changed) {
    if (!changed.has('room')) return;
    this.#ears.abort();
    this.#ears = new AbortController();
    this.room?.addEventListener('chat', ({ detail }) => this.#heard(detail), { signal: this.#ears.signal });
    this.#atEnd = true;
    this.unseen = 0;
  }

  updated() {
    const list = this.querySelector('.said');
    if (this.#atEnd && list) list.scrollTop = list.scrollHeight;
  }

  #heard({ messages }) {
    if (!this.#atEnd) this.unseen += messages.length;
    this.requestUpdate();
  }

  render() {
    const messages = this.room?.messages ?? [];
    return html`
      <section class="panel chat" data-testid="chat" aria-labelledby="chat-title">
        <h2 id="chat-title">${t('chat.title')}</h2>
        <div class="said" role="log" aria-labelledby="chat-title" tabindex="0" @scroll=${this.#scrolled}>
          ${messages.length ? html`<ul>${repeat(messages, ({ id }) => id, message => this.#message(message))}</ul>`
            : html`<p class="soft">${t('chat.empty')}</p>`}
        </div>
        ${this.unseen ? html`<button class="button quiet newer" data-testid="chat-newer"
          @click=${this.#toEnd}>${t('chat.newer', { count: this.unseen })}</button>` : nothing}
        ${session.registered ? this.#form() : html`<div class="say"><button class="button quiet" data-testid="chat-join"
          @click=${() => session.require({ registered: true })}>${t(session.signedIn ? 'chat.name' : 'chat.sign-in')}</button></div>`}
      </section>`;
  }

  #message({ id, account, name, text, at }) {
    const time = new Date(at);
    return html`
      <li data-testid="message" data-id=${id} class=${account === this.host ? 'host' : ''}>
        <p><b>${name}</b>${account === this.host ? html` <span class="role">${t('chat.host')}</span>` : nothing}
          <time class="num" datetime=${at} title=${exact(time)}>${timeOfDay(time)}</time>
          <span class="text">${text}</span></p>
        ${this.mine ? this.#moderation({ id, account, name }) : nothing}
      </li>`;
  }

  #moderation({ id, account, name }) {
    const one = (action, glyph, work) => html`<button data-testid="chat-${action}" @click=${event => {
      event.target.closest('details').open = false;
      this.#tryTo(work);
    }}>${glyph}${t(`chat.${action}`, { name })}</button>`;
    return html`
      <details class="menu" @toggle=${this.#menuToggled} @keydown=${this.#menuKey} @focusout=${this.#menuLeft}>
        <summary class="plain" aria-label=${t('chat.moderate', { name })} data-testid="chat-moderate">${icon.more}</summary>
        <div class="menu-items">
          ${one('remove', icon.trash, () => this.room.moderate({ action: 'remove', message: id }))}
          ${account === this.host ? nothing : html`
            ${one('mute', icon.noSound, () => this.#mute(account, name))}
            ${one('ban', icon.lock, () => this.#ban(account, name))}`}
        </div>
      </details>`;
  }

  #form() {
    return html`
      <form class="say" @submit=${this.#say}>
        <label class="unseen" for="chat-text">${t('chat.say')}</label>
        <input id="chat-text" data-testid="chat-text" maxlength=${LONGEST} autocomplete="off" enterkeyhint="send" placeholder=${t('chat.say')}
          aria-describedby="chat-fault" aria-invalid=${this.fault ? 'true' : nothing} @input=${this.#typed}>
        <button class="button icon-only" data-testid="chat-send" aria-label=${t('chat.send')} ?disabled=${this.busy || this.left === LONGEST}>${icon.send}</button>
        <p id="chat-fault" class=${this.fault ? 'fault' : 'soft'} role="status">${this.fault
          ?? (this.left <= SCARCE ? t('chat.left', { count: this.left }) : nothing)}</p>
      </form>`;
  }

  #typed({ target }) {
    this.left = LONGEST - target.value.length;
    this.fault = null;
  }

  async #say(event) {
    event.preventDefault();
    const input = this.querySelector('#chat-text');
    const text = input.value.trim();
    if (!text || this.busy) return;
    this.busy = true;
    this.fault = null;
    this.#atEnd = true;
    try {
      await this.#send(text);
      input.value = '';
      this.left = LONGEST;
    } catch (error) {
      this.fault = sentence(error);
    } finally {
      this.busy = false;
    }
  }

  /** Who types quickly need not know that there is a limit. */
  async #send(text) {
    try {
      await this.room.chat(text);
    } catch (error) {
      if (error.name !== 'too-many-requests') throw error;
      await new Promise(resolve => setTimeout(resolve, AGAIN_MS));
      await this.room.chat(text);
    }
  }

  async #mute(account, name) {
    await this.room.moderate({ action: 'mute', account });
    const unmute = () => this.#tryTo(() => this.room.moderate({ action: 'unmute', account }));
    toast(t('chat.muted', { name }), { action: { text: t('undo'), run: unmute } });
  }

  async #ban(account, name) {
    const sure = await confirm({ title: t('chat.ban-sure', { name }), text: t('chat.ban-text'), yes: t('chat.ban', { name }) });
    if (!sure) return;
    await this.room.moderate({ action: 'ban', account });
    const unban = () => this.#tryTo(() => this.room.moderate({ action: 'unban', account }));
    toast(t('chat.banned', { name }), { action: { text: t('undo'), run: unban } });
  }

  async #tryTo(work) {
    try {
      await work();
    } catch (error) {
      toast(sentence(error), { fault: true });
    }
  }

  #scrolled({ target }) {
    this.#atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < AT_END_PX;
    if (this.#atEnd) this.unseen = 0;
  }

  #toEnd() {
    this.#atEnd = true;
    this.unseen = 0;
    this.requestUpdate();
  }

  /** One menu at a time, and none that hangs out of what is seen. */
  #menuToggled({ target }) {
    if (target.open) target.querySelector('.menu-items').scrollIntoView({ block: 'nearest' });
  }

  #menuKey(event) {
    if (event.key !== 'Escape' || !event.currentTarget.open) return;
    event.stopPropagation();
    event.currentTarget.open = false;
    event.currentTarget.querySelector('summary').focus();
  }

  #menuLeft({ currentTarget, relatedTarget }) {
    if (!currentTarget.contains(relatedTarget)) currentTarget.open = false;
  }
}

customElements.define('stage-chat', StageChat);
