import { inOurOrder } from './codecs.js';
import { ReceivedTracks } from './received-tracks.js';

/**
 * Passes media on as tracks, which are encoded again for each child: what every browser can. Two children are then as much as most
 * machines bear. The other way is {@link PassthroughMedia}.
 */
export class TrackMedia {
  mode = 'track';
  #platform;
  #playSilently;
  #beaten = 0;

  constructor(platform) {
    this.#platform = platform;
    this.received = new ReceivedTracks(platform);
    this.#playSilently = () => {
      this.#playSilently = () => {};
      platform.playSilently(this.received.stream);
    };
  }

  /** Told by {@link PassthroughMedia} alone. */
  changed = () => {};

  newConnection(configuration) {
    return this.#platform.newPeerConnection(configuration);
  }

  /** What a broadcaster shows is taken from its tracks, for each child. */
  show(media) {
    this.shown = media;
  }

  /** How one child is fed. */
  feeder(edge) {
    if (!this.shown) this.#playSilently();
    return new TrackFeeder(edge.connection, inOurOrder(this.#platform.videoCodecs()));
  }

  /** It takes no names, and its receivers ask for pictures by themselves. */
  hello() {}

  /** For beats: whether pictures are sent, if not how many. */
  async sent() {
    const isOn = this.shown?.getTracks().some(({ kind, readyState, muted }) => kind === 'video' && readyState !== 'ended' && !muted);
    return { frames: isOn ? ++this.#beaten : this.#beaten };
  }

  /** What has come: packets, for frames cannot be told from one another. */
  async look(edge) {
    return { newest: null, frames: edge ? await edge.packets() : 0 };
  }

  close() {}
}

/** Senders for one child, whose tracks may be exchanged as often as one likes; it is described anew only for one that has no sender yet. */
class TrackFeeder {
  #connection;
  #codecs;
  /** By kind and number: `audio0`, `video0` … */
  #senders = new Map();

  constructor(connection, codecs) {
    this.#connection = connection;
    this.#codecs = codecs;
  }

  /** @returns {Promise<boolean>} whether the connection has to be described anew */
  async feed(media, { standby }) {
    const places = new Map(inPlaces(media.getTracks()));
    const isNew = [...places].filter(([place]) => !this.#senders.has(place));
    for (const [place, { kind }] of isNew) this.#senders.set(place, this.#add(kind, media));
    for (const [place, sender] of this.#senders) await sender.replaceTrack(standby ? null : places.get(place) ?? null);
    return isNew.length > 0;
  }

  /** The tracks are given back by `feed`. */
  activate() {}

  edit(description) {
    return description;
  }

  close() {}

  /** Named after one stream: what is of one stream is played in step. */
  #add(kind, media) {
    const transceiver = this.#connection.addTransceiver(kind, { direction: 'sendonly', streams: [media] });
    if (kind === 'video' && this.#codecs.length) transceiver.setCodecPreferences?.(this.#codecs);
    return transceiver.sender;
  }
}

function inPlaces(tracks) {
  const count = {};
  return tracks.map(track => {
    const number = count[track.kind] = (count[track.kind] ?? -1) + 1;
    return [`${track.kind}${number}`, track];
  });
}
