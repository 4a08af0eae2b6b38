// One peer in its page: what PeerPage asks of it.
const now = () => performance.timeOrigin + performance.now();
const connections = [];
let negotiations = 0;

window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...configuration) {
    super(...configuration);
    connections.push(this);
  }

  setLocalDescription(...description) {
    negotiations++;
    return super.setLocalDescription(...description);
  }
};

/** What getStats tells of each open connection. */
async function reports() {
  const open = connections.filter(({ connectionState }) => connectionState === 'connected');
  return Promise.all(open.map(async connection => [...(await connection.getStats()).values()]));
}

const picturesOf = (all, type) => all.filter(report => report.type === type && report.kind === 'video');
/** Edges of the tree have channels for beats and words; the connections that a page has with itself have none. */
const isEdge = all => all.some(({ type }) => type === 'data-channel');

/** Of how many of those that are picked from each connection's statistics that figure grows within a second. */
async function grows(pick, figure) {
  const values = async () => new Map((await reports()).flatMap(all => pick(all).map(one => [`${one.ssrc} ${one.kind}`, one[figure] ?? 0])));
  const before = await values();
  await new Promise(resolve => setTimeout(resolve, 1_000));
  return [...await values()].filter(([each, value]) => before.has(each) && value > before.get(each)).length;
}

/** As a page does whose server is away for a moment. */
async function patiently(work) {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!error.passing || tries > 10) throw error;
      await new Promise(resolve => setTimeout(resolve, 400));
    }
  }
}

window.peer = {
  sound: true,

  /** What getStats tells of each edge of the tree. */
  async edges() {
    return (await reports()).filter(isEdge);
  },

  /** Goes live with a new stream; resolves to its id. */
  async host({ width, height, frameRate, source = 'camera', sound = true, ...options }) {
    const { Peerstage, guestWallet } = await import('/client/peerstage-client.js');
    const stage = this.stage = new Peerstage(options);
    await stage.signIn(await guestWallet());
    await stage.editProfile({ name: 'Ada' });
    const soon = Date.now() + 5_000;
    const stream = await stage.scheduleStream({
      title: 'Measured', startTime: new Date(soon).toISOString(), endTime: new Date(soon + 3_600_000).toISOString(), audience: 'everyone',
    });
    this.room = await stage.enter(stream.id);
    this.picture = { width, height, frameRate };
    this.sound = sound;
    await this.room.goLive(await this.open(source));
    return stream.id;
  },

  /** After a reload of the page. */
  async hostAgain({ id, width, height, frameRate, ...options }) {
    const { Peerstage, guestWallet } = await import('/client/peerstage-client.js');
    const stage = new Peerstage(options);
    await stage.signIn(await guestWallet());
    this.room = await stage.enter(id);
    this.picture = { width, height, frameRate };
    await this.room.goLive(await this.open('camera'));
  },

  async open(source) {
    const audio = this.sound && { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    if (source === 'camera') return this.shown = await navigator.mediaDevices.getUserMedia({ video: this.picture, audio });
    if (source === 'screen') return this.shown = await navigator.mediaDevices.getDisplayMedia({ video: { width: 640, frameRate: 15 }, audio });
    return this.shown = (source === 'clock' ? clock : detail)(this.picture);
  },

  async show(source) {
    const former = this.shown;
    this.room.setSource(await this.open(source));
    former.getTracks().forEach(track => track.stop());
  },

  enable(kind, on) {
    for (const track of this.shown.getTracks()) if (track.kind === kind) track.enabled = on;
  },

  /** Enters; resolves to the milliseconds until the first picture was shown, null if there was none within 15 s. */
  async view({ id, ...options }) {
    const { Peerstage } = await import('/client/peerstage-client.js');
    const began = performance.now();
    this.room = await patiently(() => new Peerstage(options).enter(id));
    const video = document.createElement('video');
    // Not in the page: painting a dozen of them is the work of a dozen machines. Not muted: what is muted counts as silence.
    Object.assign(video, { autoplay: true, srcObject: this.room.media });
    this.times = [];
    const first = new Promise(resolve => { this.cameFirst = resolve; });
    this.watchTracks();
    const none = new Promise(resolve => setTimeout(resolve, 15_000));
    await Promise.race([first, none]);
    return this.times.length ? Math.round(performance.now() - began) : null;
  },

  /** When each picture came out of the decoder; a page in the background is not slowed down in that. */
  watchTracks() {
    const watched = new Set();
    const look = () => {
      for (const track of this.room.media.getVideoTracks()) {
        if (watched.has(track) || track.readyState === 'ended') continue;
        watched.add(track);
        this.watch(new MediaStreamTrackProcessor({ track }).readable.getReader());
      }
      setTimeout(look, watched.size ? 200 : 10); // the first one is measured from its first picture on
    };
    look();
  },

  async watch(reader) {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      this.width = next.value.displayWidth;
      await this.look?.(next.value);
      next.value.close();
      this.times.push(now());
      this.cameFirst();
    }
  },

  /** The longest time between two pictures, and how many there were, since the last call. What a freeze is: webrtc-stats, freezeCount. */
  pictures() {
    const times = this.times.splice(0, Math.max(0, this.times.length - 1));
    const all = [...times, ...this.times];
    const gaps = all.slice(1).map((time, i) => time - all[i]);
    const standing = this.times.length ? now() - this.times[0] : 0;
    const mean = gaps.reduce((total, gap) => total + gap, 0) / Math.max(1, gaps.length);
    const freezes = gaps.filter(gap => gap >= Math.max(3 * mean, mean + 150)).length;
    return { count: gaps.length, longest: Math.round(Math.max(0, standing, ...gaps)), freezes, width: this.width ?? 0 };
  },

  /** Whether in the next second something is heard that is not silence. */
  hears() {
    return grows(all => all.filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio'), 'totalAudioEnergy').then(some => some > 0);
  },

  place() {
    return this.room.place;
  },

  feeding() {
    return this.room.state.feeding;
  },

  /** How many others were sent pictures in the last second. */
  sending() {
    return grows(all => isEdge(all) ? picturesOf(all, 'outbound-rtp') : [], 'bytesSent');
  },

  /** The widest picture that an encoder of this page makes, for others or for itself; and of which codec those are that come. */
  async encoding() {
    const all = (await reports()).flat();
    const codecs = new Map(all.filter(({ type }) => type === 'codec').map(({ id, mimeType }) => [id, mimeType]));
    const coming = picturesOf(all, 'inbound-rtp').filter(({ packetsReceived }) => packetsReceived > 0);
    return {
      widest: Math.max(0, ...picturesOf(all, 'outbound-rtp').map(({ frameWidth }) => frameWidth ?? 0)),
      codecs: [...new Set(coming.map(({ codecId }) => codecs.get(codecId)))].filter(Boolean),
    };
  },

  async repeated() {
    const coming = picturesOf((await this.edges()).flat(), 'inbound-rtp');
    return coming.reduce((sum, { retransmittedPacketsReceived = 0 }) => sum + retransmittedPacketsReceived, 0);
  },

  negotiations() {
    return negotiations;
  },

  /** What a clock's pictures and beeps say. */
  async clock(ms) {
    const [delays, flashes, beeps] = [[], [], []];
    let [bright, loud, over] = [null, null, false];
    this.look = async frame => {
      const at = now();
      const luma = await lumaOf(frame);
      delays.push(Math.round((at - readClock(luma)) & 0xffff));
      const isBright = luma(0.5, 0.75) > 128;
      if (isBright && bright === false) flashes.push(at);
      bright = isBright;
    };
    const [track] = this.room.media.getAudioTracks();
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const listen = async () => {
      for (let next = await reader.read(); !next.done && !over; next = await reader.read()) {
        const samples = new Float32Array(next.value.numberOfFrames);
        next.value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
        next.value.close();
        const isLoud = samples.some(sample => Math.abs(sample) > 0.15);
        if (isLoud && loud === false) beeps.push(now());
        loud = isLoud;
      }
    };
    listen();
    await new Promise(resolve => setTimeout(resolve, ms));
    over = true;
    this.look = null;
    const nearest = at => beeps.reduce((best, beep) => Math.abs(beep - at) < Math.abs(best - at) ? beep : best, Infinity);
    return { delays, apart: flashes.map(at => Math.round(at - nearest(at))).filter(Number.isFinite) };
  },
};

const CELLS = 16;
const FLASH_MS = 200;
const isFlash = at => at % 1_000 < FLASH_MS;

/** The time in a row of black and white cells; white below in the first moment of each second, and a tone from that picture on. */
function clock({ width, height, frameRate }) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d');
  const cell = width / CELLS;
  let bright = false;
  setInterval(() => {
    const at = now();
    bright = isFlash(at);
    pen.fillStyle = bright ? '#fff' : '#000';
    pen.fillRect(0, 0, width, height);
    for (let bit = 0; bit < CELLS; bit++) {
      pen.fillStyle = Math.floor(at) >> bit & 1 ? '#fff' : '#000';
      pen.fillRect(bit * cell, 0, cell, height / 2);
    }
  }, 1_000 / frameRate);
  const generator = new MediaStreamTrackGenerator({ kind: 'audio' });
  const sound = generator.writable.getWriter();
  let [played, phase, timestamp] = [now(), 0, 0];
  setInterval(() => {
    for (; played + 10 <= now(); played += 10) {
      const data = new Float32Array(480);
      if (bright) for (let i = 0; i < data.length; i++) data[i] = 0.7 * Math.sin(phase += 0.115);
      const format = { format: 'f32', sampleRate: 48_000, numberOfFrames: data.length, numberOfChannels: 1, timestamp: timestamp += 10_000 };
      sound.write(new AudioData({ ...format, data })).catch(() => {});
    }
  }, 10);
  return new MediaStream([...canvas.captureStream(frameRate).getVideoTracks(), generator]);
}

