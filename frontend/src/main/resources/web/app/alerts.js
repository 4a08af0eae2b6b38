import { stage } from './peerstage.js';
import { router } from './router.js';
import { schedule } from './schedule.js';
import { called, session } from './session.js';
import { browserStorage } from './storage.js';
import { HOUR, MINUTE, timeOfDay } from './time.js';
import { t } from './text.js';

const SOON_MS = 15 * MINUTE;
const REREAD_MS = 3_000;
/** Timers of a browser do not reach farther than some days; and who has 100 streams ahead is told of the next ones. */
const AHEAD_MS = 24 * HOUR;
const KEPT = 20;
const USUAL = { soon: true, live: true, browser: false };

/**
 * "Starts in 15 minutes" and "is live", of those one subscribed to, while any tab of this site is open; once, however many tabs there are. `change` is dispatched when there is another one, or a wish
 * is another. What was told is kept in this browser, by account.
 */
class Alerts extends EventTarget {
  #timers = [];
  #reading = null;
  #account = null;
  #listens = false;

  constructor() {
    super();
    session.addEventListener('change', () => session.account !== this.#account && this.#begin());
    addEventListener('storage', ({ key }) => key?.startsWith('peerstage:alerts') && this.#changed());
    this.#begin();
  }

  /** For the first who signs in: nobody else needs the connection. */
  #listen() {
    if (this.#listens) return;
    this.#listens = true;
    schedule.listen(new AbortController().signal, { changed: ({ news }) => news && this.#soonRead(), connected: () => this.#soonRead() });
    setInterval(() => this.#soonRead(), HOUR);
  }

  /** @returns {{id: string, kind: 'soon' | 'live', title: string, who: string, at: string, seen: boolean}[]} the latest first */
  get all() {
    return this.#account ? JSON.parse(browserStorage.get(this.#key)) ?? [] : [];
  }

  get unseen() {
    return this.all.filter(({ seen }) => !seen).length;
  }

  see() {
    if (this.unseen) this.#keep(this.all.map(alert => ({ ...alert, seen: true })));
  }

  /** What to be told of: `soon`, `live`; `browser`: also by the system, when this page is not looked at. */
  get wishes() {
    return { ...USUAL, ...JSON.parse(browserStorage.get('alerts-wanted')) };
  }

  /** @returns {Promise<boolean>} false where the browser does not allow it */
  async wish(wishes) {
    const isAllowed = !wishes.browser || await Notification.requestPermission() === 'granted';
    browserStorage.set('alerts-wanted', JSON.stringify({ ...this.wishes, ...wishes, ...(!isAllowed && { browser: false }) }));
    this.#begin();
    return isAllowed;
  }

  get canTellOutside() {
    return 'Notification' in window && isSecureContext;
  }

  get #key() {
    return `alerts:${this.#account}`;
  }

  #begin() {
    this.#account = session.account;
    this.#forget();
    this.#changed();
    if (!this.#account) return;
    this.#listen();
    this.#read();
  }

  /** What was to be read, and to be told, from the last reading on. */
  #forget() {
    this.#timers.splice(0).forEach(clearTimeout);
    clearTimeout(this.#reading);
    this.#reading = null;
  }

  #soonRead() {
    if (this.#account) this.#reading ??= setTimeout(() => this.#read(), REREAD_MS * (1 + Math.random()));
  }

  async #read() {
    const account = this.#account;
    clearTimeout(this.#reading);
    this.#reading = null;
    const query = { subscribedBy: account, status: 'live,upcoming', until: new Date(Date.now() + AHEAD_MS).toISOString(), sort: 'start', limit: 100 };
    const page = await stage.listStreams(query).catch(() => null); // the next change, or hour, asks again
    if (!page || account !== this.#account) return;
    this.#timers.splice(0).forEach(clearTimeout);
    page.items.forEach(stream => this.#look(stream));
  }

  #look(stream) {
    if (stream.status === 'live') return this.#tell(stream, 'live', stream.startedAt);
    const left = Date.parse(stream.startTime) - Date.now();
    if (left < 0) return;
    this.#timers.push(setTimeout(() => this.#tell(stream, 'soon', stream.startTime), Math.max(0, left - SOON_MS)));
  }

  /** Only one tab tells it. */
  #tell(stream, kind, at) {
    if (!this.wishes[kind]) return;
    const account = this.#account;
    const once = work => navigator.locks ? navigator.locks.request('peerstage:alerts', work) : work();
    return once(() => {
      if (account !== this.#account || this.all.some(alert => alert.id === stream.id && alert.kind === kind && alert.at === at)) return;
      const alert = { id: stream.id, kind, at, title: stream.title, who: called(stream.broadcaster, stream.speaker), seen: router.path === `/streams/${stream.id}` };
      this.#keep([alert, ...this.all].slice(0, KEPT));
      if (this.wishes.browser && document.hidden) showOutside(alert);
    });
  }

  #keep(alerts) {
    browserStorage.set(this.#key, JSON.stringify(alerts));
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** @returns {string} what an alert says */
export const alertText = ({ kind, who, at }) => t(`alerts.${kind}`, { who, time: timeOfDay(new Date(at)) });

/** By way of the service worker where there is one: on phones there is no other. */
async function showOutside(alert) {
  if (Notification.permission !== 'granted') return;
  const options = { body: alert.title, tag: `${alert.id} ${alert.kind}`, icon: '/favicon.svg', data: { path: `/streams/${alert.id}` } };
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker) return worker.showNotification(alertText(alert), options);
  const shown = new Notification(alertText(alert), options);
  shown.onclick = () => {
    focus();
    router.go(options.data.path);
    shown.close();
  };
}

export const alerts = new Alerts();
