/**
 * One edge of the tree: an RTCPeerConnection over which a parent feeds a child. {@link ParentEdge} makes the offer,
 * {@link ChildEdge} answers; candidates go both ways as they are found.
 */
export class Edge {
  #signal;
  #failed;
  #waitingCandidates = [];
  #work = Promise.resolve();
  closed = false;

  /**
   * @param {object} with_ `standby`: connected, but nothing is sent until it is activated; `signal(body)` sends a description or a
   *   candidate to the other end; `channels`: see {@link Channels}; `failed(error?)` is told at most once that no media will come over this edge
   */
  constructor({ id, peer, standby, connection, channels, signal, failed }) {
    this.id = id;
    this.peer = peer;
    this.standby = standby;
    this.connection = connection;
    this.channels = channels;
    this.#signal = signal;
    this.#failed = failed;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) this.#signal({ candidate: candidate.toJSON() });
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'failed') this.fail();
      else if (connection.connectionState === 'disconnected') this.restart();
      else if (connection.connectionState === 'connected') this.stands();
    };
  }

  get connected() {
    return !this.closed && this.connection.connectionState === 'connected';
  }

  /** The two are connected. */
  stands() { /* only a standby's child has to say so */ }

  /** Nothing comes through any more: one of the two may have another network by now. Who made the offer makes another one. */
  restart() { /* the other end does */ }

  /** What the other end's description is to become. */
  edit(description) {
    return description;
  }

  /** What the other end sent. One after the other, in the order of arrival. */
  receive({ description, candidate }) {
    this.work(async () => {
      if (description) {
        await this.connection.setRemoteDescription(this.edit(description));
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
