// What the tests hand to the module in place of a browser, and a server's side of the bridge that they play by hand.

export const CLIENT = new URL('../../../main/resources/web/client/', import.meta.url);

const turn = () => new Promise(resolve => setImmediate(resolve));

/** Lets everything that is ready to run do so; a fake that takes its time takes one turn for each step. */
export async function settle() {
  for (let turns = 0; turns < 5; turns++) await turn();
}

/** A clock that stands still until it is turned. */
export class FakeClock {
  #now;
  #timers = new Set();

  constructor(now = Date.parse('2027-01-15T08:00:00Z')) {
    this.#now = now;
  }

  now = () => this.#now;
  after = (ms, ring) => this.#set({ at: this.#now + ms, ring });
  every = (ms, ring) => this.#set({ at: this.#now + ms, ring, every: ms });

  async advance(ms) {
    await settle();
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = next.at;
      if (next.every) next.at += next.every;
      else this.#timers.delete(next);
      next.ring();
      await settle();
    }
    this.#now = end;
  }

  /** Time goes by while everything sleeps; timers that are due ring once, late. */
  jump(ms) {
    this.#now += ms;
    for (const timer of this.#timers) timer.at = Math.max(timer.at, this.#now);
  }

  get armed() {
    return this.#timers.size;
  }

  #set(timer) {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}

/** The server's end of one SockJS connection. */
export class FakeSocket {
  sent = [];
  closed = false;
  silent = false;

  constructor(answers) {
    this.answers = answers;
  }

  send(text) {
    const frame = JSON.parse(text);
    this.sent.push(frame);
    if (this.silent) return;
    if (frame.type === 'ping') return this.deliver({ type: 'pong' });
    const answer = this.answers[frame.address];
    if (answer === undefined) return;
    const given = typeof answer === 'function' ? answer(frame.body) : answer;
    if (given?.failureCode) this.deliver({ type: 'err', address: frame.replyAddress, failureType: 'RECIPIENT_FAILURE', ...given });
    else this.deliver({ type: 'rec', address: frame.replyAddress, body: given });
  }

  deliver(frame) {
    queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(frame) }));
  }

  tell(address, body) {
    this.deliver({ type: 'rec', address, body });
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.({ code: 1000 });
  }

  /** The bodies that were sent to an address. */
  to(address) {
    return this.sent.filter(frame => frame.address === address).map(({ body }) => body);
  }
}

/** A gateway that can be `up` or not; `sockets` are the connections made to it. */
export class FakeGateway {
  up = true;
  sockets = [];
  attempts = 0;

  constructor(answers = {}) {
    this.answers = answers;
  }

  openSocket = async () => {
    this.attempts++;
    const socket = new FakeSocket(this.answers);
    if (this.up) this.sockets.push(socket);
    setImmediate(() => this.up ? socket.onopen?.() : socket.onclose?.({ code: 1002 }));
    return socket;
  };

  get last() {
    return this.sockets.at(-1);
  }
}

export class FakeTrack {
  constructor(kind, id = `${kind}-${Math.random()}`) {
    Object.assign(this, { kind, id });
  }
}

