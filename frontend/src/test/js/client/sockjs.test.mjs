import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSockJs } from '../../../main/resources/web/client/sockjs.js';

function opening({ gets = true } = {}) {
  const seen = { sent: [], closed: false };
  const newWebSocket = url => {
    seen.url = url;
    seen.socket = { send: text => seen.sent.push(text), close: () => { seen.closed = true; seen.socket.onclose({}); } };
    queueMicrotask(() => gets ? seen.socket.onopen() : seen.socket.onclose({}));
    return seen.socket;
  };
  class Library { constructor(url) { this.url = url; } }
  const opened = openSockJs('https://stage.example/eventbus', { newWebSocket, randomId: () => 'abc', library: async () => Library });
  return { seen, opened, Library };
}

test('messages come and go in the envelopes of SockJS', async () => {
  const { seen, opened } = opening();
  const socket = await opened;
  assert.equal(seen.url, 'wss://stage.example/eventbus/000/abc/websocket');
  const heard = [];
  socket.onopen = () => heard.push('open');
  socket.onmessage = ({ data }) => heard.push(data);
  socket.onclose = () => heard.push('closed');
  for (const frame of ['o', 'h', 'a["one","two"]', 'c[3000,"Go away!"]']) seen.socket.onmessage({ data: frame });
  assert.deepEqual(heard, ['open', 'one', 'two', 'closed']);
  socket.send('{"type":"ping"}');
  assert.deepEqual(seen.sent, ['["{\\"type\\":\\"ping\\"}"]']);
});

test('where WebSockets do not get through the library tries its other ways', async () => {
  const { opened, Library } = opening({ gets: false });
  const socket = await opened;
  assert.ok(socket instanceof Library);
  assert.equal(socket.url, 'https://stage.example/eventbus');
});