async function lumaOf(frame) {
  const pixels = new Uint8Array(frame.allocationSize());
  const [{ stride, offset }] = await frame.copyTo(pixels);
  return (x, y) => pixels[offset + Math.floor(y * frame.codedHeight) * stride + Math.floor(x * frame.codedWidth)];
}

const readClock = luma => Array.from({ length: CELLS }, (_, bit) => luma((bit + 0.5) / CELLS, 0.25) > 128 ? 1 << bit : 0)
  .reduce((sum, value) => sum + value, 0);

/** So much to see that an encoder needs all that it may take; and the microphone's beeps. */
function detail({ width, height, frameRate }) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d');
  const tile = Object.assign(document.createElement('canvas'), { width: 2 * width, height: 2 * height });
  const brush = tile.getContext('2d');
  for (let i = 0; i < 3_000; i++) {
    brush.fillStyle = `hsl(${i * 137 % 360} 60% ${20 + i * 31 % 60}%)`;
    brush.fillRect(i * 7919 % tile.width, i * 104729 % tile.height, 4 + i * 13 % 60, 4 + i * 29 % 60);
  }
  let step = 0;
  setInterval(() => {
    step++;
    pen.drawImage(tile, -width / 2 * (1 + Math.sin(step / 40)), -height / 2 * (1 + Math.cos(step / 31)));
  }, 1_000 / frameRate);
  const sound = clock({ width: 16, height: 16, frameRate: 1 });
  return new MediaStream([...canvas.captureStream(frameRate).getVideoTracks(), ...sound.getAudioTracks()]);
}