export class FakeMediaStream {
  #tracks;
  constructor(...tracks) {
    this.#tracks = tracks;
  }
  getTracks = () => [...this.#tracks];
  addTrack = track => {
    if (!this.#tracks.some(({ id }) => id === track.id)) this.#tracks.push(track);
  };
  removeTrack = track => {
    this.#tracks = this.#tracks.filter(other => other !== track);
  };
}

/** One end of a data channel; `told` plays what the other end sends. */
export class FakeChannel {
  readyState = 'connecting';
  bufferedAmount = 0;
  sent = [];

  constructor(label, options) {
    Object.assign(this, { label, options });
  }

  open() {
    this.readyState = 'open';
    this.onopen?.();
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  told(body) {
    this.onmessage?.({ data: typeof body === 'string' ? body : JSON.stringify(body) });
  }
}

/** Remembers what was asked of it, in order. */
export class FakePeerConnection {
  /** By their label. */
  channels = {};

  connectionState = 'new';
  calls = [];
  senders = [];
  reports = [];
  remoteTracks = [];
  remoteDescription = null;
  localDescription = null;

  constructor(configuration) {
    this.configuration = configuration;
  }

  addTransceiver(kind, { direction, streams }) {
    this.calls.push(['addTransceiver', kind, direction, streams]);
    const sender = { track: null, replaceTrack: async track => { sender.track = track; } };
    this.senders.push(sender);
    return { sender, setCodecPreferences: codecs => this.calls.push(['codecs', codecs.map(({ mimeType }) => mimeType)]) };
  }

  createDataChannel(label, options) {
    return this.channels[label] = new FakeChannel(label, options);
  }

  /** The other end has made them. */
  channelsCome() {
    for (const label of ['beats', 'words']) {
      const channel = this.createDataChannel(label);
      this.ondatachannel?.({ channel });
      channel.open();
    }
  }

  /** What goes out. */
  get sends() {
    return this.senders.map(({ track }) => track);
  }

  async setLocalDescription() {
    const type = this.remoteDescription ? 'answer' : 'offer';
    this.localDescription = { type, sdp: `${type} of ours` };
    this.calls.push(['setLocalDescription', type]);
  }

  async setRemoteDescription(description) {
    if (description.sdp === 'nonsense') throw new Error('no session description');
    await turn(); // takes its time, as the real one does
    this.remoteDescription = description;
    this.calls.push(['setRemoteDescription', description.type]);
    for (const track of this.remoteTracks) this.ontrack?.({ track });
  }

  async addIceCandidate({ candidate }) {
    this.calls.push(['addIceCandidate', candidate]);
  }

  async getStats() {
    return new Map(this.reports.map((report, i) => [i, report]));
  }

  restartIce() {
    this.calls.push(['restartIce']);
  }

  become(state) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  close() {
    this.connectionState = 'closed';
  }
}

export class FakeStorage {
  items = new Map();
  getItem = key => this.items.get(key) ?? null;
  setItem = (key, value) => void this.items.set(key, value);
  removeItem = key => void this.items.delete(key);
}

export function fakePlatform(overrides = {}) {
  const clock = new FakeClock();
  const gateway = new FakeGateway();
  const connections = [];
  const played = [];
  return {
    clock,
    steadyClock: clock,
    gateway,
    connections,
    random: () => 0.5,
    randomBytes: count => new Uint8Array(count).fill(7),
    fetch: async () => { throw new TypeError('no network'); },
    page: new EventTarget(),
    localStorage: new FakeStorage(),
    sessionStorage: new FakeStorage(),
    locks: undefined,
    openSocket: gateway.openSocket,
    newPeerConnection: configuration => {
      const connection = new FakePeerConnection(configuration);
      connection.remoteTracks = [new FakeTrack('audio'), new FakeTrack('video')];
      connections.push(connection);
      return connection;
    },
    newMediaStream: () => new FakeMediaStream(),
    mayRelay: async () => true,
    played,
    playSilently: stream => void played.push(stream),
    videoCodecs: () => ['video/VP9', 'video/H264', 'video/rtx', 'video/VP8'].map(mimeType => ({ mimeType })),
    ...overrides,
  };
}

export const json = (status, body, headers = {}) => new Response(body === undefined ? null : JSON.stringify(body), {
  status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
});

export const problem = (name, status, more = {}, headers = {}) =>
  json(status, { type: `urn:peerstage:problem:${name}`, title: name, status, detail: `because ${name}`, ...more }, headers);

/** Events of an EventTarget, noted as [type, detail]. */
export function notes(target, ...types) {
  const heard = [];
  for (const type of types) target.addEventListener(type, ({ detail }) => heard.push([type, detail]));
  return heard;
}
