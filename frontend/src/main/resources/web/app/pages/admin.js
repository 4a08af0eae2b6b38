import { html, nothing } from 'lit';
import '../parts/people-list.js';
import { Page } from '../page.js';
import { confirm } from '../parts/confirm-dialog.js';
import { field } from '../parts/field.js';
import { empty, failed } from '../parts/states.js';
import { toast } from '../parts/toast-stack.js';
import { stage } from '../peerstage.js';
import { schedule } from '../schedule.js';
import { called, session, shortAccount } from '../session.js';
import { sentence } from '../problem.js';
import { exact, relative } from '../time.js';
import { t } from '../text.js';
import * as icon from '../icons.js';

const REREAD_MS = 3_000;
const MOST_ROOMS = 100;

/** What admins may do: see the rooms, take streams down, ban accounts, name other admins. */
class AdminPage extends Page {
  static properties = { rooms: { state: true }, admins: { state: true }, error: { state: true }, fault: { state: true } };
  #timer;

  routed() {}

  connected(signal) {
    session.addEventListener('change', () => session.admin && !this.rooms ? this.#load() : this.requestUpdate(), { signal });
    schedule.listen(signal, { changed: () => this.#later(), connected: () => this.#later() });
    this.entitle(t('admin.title'));
    if (session.admin) this.#load();
    this.settled();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  #later() {
    if (session.admin) this.#timer ??= setTimeout(() => this.#load(), REREAD_MS);
  }

  async #load() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.error = null;
    try {
      const [{ items }, admins] = await Promise.all([stage.listStreams({ status: 'live', sort: '-start', limit: MOST_ROOMS }), stage.listAdmins()]);
      this.admins = admins.items;
      this.rooms = await Promise.all(items.map(async stream => ({ stream, room: await stage.getRoom(stream.id).catch(() => null) })));
    } catch (error) {
      this.error = error;
    }
  }

  render() {
    return html`<div class="wrap page"><h1>${t('admin.title')}</h1>${this.#content()}</div>`;
  }

  #content() {
    if (session.loading && !session.admin) return html`<div class="panel pad"><i class="bone bone-field"></i></div>`;
    if (!session.admin) {
      return empty({
        glyph: icon.lock, title: t('admin.not'), text: t('admin.not-text'),
        action: session.signedIn ? nothing : html`<button class="button" @click=${() => session.require()}>${t('sign-in')}</button>`,
      });
    }
    if (this.error) return failed(this.error, () => this.#load());
    return html`<div class="stack admin">${this.#rooms()}<div class="columns">${this.#bans()}${this.#admins()}</div></div>`;
  }

  #rooms() {
    return html`
      <section class="panel pad" aria-labelledby="rooms"><h2 id="rooms">${t('admin.rooms')}</h2>
        ${!this.rooms ? html`<i class="bone bone-field"></i>` : this.rooms.length === 0 ? html`<p class="soft">${t('admin.no-rooms')}</p>` : html`
        <div class="scrolls" tabindex="0" role="group" aria-labelledby="rooms"><table>
          <thead><tr>${['stream', 'since', 'watching', 'waiting', 'levels', 'owner', 'action'].map(column => html`<th scope="col">${t(`admin.column-${column}`)}</th>`)}</tr></thead>
          <tbody>${this.rooms.map(({ stream, room }) => this.#room(stream, room))}</tbody></table></div>`}</section>`;
  }

  #room(stream, room) {
    const since = stream.startedAt && new Date(stream.startedAt);
    return html`<tr data-testid="room" data-id=${stream.id}>
      <th scope="row"><a class="inline" href="/streams/${stream.id}">${stream.title}</a><br><small class="soft">${called(stream.broadcaster, stream.speaker)}</small></th>
      <td>${since ? html`<time datetime=${stream.startedAt} title=${exact(since)}>${relative(since)}</time>` : nothing}</td>
      <td class="num">${room?.watchers ?? stream.watchers}</td><td class="num">${room?.waiting ?? '–'}</td>
      <td class="num">${room?.depths.join(' · ') ?? '–'}</td><td>${room ? html`<small>${room.owner.slice(0, 8)}, ${room.epoch}</small>` : '–'}</td>
      <td><button class="button quiet danger" data-testid="take-down" aria-label=${t('admin.take-down-of', { title: stream.title })} @click=${() => this.#takeDown(stream)}>${t('admin.take-down')}</button></td></tr>`;
  }

  async #takeDown({ id, title }) {
    if (!await confirm({ title: t('edit.delete-sure', { title }), text: t('edit.delete-live'), yes: t('admin.take-down') })) return;
    this.#attempt(async () => {
      await stage.deleteStream(id);
      toast(t('edit.deleted', { title }));
      await this.#load();
    });
  }

  #bans() {
    return html`
      <section class="panel pad stack" aria-labelledby="bans"><h2 id="bans">${t('admin.bans')}</h2><p class="soft">${t('admin.bans-text')}</p>
        ${this.#one('ban', 'admin.ban', account => this.#ban(account))}
        <people-list data-testid="banned" .label=${t('admin.bans')} .list=${query => stage.listBans(query)} .since=${date => t('blocked.since', { date })} .empty=${() => html`<p class="soft">${t('admin.no-bans')}</p>`}
          .act=${({ account }) => html`<button class="button quiet" data-testid="unban" aria-label=${t('blocked.undo-of', { name: shortAccount(account) })} @click=${() => this.#unban(account)}>${t('blocked.undo')}</button>`}></people-list></section>`;
  }

  #admins() {
    return html`
      <section class="panel pad stack" aria-labelledby="admins"><h2 id="admins">${t('admin.admins')}</h2><p class="soft">${t('admin.admins-text')}</p>
        ${this.#one('admin', 'admin.add', account => this.#add(account))}
        <ul class="people">${this.admins?.map(({ account, fixed }) => html`<li data-testid="admin" data-account=${account}>
          <a href="/profiles/${account}"><span class="words"><b class="num">${shortAccount(account)}</b>${fixed ? html`<small class="soft">${t('admin.fixed')}</small>` : nothing}</span></a>
          ${fixed ? nothing : html`<button class="button quiet danger" data-testid="admin-remove" aria-label=${t('admin.remove-of', { name: shortAccount(account) })} @click=${() => this.#remove(account)}>${t('admin.remove')}</button>`}</li>`)}</ul></section>`;
  }

  /** An account to be typed or pasted, and what to do with it. */
  #one(name, text, act) {
    const fault = this.fault?.name === name ? this.fault.text : null;
    return html`<form class="one" novalidate @submit=${event => this.#submitted(event, name, act)}>
      ${field({ id: `account-${name}`, label: t('admin.account'), fault }, ({ id, describedBy, invalid }) => html`
        <input id=${id} data-testid=${id} name="account" autocomplete="off" spellcheck="false" maxlength="100" aria-describedby=${describedBy} aria-invalid=${invalid}>`)}
      <button class="button quiet" data-testid="${name}-add">${t(text)}</button></form>`;
  }

  async #submitted(event, name, act) {
    event.preventDefault();
    const form = event.target;
    const account = form.account.value.trim();
    this.fault = account ? null : { name, text: t('admin.account-missing') };
    if (!account) return form.account.focus();
    try {
      await act(account);
      form.reset();
    } catch (error) {
      if (error.name === 'invalid-request') this.fault = { name, text: sentence(error) };
      else toast(sentence(error), { fault: true });
    }
  }

  async #ban(account) {
    if (!await confirm({ title: t('admin.ban-sure', { name: account.length > 12 ? shortAccount(account) : account }), text: t('admin.bans-text'), yes: t('admin.ban') })) return;
    await stage.banAccount(account);
    this.querySelector('[data-testid=banned]').load();
    toast(t('admin.banned'));
  }

  #unban(account) {
    this.#attempt(async () => {
      await stage.unbanAccount(account);
      this.querySelector('[data-testid=banned]').drop(account);
    });
  }

  async #add(account) {
    await stage.addAdmin(account);
    await this.#load();
    toast(t('admin.added'));
  }

  #remove(account) {
    this.#attempt(async () => {
      await stage.removeAdmin(account);
      await this.#load();
    });
  }

  async #attempt(work) {
    try {
      await work();
    } catch (error) {
      toast(sentence(error), { fault: true });
    }
  }
}

customElements.define('admin-page', AdminPage);
