/**
 * What the two ends of an edge say to each other beside the media: beats, of which the next is soon there and none is sent twice
 * ("Beats" in docs/protocol.md), and words, which arrive in order.
 */
export class Channels {
  #beats = null;
  #words = null;
  #toldBeat;
  #toldWord;
  #opened;

  /** @param {object} with_ `beat(body)`, `word(body)` were told by the other end; `opened()`: words can be said */
  constructor({ beat, word, opened }) {
    this.#toldBeat = beat;
    this.#toldWord = word;
    this.#opened = opened;
  }

  /** The parent's part. */
  open(connection) {
    this.take(connection.createDataChannel('beats', { ordered: false, maxRetransmits: 0 }));
    this.take(connection.createDataChannel('words'));
  }

  /** The child's part. */
  take(channel) {
    if (channel.label === 'beats') {
      this.#beats = channel;
      channel.onmessage = ({ data }) => this.#pass(data, this.#toldBeat);
    } else if (channel.label === 'words') {
      this.#words = channel;
      channel.onmessage = ({ data }) => this.#pass(data, this.#toldWord);
      if (channel.readyState === 'open') this.#opened();
      else channel.onopen = () => this.#opened();
    }
  }

  beat(body) {
    if (this.#beats?.readyState === 'open' && !this.#beats.bufferedAmount) this.#beats.send(JSON.stringify(body));
  }

  /** @returns {boolean} whether it is on its way */
  say(body) {
    if (this.#words?.readyState !== 'open') return false;
    this.#words.send(JSON.stringify(body));
    return true;
  }

  /** What another program made of it is passed over. */
  #pass(data, told) {
    const body = parsed(data);
    if (body && typeof body === 'object') told(body);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
