/** How often a child looks whether frames have come, until they have. */
const LOOK_MS = 100;
/** The same of a standby: its parent may have been told to send while we could not hear of it. */
const LOOK_AT_STANDBY_MS = 1_000;

/**
 * What a viewer sees: one MediaStream for the whole visit, whose tracks are exchanged when another parent feeds it.
 * The last picture stays until the next edge brings frames, so a change of parent never shows black.
 */
export class ReceivedTracks {
  #edge = null;
  #clock;
  #looking = new Map();
  /** What is shown changes at once: only edges that bring frames may be. */
  goesOver = false;

  constructor({ newMediaStream, steadyClock }) {
    this.#clock = steadyClock;
    this.stream = newMediaStream();
  }

  /** The edge whose tracks are shown; it may be over. */
  get edge() {
    return this.#edge;
  }

  take() { /* the edge keeps its tracks */ }

  /** Tells the edge when its first frames have come. */
  lookAt(edge) {
    this.#looking.get(edge)?.();
    let busy = false;
    const stop = this.#clock.every(edge.standby ? LOOK_AT_STANDBY_MS : LOOK_MS, async () => {
      if (busy) return;
      busy = true;
      const came = await framesCame(edge).catch(() => false);
      busy = false;
      if (!came || edge.closed) return;
      this.#stopLookingAt(edge);
      edge.flow();
    });
    this.#looking.set(edge, stop);
  }

  expect() { /* its tracks are shown when frames come over them */ }

  /** Shows what the edge has by now. */
  show(edge) {
    this.#edge = edge;
    const former = this.stream.getTracks();
    // A track keeps its id on its way down the tree, and a stream takes no second one of an id: those are exchanged one by one.
    // All others go after the new ones have come, so that the element that plays the stream is never without.
    for (const track of edge.tracks) {
      this.#remove(former.filter(other => other.id === track.id && other !== track));
      this.stream.addTrack(track);
    }
    this.#remove(former.filter(track => !edge.tracks.includes(track)));
  }

  forget(edge) {
    this.#stopLookingAt(edge);
  }

  clear() {
    this.#edge = null;
    this.#remove(this.stream.getTracks());
  }

  /** Whose getStats tells of the pictures that are shown: that of the edge itself. */
  shownBy(edge) {
    return edge;
  }

  stats(edge) {
    return edge.connection.getStats();
  }

  #stopLookingAt(edge) {
    this.#looking.get(edge)?.();
    this.#looking.delete(edge);
  }

  #remove(tracks) {
    for (const track of tracks) this.stream.removeTrack(track);
  }
}

/** Pictures count where there are any; sound alone is a show as well. */
async function framesCame({ connection, tracks }) {
  const video = tracks.some(({ kind }) => kind === 'video');
  for (const report of (await connection.getStats()).values()) {
    if (report.type !== 'inbound-rtp') continue;
    if (video ? report.framesDecoded > 0 : report.packetsReceived > 0) return true;
  }
  return false;
}
