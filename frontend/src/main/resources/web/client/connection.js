import { fromFrame, PeerstageError, unavailable } from './error.js';

/** The server closes what is silent for 15 s; two pings fit in if one is late. */
const PING_MS = 4_000;
/** So many pings without a frame since, and the network is gone, though the browser has not noticed. */
const UNANSWERED_PINGS = 2;
/** The server answers or refuses within 5 s; the rest is the way. */
const ANSWER_MS = 8_000;
const OPEN_MS = 10_000;

/**
 * One connection to the bridge, from open to closed: frames, questions and their answers, pings. See docs/protocol.md.
 */
export class Connection {
  #socket;
  #clock;
  #received;
  #questions = new Map();
  #lastQuestion = 0;
  #unanswered = 0;
  #stopPinging;
  #over;

  /** Resolves when the connection is over, whoever ended it; never rejects. */
  closed = new Promise(resolve => { this.#over = resolve; });

  /**
   * @param {object} with_ `openSocket(url)` gives a SockJS; `received(address, body)` is told what was not asked for
   * @returns {Promise<Connection>} open; rejects with `unavailable`
   */
  static async open({ url, openSocket, clock, received }) {
    const socket = await openSocket(url).catch(cause => {
      throw cause instanceof PeerstageError ? cause : unavailable(`no connection to ${url}: ${cause.message}`, cause);
    });
    await new Promise((resolve, reject) => {
      const cancel = clock.after(OPEN_MS, () => socket.close());
      socket.onopen = () => {
        cancel();
        resolve();
      };
      socket.onclose = event => {
        cancel();
        reject(unavailable(`no connection to ${url}`, event));
      };
    });
    return new Connection(socket, clock, received);
  }

  constructor(socket, clock, received) {
    this.#socket = socket;
    this.#clock = clock;
    this.#received = received;
    socket.onmessage = ({ data }) => this.#frame(data);
    socket.onclose = () => this.#end();
    this.#stopPinging = clock.every(PING_MS, () => this.#ping());
  }

  /** @returns {Promise<object>} the body of the answer; rejects with a {@link PeerstageError}, `timeout` if there is none within so many milliseconds */
  ask(address, body, { within = ANSWER_MS } = {}) {
    if (!this.#socket) return Promise.reject(unavailable('the connection is closed'));
    const replyAddress = `r${++this.#lastQuestion}`;
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(within, () => {
        this.#questions.delete(replyAddress);
        reject(new PeerstageError('timeout', { detail: `no answer from ${address}` }));
      });
      this.#questions.set(replyAddress, { resolve, reject, cancel });
      this.#send({ type: 'send', address, body, replyAddress });
    });
  }

  /** Says what needs no answer: none comes, not even a refusal. */
  say(address, body) {
    if (this.#socket) this.#send({ type: 'send', address, body });
  }

  close() {
    this.#socket?.close();
    this.#end(); // SockJS may take its time to say so
  }

  #end() {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = null;
    socket.onmessage = socket.onclose = null;
    this.#stopPinging();
    for (const { reject, cancel } of this.#questions.values()) {
      cancel();
      reject(unavailable('the connection broke before the answer came'));
    }
    this.#questions.clear();
    this.#over();
  }

  #ping() {
    if (this.#unanswered++ >= UNANSWERED_PINGS) this.close();
    else this.#send({ type: 'ping' });
  }

  #send(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  #frame(text) {
    this.#unanswered = 0;
    const frame = JSON.parse(text);
    if (frame.type === 'pong') return;
    const question = this.#questions.get(frame.address);
    if (question) {
      this.#questions.delete(frame.address);
      question.cancel();
      if (frame.type === 'err') question.reject(fromFrame(frame));
      else question.resolve(frame.body ?? {});
    } else if (frame.type === 'rec') {
      this.#received(frame.address, frame.body ?? {});
    }
  }
}
