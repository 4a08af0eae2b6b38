import { fromResponse, PeerstageError, unavailable } from './error.js';

const MERGE_PATCH = 'application/merge-patch+json';
const get = path => ({ method: 'GET', path });
const put = path => ({ method: 'PUT', path });
const remove = path => ({ method: 'DELETE', path });
const send = (method, path, type = 'application/json') => ({ method, path, type });
const upload = (method, path) => ({ method, path, upload: true });
const text = path => ({ method: 'GET', path, text: true });

/**
 * The HTTP API, one line an operation; the name is the operationId of the contract (/openapi.yaml), and each is a method of
 * Peerstage. A method takes the names in the path in their order, then the body where there is one (`send`; a Blob for `upload`), then
 * the query or the {@link CallOptions}. Answers are objects, those of `text` as they come.
 */
export const OPERATIONS = {
  getMe: get('/me'),
  signOut: remove('/me/token'),
  editProfile: send('PUT', '/me/profile'),
  deleteProfile: remove('/me/profile'),
  getProfile: get('/profiles/{account}'),
  listProfiles: get('/profiles'),
  listSubscribers: get('/profiles/{account}/subscribers'),
  listSubscriptions: get('/profiles/{account}/subscriptions'),
  subscribe: put('/me/subscriptions/{account}'),
  unsubscribe: remove('/me/subscriptions/{account}'),
  listMyBans: get('/me/bans'),
  banFromMyStreams: put('/me/bans/{account}'),
  unbanFromMyStreams: remove('/me/bans/{account}'),
  scheduleStream: send('POST', '/streams'),
  getStream: get('/streams/{id}'),
  listStreams: get('/streams'),
  editStream: send('PATCH', '/streams/{id}', MERGE_PATCH),
  deleteStream: remove('/streams/{id}'),
  getSummary: get('/streams/{id}/summary'),
  listWatchers: get('/streams/{id}/watchers'),
  getStreamRoom: get('/streams/{id}/room'),
  listAdmins: get('/admin/admins'),
  addAdmin: put('/admin/admins/{account}'),
  removeAdmin: remove('/admin/admins/{account}'),
  listBans: get('/admin/bans'),
  banAccount: put('/admin/bans/{account}'),
  unbanAccount: remove('/admin/bans/{account}'),
  getRoom: get('/admin/rooms/{streamId}'),
  uploadImage: upload('POST', '/images'),
  getIceServers: get('/ice-servers'),
  getCalendar: text('/streams.ics'),
  getStreamCalendar: text('/streams/{id}/calendar.ics'),
  getProfileCalendar: text('/profiles/{account}/streams.ics'),
  getSubscriptionsCalendar: text('/profiles/{account}/subscriptions.ics'),
  getFeed: text('/streams.atom'),
  getProfileFeed: text('/profiles/{account}/streams.atom'),
  getOembed: get('/oembed'),
  listEvents: get('/events'),
  getState: get('/state'),
};

/** A server that wants longer than this before the next try is not waited for. */
const LONGEST_WAIT_S = 10;
/** Before each further try: together about as long as a server takes whose place another one takes. Up to half as much more, so that not all come at once. */
const WAITS_MS = [300, 700, 1_500, 3_000];
/** Nobody answered, or somebody in between, or the server did not know in time. */
const ANSWERED_BY_NOBODY = new Set([0, 502, 503, 504]);
/**
 * @typedef {object} CallOptions beside the query's own names
 * @property {AbortSignal} [signal] gives the call up
 * @property {string} [idempotencyKey] the same call twice with the same key has one effect
 * @property {number} [ifVersion] refuse with `precondition-failed` unless the stream still has this version
 */

export class Api {
  #base;
  #session;
  #fetch;
  #clock;
  #random;
  #newKey;

  constructor({ origin, session, fetch, clock, random, newKey }) {
    this.#base = `${origin}/api/v1`;
    this.#session = session;
    this.#fetch = fetch;
    this.#clock = clock;
    this.#random = random;
    this.#newKey = newKey;
  }

  /**
   * What nobody answered is asked again, four times within some six seconds, if asking twice does no harm: not an edit of a certain version, which could
   * have been taken the first time. What schedules has a key of its own for that.
   *
   * @param {string} id operationId
   * @param {any[]} values as {@link OPERATIONS} says
   * @param {string|null} [token] whose call it is
   */
  async call(id, values, token = this.#session.token) {
    const operation = OPERATIONS[id];
    const left = [...values];
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(required(left.shift(), id, name)));
    const file = operation.upload && required(left.shift(), id, 'a file');
    const body = file || (operation.type && JSON.stringify(left.shift() ?? {}));
    const { signal, idempotencyKey = operation.method === 'POST' && !file ? this.#newKey() : undefined, ifVersion, ...query } = left.shift() ?? {};
    return this.#exchange(operation.method, path + queryString(query), token, {
      repeatable: ifVersion === undefined,
      signal,
      body,
      text: operation.text,
      headers: {
        Accept: operation.text ? '*/*' : 'application/json',
        ...(body && { 'Content-Type': file ? file.type : operation.type }),
        ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
        ...(ifVersion !== undefined && { 'If-Match': `"${ifVersion}"` }),
      },
    });
  }

  async #exchange(method, path, token, { repeatable, ...init }) {
    const headers = { ...init.headers, ...(token && { Authorization: `Bearer ${token}` }) };
    const ask = () => this.#answer(this.#base + path, { ...init, method, headers, credentials: 'omit', keepalive: method === 'DELETE' });
    try {
      return await this.#untilAnswered(ask, method, repeatable, init.signal);
    } catch (error) {
      if (token && error.name === 'invalid-token') this.#session.forget('invalid-token', token);
      throw error;
    }
  }

  async #untilAnswered(ask, method, repeatable, signal) {
    for (let tries = 0; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        if (tries > 0 && method === 'DELETE' && error.status === 404) return undefined; // an earlier try has done it
        const wait = WAITS_MS[tries];
        if (!repeatable || wait === undefined || !ANSWERED_BY_NOBODY.has(error.status) || error.retryAfter > LONGEST_WAIT_S) throw error;
        await this.#pause(Math.max(wait, (error.retryAfter ?? 0) * 1000) * (1 + this.#random() / 2), signal);
      }
    }
  }

  async #answer(url, { text, ...init }) {
    let response;
    try {
      response = await this.#fetch(url, init);
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw unavailable('the server could not be reached', cause);
    }
    if (!response.ok) throw await fromResponse(response);
    if (response.status === 204) return undefined;
    try {
      return await (text ? response.text() : response.json());
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw unavailable('the answer broke off', cause);
    }
  }

  #pause(ms, signal) {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        cancel();
        reject(signal.reason);
      };
      const cancel = this.#clock.after(ms, () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      });
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }
}

/** Without this, a name left out would ask for another thing: the list in place of the one. */
function required(value, operation, name) {
  if (value === undefined || value === null || value === '') {
    throw new PeerstageError('invalid-request', { detail: `${operation} needs ${name}` });
  }
  return value;
}

function queryString(query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return given.length ? '?' + new URLSearchParams(given) : '';
}
