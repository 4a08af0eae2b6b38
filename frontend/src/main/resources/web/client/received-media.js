/**
 * What a viewer sees: one MediaStream for the whole visit, whose tracks are exchanged when another parent feeds it.
 * The last picture stays until the next edge brings frames, so a change of parent never shows black.
 */
export class ReceivedMedia {
  #edge = null;

  /** @param {MediaStream} stream an empty one */
  constructor(stream) {
    this.stream = stream;
  }

  /** The edge whose tracks are shown; it may be over. */
  get edge() {
    return this.#edge;
  }

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

  clear() {
    this.#edge = null;
    this.#remove(this.stream.getTracks());
  }

  #remove(tracks) {
    for (const track of tracks) this.stream.removeTrack(track);
  }
}
