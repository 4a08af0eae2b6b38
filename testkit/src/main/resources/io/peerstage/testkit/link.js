// All that goes over an edge of one side, 'child' or 'parent' (window.linkedSide), goes through a link of the test: our own candidates
// are told as those of the link, and the other end's are not heard, so it can only be found by way of it.
window.RTCPeerConnection = class extends RTCPeerConnection {
  #side = null;

  // Only edges of the tree have channels; the connections that a page has with itself are left alone.
  createDataChannel(...channel) {
    this.#side = 'parent';
    return super.createDataChannel(...channel);
  }

  set ondatachannel(told) {
    this.#side = 'child';
    super.ondatachannel = told;
  }

  get #isLinked() {
    return this.#side === window.linkedSide;
  }

  set onicecandidate(told) {
    super.onicecandidate = told && (async ({ candidate }) => {
      if (!this.#isLinked || !candidate) return told({ candidate });
      const { address, port, protocol } = candidate;
      if (protocol !== 'udp' || !/^[\d.]+$/.test(address)) return; // one way is enough
      const other = await window.throughLink(address, port);
      const text = candidate.candidate.replace(` ${address} ${port} `, ` ${address} ${other} `);
      told({ candidate: { toJSON: () => ({ ...candidate.toJSON(), candidate: text }) } });
    });
  }

  get localDescription() {
    const description = super.localDescription;
    return this.#isLinked && description ? withoutCandidates(description) : description;
  }

  setRemoteDescription(description) {
    return super.setRemoteDescription(this.#isLinked ? withoutCandidates(description) : description);
  }

  addIceCandidate(candidate) {
    return this.#isLinked ? Promise.resolve() : super.addIceCandidate(candidate);
  }
};

const withoutCandidates = ({ type, sdp }) => ({ type, sdp: sdp.replace(/a=candidate:.*\r\n/g, '') });
