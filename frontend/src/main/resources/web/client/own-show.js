import { PeerstageError } from './error.js';

/** A broadcaster's own show: what is given to others, and what the server knows of it. */
export class OwnShow {
  #edges;
  #visit;
  #onAir = false;

  /** @param {import('./edges.js').Edges} edges; @param {import('./visit.js').Visit} visit */
  constructor(edges, visit) {
    this.#edges = edges;
    this.#visit = visit;
  }

  /** The server knows that we are live: to be said again when the socket was broken. */
  get onAir() {
    return this.#onAir;
  }

  async begin(source, takeOver) {
    if (!source?.getTracks().length) throw new PeerstageError('invalid-request', { detail: 'there is no track to show' });
    if (this.#edges.source) throw new PeerstageError('already-live', { detail: 'this room is live already' });
    this.#edges.source = source; // before the question: viewers may come before its answer
    try {
      const answer = await this.#visit.ask('signaling.golive', { takeOver });
      this.#onAir = this.#edges.source === source; // unless it was stopped meanwhile
      return answer;
    } catch (error) {
      this.#edges.stopFeeding();
      throw error;
    }
  }

  change(source) {
    if (!this.#edges.source) throw new PeerstageError('conflict', { detail: 'this room is not live' });
    if (!source?.getTracks().length) throw new PeerstageError('invalid-request', { detail: 'there is no track to show' });
    this.#edges.source = source;
  }

  /** We came back: viewers are fed from here again, even if the server had given the show up meanwhile. Rejects if it is over. */
  async goOn(connection) {
    try {
      return await connection.ask('signaling.golive', { takeOver: false });
    } catch (error) {
      if (!error.passing) this.stop();
      throw error;
    }
  }

  stop() {
    this.#onAir = false;
    this.#edges.stopFeeding();
  }
}
