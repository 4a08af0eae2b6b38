import { inOurOrder, startingAt } from './codecs.js';
import { LoopBack } from './loop-back.js';

/** Bits that a pixel takes: Chromium's own limits for a camera lie about there. */
const BITS_A_PIXEL = 0.065;
const LEAST = 150_000;
const MOST = 2_500_000;
/** Kilobits a second that the loop-back is believed to bear: nothing goes over it, the rate is set by us. */
const BEARS = 8_000;
const FRAMES_A_SECOND = 30;
/** Three temporal layers: a child that bears less gets half or a quarter of the pictures, instead of late ones. */
const LAYERS = 'L1T3';

/**
 * Encodes a broadcaster's picture and sound once, however many are fed. Frames never leave the loop-back that owns the encoder; they go
 * to the worker. What is shown is exchanged under it: camera, screen, or nothing for a while.
 */
export class Encoder {
  #platform;
  #worker;
  #loop = null;
  #senders = {};
  #work = Promise.resolve();
  #shown = null;

  constructor(platform, worker) {
    this.#platform = platform;
    this.#worker = worker;
  }

  /** @param {MediaStream|null} media one track of a kind is taken; null: nothing */
  show(media) {
    this.#shown = media;
    if (!media && !this.#loop) return;
    this.#work = this.#work.then(() => this.#carryOut());
  }

  /** Somebody needs a picture that needs no other. */
  async makeKey() {
    const sender = this.#senders.video;
    const parameters = sender?.getParameters();
    if (!parameters?.encodings?.length) return;
    const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
    await sender.setParameters(parameters, { encodingOptions }).catch(() => {}); // it is asked for again
  }

  /** @returns {Promise<RTCStatsReport | null>} null until it has begun */
  async stats() {
    return await this.#loop?.near.getStats() ?? null;
  }

  close() {
    this.#shown = null;
    this.#loop?.close();
  }

  async #carryOut() {
    this.#loop ??= await this.#begin();
    for (const [kind, sender] of Object.entries(this.#senders)) {
      await sender.replaceTrack(this.#shown?.getTracks().find(track => track.kind === kind) ?? null);
    }
    await this.#limit();
  }

  async #begin() {
    const loop = new LoopBack(this.#platform, () => {});
    const encoding = this.#platform.randomBytes(4).reduce((number, byte) => number * 256 + byte, 0);
    for (const kind of ['audio', 'video']) {
      const transceiver = loop.near.addTransceiver(kind, {
        direction: 'sendonly',
        ...(kind === 'video' && { sendEncodings: [{ scalabilityMode: LAYERS }] }),
      });
      if (kind === 'video') transceiver.setCodecPreferences(inOurOrder(this.#platform.videoCodecs()));
      this.#senders[kind] = transceiver.sender;
      const { readable } = transceiver.sender.createEncodedStreams();
      this.#worker.tell('encoder', { edge: 'encoder', kind, encoding, readable }, [readable]);
    }
    await loop.connect(sdp => startingAt(sdp, BEARS));
    return loop;
  }

  async #limit() {
    const sender = this.#senders.video;
    const settings = sender.track?.getSettings?.();
    if (!settings?.width) return;
    const { width, height, frameRate = FRAMES_A_SECOND } = settings;
    const parameters = sender.getParameters();
    const maxBitrate = Math.round(Math.min(MOST, Math.max(LEAST, width * height * frameRate * BITS_A_PIXEL)));
    for (const encoding of parameters.encodings) encoding.maxBitrate = maxBitrate;
    await sender.setParameters(parameters).catch(() => {}); // the browser's own limit then
  }
}
