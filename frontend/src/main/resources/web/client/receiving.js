import { Beats } from './beats.js';
import { ChildEdge } from './child-edge.js';
import { FailOver } from './fail-over.js';
import { Silence } from './silence.js';
import { Stats } from './stats.js';

/** So long a standby may take to say whether it feeds us. */
const GRANT_MS = 300;
/** A source that has beaten within this lives. */
const ALIVE_MS = 500;

/**
 * The edges that feed us: the source, a standby, and for the moment of a move the next source. What comes from the source is shown
 * and passed on; until another one brings frames, its last picture stays.
 */
export class Receiving {
  #edges = new Set();
  #source = null;
  #media;
  #clock;
  #say;
  #mediaFlows;
  #changed;
  #pass;
  #silence;
  #beats;
  #failOver;
  /** The standby that was asked to feed us, and has not answered yet. */
  #asked = null;
  #looking = false;
  /** One for who asks for `room.stats()`, one for the reports to the server: each has a call before of its own. */
  #stats = new Stats();
  #reported = new Stats();

  /**
   * @param {object} media the way in which it is received and passed on
   * @param {object} with_ `say(edge, state)` tells the server; `mediaFlows(edge)`: an edge brings its first frames; `changed()`: what
   *   is to be passed on is something else; `pass(beat)` on to those below
   */
  constructor(media, { clock, say, mediaFlows, changed, pass }) {
    this.#media = media;
    this.#clock = clock;
    this.#say = say;
    this.#mediaFlows = mediaFlows;
    this.#changed = changed;
    this.#pass = pass;
    this.#beats = new Beats(clock);
    this.#failOver = new FailOver(clock, this.#beats);
    this.#silence = new Silence(clock, edge => this.#silent(edge));
  }

  /** @param {number} levels edges between us and the broadcaster */
  set depth(levels) {
    this.#silence.depth = levels;
    this.#failOver.isFirst = levels === 1;
  }

  /** The server's word, or the only edge that brings anything. */
  isSource(edge) {
    return this.#source === edge;
  }

  add(common) {
    const edge = new ChildEdge({
      ...common,
      clock: this.#clock,
      received: this.#received,
      arrived: () => this.#arrived(edge),
      media: () => this.#firstFrames(edge),
      ready: () => this.#say(edge.id, 'standby'),
      quiet: since => this.#quiet(edge, since),
    });
    this.#edges.add(edge);
    return edge;
  }

  /** From now on it is the source. One that stood by is told what we have: so it can go on with the next, and need not wait for a key. */
  async activate(edge) {
    const stoodBy = edge.standby;
    edge.activate();
    this.#follow(edge);
    if (!stoodBy) return;
    const { newest: after } = await this.#media.look();
    if (after) edge.channels.say({ word: 'take', after });
  }

