/**
 * Two connections of this page with each other. A browser encodes and decodes for a connection alone: this is how those who pass on
 * frames as they are come to an {@link Encoder} and to a {@link Player} of their own.
 */
export class LoopBack {
  #described = Promise.resolve();

  /**
   * @param {object} platform
   * @param {(track: MediaStreamTrack) => void} came what comes out at the far end
   */
  constructor({ newPeerConnection }, came) {
    this.near = newPeerConnection({ encodedInsertableStreams: true });
    this.far = newPeerConnection({});
    this.far.ontrack = ({ track }) => came(track);
    this.near.onicecandidate = ({ candidate }) => this.#introduce(this.far, candidate);
    this.far.onicecandidate = ({ candidate }) => this.#introduce(this.near, candidate);
  }

  /** Describes what the near end has by now; `edit` changes the text that tells it what the far end takes. */
  connect(edit = sdp => sdp) {
    return this.#described = this.#described.catch(() => {}).then(() => this.#describe(edit));
  }

  /** Resolves as soon as frames can pass; rejects if they never will. */
  connected() {
    const { near } = this;
    return new Promise((resolve, reject) => {
      near.onconnectionstatechange = () => {
        if (near.connectionState === 'connected') resolve();
        else if (near.connectionState === 'failed') reject(new Error('this page cannot connect to itself'));
      };
      near.onconnectionstatechange();
    });
  }

  close() {
    this.near.close();
    this.far.close();
  }

  async #describe(edit) {
    const { near, far } = this;
    await near.setLocalDescription();
    await far.setRemoteDescription(near.localDescription);
    await far.setLocalDescription();
    await near.setRemoteDescription({ type: 'answer', sdp: edit(far.localDescription.sdp) });
  }

  #introduce(other, candidate) {
    if (candidate) this.#described.then(() => other.addIceCandidate(candidate)).catch(() => {});
  }
}
