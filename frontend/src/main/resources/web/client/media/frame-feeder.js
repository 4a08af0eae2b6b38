import { startingAt } from './codecs.js';
import { Fitting } from './fitting.js';

const KINDS = ['audio', 'video'];
/** Kilobits a second that a way is believed to bear until it has been measured. */
const START = 2_000;
const LAYER_COUNT = 3;
/** It would let a receiver drop all pictures until one that needs no other, also those that fit on what came by another edge. */
const DEPENDENCIES = 'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension';

/**
 * One child's senders, a picture's and a sound's from the beginning. What their own encoders make of the filling is thrown away in the
 * worker, and frames that came go out instead.
 */
export class FrameFeeder {
  #edge;
  #worker;
  #with;
  #kinds;
  #video = null;
  #open = false;
  #stale = false;
  #fitting = new Fitting(LAYER_COUNT);
  #bears;
  #waited = { packets: 0, seconds: 0 };

  /**
   * @param {object} with_ `fillers()`: a track of each kind; `codecs()`: in the order of what is passed on; `closed()`
   * @param {string[]} [kinds] that are sent
   */
  constructor(edge, worker, with_, kinds = KINDS) {
    this.#edge = edge;
    this.#kinds = kinds;
    this.#worker = worker;
    this.#with = with_;
  }

  /** @returns {Promise<boolean>} whether the connection has to be described anew */
  async feed() {
    if (!this.#open) this.#begin();
    else if (!this.#stale) return false;
    this.#stale = false;
    this.#video?.setCodecPreferences(this.#with.codecs());
    return true;
  }

  /** There is another codec: to be described anew. */
  prefer() {
    this.#stale = true;
  }

  activate(after) {
    this.#tell('activate', { after });
  }

  /** The other end is one of us: it takes names, and asks by word. */
  understand() {
    this.#tell('understands');
  }

  /**
   * Sends as many layers as the way bears.
   * @param {number[]} rates bits a second of each layer as they come
   * @returns {Promise<boolean>} whether not even the lowest gets through
   */
  async fit(rates, now) {
    const { connection, standby } = this.#edge;
    if (standby) return false;
    const reports = [...(await connection.getStats()).values()];
    const delay = this.#delay(reports.find(({ type, kind }) => type === 'outbound-rtp' && kind === 'video'));
    const way = reports.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
    this.#bears = way?.availableOutgoingBitrate ?? this.#bears; // now and then it is left out
    if (this.#bears === undefined) return false;
    const before = this.#fitting.layer;
    const isStarved = this.#fitting.fit({ bears: this.#bears, delay, rates, now });
    if (this.#fitting.layer !== before) this.#tell('limit', { layer: this.#fitting.layer });
    return isStarved;
  }

  /** Somebody else should feed this child. */
  giveUp() {
    this.#edge.fail();
  }

  edit({ type, sdp }) {
    return { type, sdp: type === 'answer' ? startingAt(sdp, START) : sdp };
  }

  /** Nothing goes out by it any more; the connection stays for others. */
  end() {
    this.#video?.stop();
    this.#tell('forget', { kinds: this.#kinds });
  }

  close() {
    this.#tell('forget');
    this.#with.closed();
  }

  /** Milliseconds that a packet has waited since the time before. */
  #delay({ packetsSent: packets = 0, totalPacketSendDelay: seconds = 0 } = {}) {
    const before = this.#waited;
    this.#waited = { packets, seconds };
    return packets > before.packets ? 1000 * (seconds - before.seconds) / (packets - before.packets) : 0;
  }

  #begin() {
    this.#open = true;
    const { connection, id, standby } = this.#edge;
    const fillers = this.#with.fillers();
    const streams = [fillers.stream];
    for (const kind of this.#kinds) {
      const transceiver = connection.addTransceiver(fillers[kind].clone(), {
        direction: 'sendonly',
        streams,
      });
      if (kind === 'video') this.#video = withoutDependencies(transceiver);
      const { readable, writable } = transceiver.sender.createEncodedStreams();
      this.#worker.tell('outlet', { edge: id, kind, live: !standby, readable, writable }, [readable, writable]);
    }
  }

  #tell(command, what) {
    this.#worker.tell(command, { edge: this.#edge.id, ...what });
  }
}

function withoutDependencies(transceiver) {
  const extensions = transceiver.getHeaderExtensionsToNegotiate?.() ?? [];
  for (const extension of extensions) if (extension.uri === DEPENDENCIES) extension.direction = 'stopped';
  if (extensions.length) transceiver.setHeaderExtensionsToNegotiate(extensions);
  return transceiver;
}
