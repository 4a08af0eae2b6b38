import { Edge } from './edge.js';

/** Feeds another peer. Where the media comes from may change as often as it likes: the child keeps its connection. */
export class ParentEdge extends Edge {
  as = 'parent';
  #feeder;
  #media = null;

  /** @param {object} with_ beside those of an edge: `media`, the way in which media is passed on */
  constructor({ media, ...edge }) {
    super(edge);
    this.channels.open(this.connection);
    this.#feeder = media.feeder(this);
  }

  /** @param {MediaStream} media what goes out from now on; if it is a standby, once it is activated */
  feed(media) {
    this.#media = media;
    this.work(() => this.#carryOut());
  }

  /** @param {import('./media/frame-name.js').FrameName} [after] the last picture that the child has */
  activate(after) {
    this.standby = false;
    this.#feeder.activate(after);
    if (this.#media) this.work(() => this.#carryOut());
  }

  /** The child is one of us. */
  understand() {
    this.#feeder.understand?.();
  }

  restart() {
    this.connection.restartIce();
    this.work(() => this.describe());
  }

  async described() { /* the answer completes it */ }

  edit(description) {
    return this.#feeder.edit(description);
  }

  close() {
    this.#feeder.close();
    super.close();
  }

  async #carryOut() {
    if (await this.#feeder.feed(this.#media, this)) await this.describe();
  }
}