  /** What it showed stays visible. */
  remove(edge) {
    this.#edges.delete(edge);
    this.#beats.forget(edge);
    if (edge === this.#asked) this.#asked = null;
    if (edge === this.#received.edge) this.#rememberEnd(edge);
    if (edge !== this.#source) return;
    this.#source = null;
    this.#follow(this.#other(edge));
  }

  /** What a parent passes on of the broadcaster's beats. */
  beat(edge, beat) {
    if (this.#beats.hear(edge, beat)) this.#pass(this.#failOver.passed(beat));
    this.#failOverIfDead();
    if (edge === this.#source) this.#lookForMissing(edge);
  }

  /** What a standby says to our wish. */
  hear(edge, { word }) {
    if (edge !== this.#asked) return;
    this.#asked = null;
    if (word === 'taken') this.#take(edge);
    else if (this.#source) {
      this.#received.expect(this.#source); // it may come back after all
      this.#say(this.#source.id, 'failed');
    }
  }

  /** @returns {Promise<import('./stats.js').RoomStats | null>} null while nobody feeds us */
  stats() {
    return this.#measure(this.#stats);
  }

  /** The same since the last of these. */
  report() {
    return this.#measure(this.#reported);
  }

  idle() {
    return this.#stats.idle();
  }

  get #received() {
    return this.#media.received;
  }

  async #measure(stats) {
    const { edge } = this.#received;
    if (!edge || edge.closed) return null;
    return stats.received(await this.#reception(edge));
  }

  async #reception(edge) {
    const shownBy = this.#received.shownBy(edge);
    const [shown, link] = await Promise.all([this.#received.stats(edge), edge.connection.getStats()]);
    return { edge, shownBy, shown, link };
  }

  #arrived(edge) {
    const shown = this.#received.edge;
    if (edge.standby || (shown && shown !== edge)) return;
    this.#received.show(edge); // with nothing to lose: the first frame is then not late
    this.#changed();
  }

  get #standby() {
    return [...this.#edges].find(edge => edge !== this.#source && edge.standby && edge.connected) ?? null;
  }

  #quiet(edge, since) {
    if (edge !== this.#source) return;
    this.#failOver.quiet(since);
    this.#clock.after(this.#failOver.untilMissed(edge), () => this.#failOverIfDead());
  }

  /** At once, without the server: it learns of it when it is done. */
  async #failOverIfDead() {
    const [source, standby] = [this.#source, this.#standby];
    if (!source || !standby || this.#asked || !this.#failOver.mustTake(source, standby)) return;
    this.#asked = standby;
    const { newest: after } = await this.#media.look();
    if (this.#asked !== standby) return;
    this.#received.expect(standby);
    if (!standby.channels.say({ word: 'take', after })) return this.hear(standby, { word: 'full' });
    this.#clock.after(GRANT_MS, () => this.hear(standby, { word: 'full' }));
  }

  #take(edge) {
    edge.activate();
    this.#follow(edge);
    this.#say(edge.id, 'switched');
  }

  async #lookForMissing(edge) {
    if (this.#looking) return;
    this.#looking = true;
    const came = await this.#media.look(edge).catch(() => null);
    this.#looking = false;
    if (!came || edge !== this.#source || edge.closed) return;
    this.#failOver.saw(came);
    if (!this.#failOver.isMissing(edge)) return;
    this.#failOver.begin(); // and after another second once more
    this.#say(edge.id, 'failed');
  }

  /** No packet comes: it may be dead. Not if it still beats; and where the standby does not, either, the fault lies above both. */
  #silent(edge) {
    const standby = this.#standby;
    if (this.#beats.silence(edge) < ALIVE_MS) return;
    if (standby && this.#beats.silence(standby) < Infinity && this.#beats.lead(standby, edge) <= 0) return;
    this.#say(edge.id, 'failed');
    const other = this.#other(edge);
    if (other) this.#follow(other);
  }

  /** One that brings frames, though nobody has told us to follow it: the word may have been lost. */
  #other(edge) {
    return [...this.#edges].find(each => each !== edge && each.flows) ?? null;
  }

  /** Who has a source keeps it until the server says so; one that is silent is nothing to wait for. */
  #firstFrames(edge) {
    this.#say(edge.id, 'media');
    if (!this.#source || this.#source.closed || this.#silence.lasts) this.#source = edge;
    if (edge === this.#source) this.#follow(edge);
    this.#mediaFlows(edge);
  }

  #follow(edge) {
    if (edge !== this.#source || !edge) this.#failOver.begin();
    this.#source = edge;
    this.#silence.watch(edge);
    if (!edge || edge === this.#received.edge || !(edge.flows || this.#received.goesOver)) return;
    const former = this.#received.edge;
    if (former && !former.closed) this.#rememberEnd(former);
    this.#received.show(edge);
    this.#changed();
  }

  #rememberEnd(edge) {
    this.#reception(edge).then(reception => {
      this.#stats.ended(reception);
      this.#reported.ended(reception);
    }, () => {});
  }
}
