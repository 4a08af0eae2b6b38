// Encoded frames of one peer, on their way from a parent or an encoder to the children and to our own player: see media/passthrough.js,
// which talks to this. Here, because a worker is not slowed down in a hidden tab.
import { Feed } from './feed.js';
import { fillIn } from './filling.js';
import { nameOf, named } from './frame-name.js';
import { BASES } from './lack.js';
import { Outlet } from './outlet.js';
import { Quiet } from './quiet.js';
import { Tap } from './tap.js';

const KINDS = ['audio', 'video'];
const now = () => performance.timeOrigin + performance.now();
const key = (edge, kind) => `${edge} ${kind}`;

const taps = new Map();
const outlets = new Map();
let followed = null;
const feeds = Object.fromEntries(KINDS.map(kind => [kind, new Feed({
  kind, now,
  another: () => kind === 'video' && postMessage({ event: 'another' }),
})]));
const quiet = new Quiet({ now, tell: (edge, since) => postMessage({ event: 'quiet', edge, since }) });

/** A frame of a parent: what it is called is taken off before it goes anywhere. */
function openReceived(encoded, kind) {
  const { rtpTimestamp: timestamp } = encoded.getMetadata();
  const found = kind === 'video' ? nameOf(encoded.data) : null;
  if (found) encoded.data = found.picture;
  return described(encoded, kind, timestamp, found?.layer ?? 0, found?.name ?? null);
}

function described(encoded, kind, timestamp, layer, name) {
  return {
    encoded, name, layer, timestamp,
    key: kind === 'audio' || encoded.type === 'key',
    bytes: encoded.data.byteLength,
    keep: () => copyOf(encoded, kind),
  };
}

/** A sender takes no frame of somebody else, but copies of it. */
function copyOf(encoded, kind, metadata = {}) {
  const options = { metadata: { ...encoded.getMetadata(), ...metadata } };
  return kind === 'video' ? new RTCEncodedVideoFrame(encoded, options) : new RTCEncodedAudioFrame(encoded, options);
}

function newTap(edge, kind, open, askForKey) {
  const tap = new Tap({ edge, kind, feed: feeds[kind], now, open, askForKey });
  taps.set(key(edge, kind), tap);
  if (edge === followed) feeds[kind].follow(tap);
  return tap;
}

async function drain(readable, each) {
  const reader = readable.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) each(next.value);
}

/**
 * A receiver's frames. They do not go on to its decoder, for our player has one; that asks in vain for pictures, which a parent passes over
 * that has been told so.
 */
onrtctransform = ({ transformer }) => {
  const { edge, kind } = transformer.options;
  const tap = newTap(edge, kind, encoded => openReceived(encoded, kind), () => {
    postMessage({ event: 'wantsKey', edge });
    transformer.sendKeyFrameRequest?.().catch(() => {}); // the other end takes the one or the other
  });
  drain(transformer.readable, encoded => {
    tap.arrive(encoded);
    if (tap.frames === 1) postMessage({ event: 'began', edge, kind, codec: encoded.getMetadata().mimeType });
    if (edge === followed) quiet.heard(kind);
  }).catch(() => {});
};

const commands = {
  /** Our own encoder: each picture is named here. */
  encoder({ edge, kind, encoding, readable }) {
    let number = 0;
    let base = 0;
    const open = encoded => {
      const { rtpTimestamp, temporalIndex = 0 } = encoded.getMetadata();
      if (temporalIndex === 0) base = (base + 1) % BASES;
      return described(encoded, kind, rtpTimestamp, temporalIndex, kind === 'video' ? { encoding, number: number++, base } : null);
    };
    const tap = newTap(edge, kind, open, () => postMessage({ event: 'wantsKey', edge }));
    drain(readable, encoded => tap.arrive(encoded)).catch(() => {});
  },

  /** A sender: what its own encoder makes is thrown away, but tells the time, and that the other end lacks a picture. */
  outlet({ edge, kind, live, readable, writable }) {
    const writer = writable.getWriter();
    const feed = feeds[kind];
    const outlet = new Outlet({
      kind, live,
      askForKey: () => feed.askForKey(),
      lately: () => edge.startsWith('player') ? feed.lately : null, // elsewhere it would look like a slow network
      write: ({ encoded, layer }, rtpTimestamp, name) => {
        const copy = copyOf(encoded, kind, { rtpTimestamp });
        if (name) copy.data = named(copy.data, name, layer);
        writer.write(copy).catch(() => {});
      },
    });
    outlets.set(key(edge, kind), outlet);
    feed.add(outlet);
    drain(readable, encoded => {
      outlet.anchor(encoded.getMetadata().rtpTimestamp, now());
      if (kind === 'video' && encoded.type === 'key' && outlet.live && !outlet.asks) feed.askForKey();
    }).catch(() => {});
  },

  follow({ edge }) {
    followed = edge;
    for (const kind of KINDS) {
      const player = outlets.get(key('player', kind));
      if (player && edge === 'encoder') feeds[kind].remove(player); // a broadcaster sees its camera without us
      else if (player) feeds[kind].add(player);
      feeds[kind].follow(taps.get(key(edge, kind)) ?? null);
    }
    quiet.watch(edge);
  },

  /** The other end is one of us, too: it takes names, and asks for pictures by word. What its receiver asks for does not count. */
  understands({ edge }) {
    const outlet = outlets.get(key(edge, 'video'));
    if (outlet) outlet.takesNames = outlet.asks = true;
  },

  activate({ edge, after }) {
    for (const kind of KINDS) outlets.get(key(edge, kind))?.activate(kind === 'video' ? feeds.video.since(after) : null);
  },

  limit({ edge, layer }) {
    outlets.get(key(edge, 'video'))?.limit(layer);
  },

  askForKey() {
    feeds.video.askForKey();
  },

  forget({ edge, kinds = KINDS }) {
    for (const kind of kinds) {
      const tap = taps.get(key(edge, kind));
      const outlet = outlets.get(key(edge, kind));
      taps.delete(key(edge, kind));
      outlets.delete(key(edge, kind));
      if (tap) feeds[kind].forget(tap);
      if (outlet) feeds[kind].remove(outlet);
    }
  },

  /** Silent sound and an empty picture, for senders: an encoder makes nothing of nothing. */
  fillIn({ audio, video }) {
    fillIn(audio, video);
  },

  look({ question }) {
    const tap = feeds.video.tap;
    postMessage({
      answer: question,
      newest: feeds.video.newest,
      source: tap?.edge ?? null,
      layers: tap?.bytes ?? [],
      frames: feeds.video.tap?.frames ?? feeds.audio.tap?.frames ?? 0,
    });
  },
};

onmessage = ({ data: { command, ...what } }) => commands[command](what);
