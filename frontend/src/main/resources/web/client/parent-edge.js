import { Edge } from './edge.js';

/** Alike on every hop, so that one may pass on what another has encoded. */
const PREFERRED = ['video/VP8', 'video/H264'];

/**
 * Feeds another peer with tracks, each encoded once more for it. Where the media comes from may change as often as it likes: the
 * tracks are exchanged under the connection, which is described anew only for one that has no place in it yet.
 */
export class ParentEdge extends Edge {
  as = 'parent';
  #codecs;
  #media = null;
  /** By kind and number: `audio0`, `video0` … */
  #senders = new Map();

  /** @param {object} with_ beside those of an edge: `codecs`, the RTCRtpCodecs that the browser can do */
  constructor({ codecs, ...edge }) {
    super(edge);
    this.#codecs = codecs;
  }

  /** @param {MediaStream} media whose tracks go out from now on; if it is a standby, once it is activated */
  feed(media) {
    this.#media = media;
    this.work(() => this.#carryOut());
  }

  activate() {
    this.standby = false;
    if (this.#media) this.work(() => this.#carryOut());
  }

  async described() { /* the answer completes it */ }

  async #carryOut() {
    const places = new Map(inPlaces(this.#media.getTracks()));
    const isNew = [...places].filter(([place]) => !this.#senders.has(place));
    for (const [place, { kind }] of isNew) this.#senders.set(place, this.#add(kind));
    for (const [place, sender] of this.#senders) {
      await sender.replaceTrack(this.standby ? null : places.get(place) ?? null);
    }
    if (isNew.length) await this.describe();
  }

  /** Named after one stream: what is of one stream is played in step. */
  #add(kind) {
    const transceiver = this.connection.addTransceiver(kind, { direction: 'sendonly', streams: [this.#media] });
    if (kind === 'video' && this.#codecs.length) transceiver.setCodecPreferences?.(inOurOrder(this.#codecs));
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

/** Codecs that are not preferred keep the browser's order, behind those that are. */
function inOurOrder(codecs) {
  const rank = ({ mimeType }) => {
    const place = PREFERRED.indexOf(mimeType);
    return place < 0 ? PREFERRED.length : place;
  };
  return [...codecs].sort((a, b) => rank(a) - rank(b));
}
