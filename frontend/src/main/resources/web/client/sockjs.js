/**
 * The protocol of SockJS (https://sockjs.github.io/sockjs-protocol/) over a WebSocket, which is what nearly every browser gets: an envelope of one letter. The library with the other
 * transports is fetched only where WebSockets do not get through.
 */
class Framed {
  onopen = null;
  onmessage = null;
  onclose = null;
  #socket;

  constructor(socket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#frame(data);
    socket.onclose = event => this.onclose?.(event);
  }

  send(text) {
    this.#socket.send(JSON.stringify([text]));
  }

  close() {
    this.#socket.close();
  }

  #frame(data) {
    if (data[0] === 'o') this.onopen?.();
    else if (data[0] === 'a') for (const message of JSON.parse(data.slice(1))) this.onmessage?.({ data: message });
    else if (data[0] === 'c') this.#socket.close();
    // `h` only says that the server is there, which any frame does
  }
}

/**
 * @param {string} url of the bridge
 * @param {object} with_ `newWebSocket(url)`; `randomId()`: a name for this session; `library()` resolves to the constructor of the whole of SockJS
 * @returns {Promise<{send(text: string): void, close(): void, onopen: Function | null, onmessage: Function | null, onclose: Function | null}>} as SockJS has it, not open yet
 */
export async function openSockJs(url, { newWebSocket, randomId, library }) {
  const socket = newWebSocket(`${url.replace(/^http/, 'ws')}/000/${randomId()}/websocket`);
  const isThere = await new Promise(resolve => {
    socket.onopen = () => resolve(true);
    socket.onclose = () => resolve(false);
  });
  return isThere ? new Framed(socket) : new (await library())(url);
}
