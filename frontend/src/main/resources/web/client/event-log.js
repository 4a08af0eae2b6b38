import { fromResponse, unavailable } from './error.js';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** The server sends a comment at least every 15 s: without any, the network is gone, though the browser has not noticed. */
const SILENCE_MS = 45_000;

/**
 * Server-sent events of the log as an async generator. An EventSource would do for browsers, but it tells neither why it was refused
 * nor does it try again after a 503, and it cannot be waited on.
 */
export async function* followEvents({ url, after, signal, platform }) {
  let position = after;
  let failures = 0;
  while (!signal?.aborted) {
    const attempt = new Attempt(url, position, signal, platform);
    try {
      for await (const event of attempt.events()) {
        failures = 0;
        if (event.position <= position) continue;
        position = event.position;
        yield event;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (!error.passing) throw error;
      failures++;
      attempt.retryMs = Math.max((error.retryAfter ?? 0) * 1000,
        platform.random() * Math.min(FIRST_DELAY_MS * 2 ** failures, LONGEST_DELAY_MS));
    } finally {
      attempt.end(); // also when the caller wants no more
    }
    if (!signal?.aborted) await pause(attempt.retryMs, platform.clock, signal);
  }
}

/** One response, from its request to its end. */
class Attempt {
  /** When to come back, as the server says. */
  retryMs = FIRST_DELAY_MS;
  #url;
  #position;
  #platform;
  #control = new AbortController();
  #outer;
  #pieces = null;
  #cancelSilence = () => {};

  constructor(url, position, signal, platform) {
    this.#url = url;
    this.#position = position;
    this.#platform = platform;
    this.#outer = signal;
    signal?.addEventListener('abort', this.#abort, { once: true });
  }

  async* events() {
    this.#pieces = (await this.#open()).body.pipeThrough(new TextDecoderStream()).getReader();
    let left = '';
    let data = '';
    for (;;) {
      this.#hear();
      const { value, done } = await this.#pieces.read().catch(cause => { throw unavailable('the events broke off', cause); });
      if (done) return;
      const lines = (left + value).split(/\r?\n/);
      left = lines.pop();
      for (const line of lines) {
        const [, field, text] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        if (field === 'data') data += text;
        else if (field === 'retry') this.retryMs = Number(text) || this.retryMs;
        else if (line === '' && data) {
          yield JSON.parse(data);
          data = '';
        }
      }
    }
  }

  end() {
    this.#cancelSilence();
    this.#outer?.removeEventListener('abort', this.#abort);
    this.#abort();
  }

  async #open() {
    this.#hear();
    const response = await this.#platform.fetch(this.#url, {
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(this.#position) },
      credentials: 'omit', cache: 'no-store', signal: this.#control.signal,
    }).catch(cause => { throw unavailable('the server could not be reached', cause); });
    if (!response.ok) throw await fromResponse(response);
    return response;
  }

  #hear() {
    this.#cancelSilence();
    this.#cancelSilence = this.#platform.clock.after(SILENCE_MS, this.#abort);
  }

  #abort = () => {
    this.#control.abort();
    this.#pieces?.cancel().catch(() => {}); // it may have ended by itself
  };
}

function pause(ms, clock, signal) {
  return new Promise(resolve => {
    const over = () => {
      cancel();
      signal?.removeEventListener('abort', over);
      resolve();
    };
    const cancel = clock.after(ms, over);
    signal?.addEventListener('abort', over, { once: true });
  });
}
