import { inOurOrder } from './codecs.js';
import { Encoder } from './encoder.js';
import { FrameFeeder } from './frame-feeder.js';
import { MediaWorker } from './media-worker.js';
import { Player } from './player.js';
import { ReceivedFrames } from './received-frames.js';

/** A page that cannot connect to itself within this will not do it for others. */
const OPENING_MS = 2_000;
/** How often it is looked at what the ways to the children bear. */
const FIT_MS = 500;

/**
 * Passes frames on as they came, without encoding them again: quality and processor do not pay for depth. Its frames live in a worker
 * (media/worker.js). The other way, for browsers that cannot, is {@link TrackMedia}.
 */
export class PassthroughMedia {
  mode = 'passthrough';
  received;
  #platform;
  #worker;
  #encoder;
  #player;
  #fillers = null;
  #feeders = new Set();
  #codec;
  #stopFitting;
  #looked = { source: null, at: 0, layers: [] };
  /** Told when what is passed on has become something else, so that children are described anew. */
  changed = () => {};

  /** @returns {Promise<PassthroughMedia|null>} null where the browser, or its network, cannot do it */
  static async open(platform) {
    if (!platform.canPassThrough?.()) return null;
    let media;
    try {
      media = new PassthroughMedia(platform);
      await Promise.race([media.#player.open(), tooLate(platform.steadyClock)]);
      return media;
    } catch {
      media?.close();
      return null;
    }
  }

  /** @private */
  constructor(platform) {
    this.#platform = platform;
    this.#codec = inOurOrder(platform.videoCodecs())[0]?.mimeType;
    this.#worker = new MediaWorker(platform.newMediaWorker(), {
      began: ({ edge, kind, codec }) => this.#began(edge, kind, codec),
      wantsKey: ({ edge }) => edge === 'encoder' ? this.#encoder.makeKey() : this.received.edgeOf(edge)?.askForKey(),
      another: () => this.#player.renew().catch(() => {}), // it may come to terms with the pictures all the same
      quiet: ({ edge, since }) => this.received.edgeOf(edge)?.quiet(since),
    });
    this.#encoder = new Encoder(platform, this.#worker);
    this.received = new ReceivedFrames(platform, this.#worker);
    this.#player = new Player(platform, this.received.stream, (edge, kinds) => this.#newFeeder(edge, () => {}, kinds));
    this.received.player = this.#player;
    this.#stopFitting = platform.steadyClock.every(FIT_MS, () => this.#fit());
  }

  newConnection(configuration, { feeds }) {
    return this.#platform.newPeerConnection(feeds ? { ...configuration, encodedInsertableStreams: true } : configuration);
  }

  /** What a broadcaster shows is encoded once. */
  show(media) {
    this.#encoder.show(media);
    this.#worker.tell('follow', { edge: media ? 'encoder' : null });
  }

  /** What getStats tells of the pictures that are made here; what senders tell of theirs is about the filling. */
  encoded() {
    return this.#encoder.stats();
  }

  /** How one child is fed. */
  feeder(edge) {
    const feeder = this.#newFeeder(edge, () => this.#feeders.delete(feeder));
    this.#feeders.add(feeder);
    return feeder;
  }

  /** Somebody below us lacks a picture. */
  askForKey() {
    this.#worker.tell('askForKey');
  }

  /** To a parent: it may give pictures names, and is asked for them by word. */
  hello(channels) {
    channels.say({ word: 'hello' });
  }

  /** For beats: how many pictures the encoder has made. */
  async sent() {
    const { newest } = await this.look();
    return newest ? { frames: newest.number + 1, encoding: newest.encoding } : { frames: 0 };
  }

  /** @returns {Promise<{newest: import('./frame-name.js').FrameName | null, frames: number}>} what has come from the source */
  look() {
    return this.#worker.ask('look');
  }

  close() {
    this.#stopFitting();
    this.#encoder?.close();
    this.#player?.close();
    this.#worker?.close();
  }

  #began(edge, kind, codec) {
    if (kind === 'video' && codec && codec !== this.#codec) {
      this.#codec = codec;
      for (const feeder of this.#feeders) feeder.prefer();
      this.#player.prefer().catch(() => {}); // the pictures of another codec are not seen then, but those below see them
      this.changed();
    }
    this.received.began(edge, kind);
  }

  /** Each child gets as many layers as its way bears; one that gets nothing through should be fed by somebody else. */
  async #fit() {
    const { source, layers } = await this.look();
    const [now, before] = [this.#platform.steadyClock.now(), this.#looked];
    this.#looked = { source, at: now, layers };
    if (!source || source !== before.source || now <= before.at) return;
    const rates = layers.map((bytes, layer) => 8_000 * (bytes - before.layers[layer]) / (now - before.at));
    for (const feeder of this.#feeders) {
      if (await feeder.fit(rates, now).catch(() => false)) feeder.giveUp();
    }
  }

  #newFeeder(edge, closed, kinds) {
    return new FrameFeeder(edge, this.#worker, {
      fillers: () => this.#fillers ??= this.#fillIn(),
      codecs: () => inOurOrder(this.#platform.videoCodecs(), this.#codec),
      closed,
    }, kinds);
  }

  #fillIn() {
    const { newTrackGenerator, newMediaStream } = this.#platform;
    const audio = newTrackGenerator('audio');
    const video = newTrackGenerator('video');
    const writables = { audio: audio.writable, video: video.writable };
    this.#worker.tell('fillIn', writables, Object.values(writables));
    return { audio, video, stream: newMediaStream() };
  }
}

const tooLate = clock => new Promise((_, reject) => clock.after(OPENING_MS, () => reject(new Error('no connection to itself'))));
