/** How often a child looks whether frames have come, until they have. */
const LOOK_MS = 100;
/** Alike on every hop, so that one may pass on what another has encoded. */
const PREFERRED = ['video/VP8', 'video/H264'];

/**
 * One edge of the tree: an RTCPeerConnection over which a parent feeds a child. {@link ParentEdge} makes the offer,
 * {@link ChildEdge} answers; candidates go both ways as they are found.
 */
class Edge {
  #signal;
  #failed;
  #waitingCandidates = [];
  #work = Promise.resolve();
  closed = false;

  /**
   * @param {object} with_ `signal(body)` sends a description or a candidate to the other end; `failed(error?)` is told at most
   *   once that no media will come over this edge
   */
  constructor({ id, peer, connection, signal, failed }) {
    this.id = id;
    this.peer = peer;
    this.connection = connection;
    this.#signal = signal;
    this.#failed = failed;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) this.#signal({ candidate: candidate.toJSON() });
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'failed') this.fail();
    };
  }

  get connected() {
    return !this.closed && this.connection.connectionState === 'connected';
  }

  /** What the other end sent. One after the other, in the order of arrival. */
  receive({ description, candidate }) {
    this.work(async () => {
      if (description) {
        await this.connection.setRemoteDescription(description);
        await this.described(description);
        for (const early of this.#waitingCandidates.splice(0)) await this.connection.addIceCandidate(early);
      } else if (this.connection.remoteDescription) {
        await this.connection.addIceCandidate(candidate);
      } else {
        this.#waitingCandidates.push(candidate);
      }
    });
  }

  /** Does one thing at a time; what goes wrong before `close` is the end of the edge, not of the page. */
  work(step) {
    this.#work = this.#work.then(() => this.closed || step()).catch(error => this.fail(error));
  }

  async describe() {
    await this.connection.setLocalDescription();
    const { type, sdp } = this.connection.localDescription;
    this.#signal({ description: { type, sdp } });
  }

  fail(error) {
    if (this.closed) return;
    const tell = this.#failed;
    this.#failed = () => {};
    tell(error);
  }

  close() {
    this.closed = true;
    this.connection.onicecandidate = this.connection.onconnectionstatechange = this.connection.ontrack = null;
    this.connection.close();
  }
}

/** Feeds another peer. */
export class ParentEdge extends Edge {
  /** @param {MediaStream} source; @param {RTCRtpCodec[]} codecs what the browser can do */
  feed(source, codecs) {
    this.work(async () => {
      for (const track of source.getTracks()) {
        const transceiver = this.connection.addTransceiver(track, { direction: 'sendonly', streams: [source] });
        if (track.kind === 'video' && codecs.length) transceiver.setCodecPreferences?.(inOurOrder(codecs));
      }
      await this.describe();
    });
  }

  async described() { /* the answer completes it */ }
}

/** Is fed by another peer. */
export class ChildEdge extends Edge {
  #clock;
  #arrived;
  #media;
  #stopLooking = () => {};
  tracks = [];
  /** @type {number|undefined} */
  firstFramesAt;

  /** @param {object} with_ beside those of an edge: `arrived()` when the tracks are there, `media()` when frames come over them */
  constructor({ clock, arrived, media, ...edge }) {
    super(edge);
    this.#clock = clock;
    this.#arrived = arrived;
    this.#media = media;
    this.connection.ontrack = ({ track }) => this.tracks.push(track);
  }

  async described() {
    await this.describe();
    if (this.closed) return;
    this.#arrived();
    this.#lookForFrames();
  }

  close() {
    this.#stopLooking();
    super.close();
  }

  #lookForFrames() {
    let looking = false;
    this.#stopLooking = this.#clock.every(LOOK_MS, async () => {
      if (looking) return;
      looking = true;
      const flows = await this.#framesCame().catch(() => false);
      looking = false;
      if (!flows || this.closed) return;
      this.#stopLooking();
      this.firstFramesAt = this.#clock.now();
      this.#media();
    });
  }

  /** Pictures count where there are any; sound alone is a show as well. */
  async #framesCame() {
    const video = this.tracks.some(({ kind }) => kind === 'video');
    for (const report of (await this.connection.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue;
      if (video ? report.framesDecoded > 0 : report.packetsReceived > 0) return true;
    }
    return false;
  }
}

/** Codecs that are not preferred keep the browser's order, behind those that are. */
function inOurOrder(codecs) {
  const rank = ({ mimeType }) => {
    const place = PREFERRED.indexOf(mimeType);
    return place < 0 ? PREFERRED.length : place;
  };
  return [...codecs].sort((a, b) => rank(a) - rank(b));
}
