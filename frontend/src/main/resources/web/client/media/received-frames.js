/** Sound alone is a show as well; so long a picture may take. */
const PICTURE_MS = 1_000;

/** What a viewer sees: the tracks of the {@link Player}, which stay the same whichever edge's frames it is given. */
export class ReceivedFrames {
  #clock;
  #newTransform;
  #worker;
  #edge = null;
  #edges = new Map();
  #began = new Set();
  /** It waits by itself until frames come that fit on. */
  goesOver = true;
  /** @type {import('./player.js').Player} */
  player;

  constructor({ newMediaStream, newTransform, steadyClock }, worker) {
    this.#clock = steadyClock;
    this.#newTransform = newTransform;
    this.#worker = worker;
    this.stream = newMediaStream();
  }

  get edge() {
    return this.#edge;
  }

  edgeOf(id) {
    return this.#edges.get(id);
  }

  /** Before anything comes over it. */
  take(edge, receiver) {
    this.#edges.set(edge.id, edge);
    receiver.transform = this.#newTransform(this.#worker.worker, { edge: edge.id, kind: receiver.track.kind });
  }

  /** It is told as soon as frames come; they may have already. */
  lookAt(edge) {
    if (this.#began.has(edge.id)) edge.flow();
  }

  /** The first frame of a kind. */
  began(id, kind) {
    if (kind === 'audio') return void this.#clock.after(PICTURE_MS, () => this.#flows(id));
    this.#flows(id);
  }

  /** It may be the next to be shown: what comes over it may be sooner here than the word that says so. */
  expect(edge) {
    this.#worker.tell('follow', { edge: edge.id });
  }

  show(edge) {
    this.#edge = edge;
    this.#worker.tell('follow', { edge: edge.id });
  }

  forget(edge) {
    this.#edges.delete(edge.id);
    this.#began.delete(edge.id);
    this.#worker.tell('forget', { edge: edge.id });
  }

  clear() {
    this.#edge = null;
    this.#worker.tell('follow', { edge: null });
  }

  /** Whose getStats tells of the pictures that are shown. */
  shownBy() {
    return this.player.shown;
  }

  stats() {
    return this.player.stats();
  }

  #flows(id) {
    if (!this.#edges.has(id)) return;
    this.#began.add(id);
    this.#edges.get(id).flow();
  }
}
