/** How often a source is looked at. */
const LOOK_MS = 250;
/** So long a parent may be silent before its child says that it failed, where the parent is the broadcaster. */
const PATIENCE_MS = 1_000;
/**
 * So much longer for each level further down. A fault silences all that is below it; those right below complain and move, and the
 * others have the picture back before it is their turn.
 */
const LEVEL_MS = 400;
const LONGEST_MS = 30_000;
/** So long there must be no pause before a pause is taken for a fault as quickly as at first. */
const CALM_MS = 10_000;

/**
 * Tells a dead source from one that lives, by what comes over its edge. A camera that is muted still sends, so packets of any kind
 * count. What this cannot see is whether the broadcaster is away, when nobody has anything: then a complaint does not help, and the
 * next one waits twice as long.
 *
 * Beats know better and sooner, see {@link FailOver}; this is for parents that have none, and for those who have no standby.
 */
export class Silence {
  /** Edges between us and the broadcaster; at least 1. */
  depth = 1;
  #clock;
  #silent;
  #edge = null;
  #stop = () => {};
  #packets = 0;
  #lookedAt = 0;
  #quietMs = 0;
  #calmMs = 0;
  #complaints = 0;
  /** Whether nothing has come from the source since it was complained of. */
  lasts = false;

  /** @param {(edge: import('./child-edge.js').ChildEdge) => void} silent told again and again, ever more seldom, while it lasts */
  constructor(clock, silent) {
    this.#clock = clock;
    this.#silent = silent;
  }

  /** @param {import('./child-edge.js').ChildEdge | null} edge the source from now on */
  watch(edge) {
    if (this.#edge === edge) return;
    this.#stop();
    this.#edge = edge;
    this.#packets = this.#quietMs = 0;
    this.lasts = false;
    if (!edge) return;
    this.#lookedAt = this.#clock.now();
    let looking = false;
    this.#stop = this.#clock.every(LOOK_MS, async () => {
      if (looking) return;
      looking = true;
      const packets = await edge.packets().catch(() => null);
      looking = false;
      if (packets !== null && this.#edge === edge) this.#saw(packets);
    });
  }

  get #shortest() {
    return PATIENCE_MS + LEVEL_MS * (Math.max(1, this.depth) - 1);
  }

  #saw(packets) {
    const now = this.#clock.now();
    // A page that was put to sleep looks late: that is no silence of the other end.
    const passed = Math.min(now - this.#lookedAt, 2 * LOOK_MS);
    this.#lookedAt = now;
    if (packets > this.#packets) {
      this.#packets = packets;
      this.#heard(passed);
    } else {
      this.#quietMs += passed;
      if (this.#quietMs >= Math.min(this.#shortest * 2 ** this.#complaints, LONGEST_MS)) this.#complain();
    }
  }

  #heard(passed) {
    this.#calmMs = this.#quietMs < this.#shortest ? this.#calmMs + this.#quietMs + passed : 0;
    this.#quietMs = 0;
    this.lasts = false;
    if (this.#calmMs >= CALM_MS) this.#complaints = 0;
  }

  #complain() {
    this.#complaints++;
    this.#quietMs = this.#calmMs = 0;
    this.lasts = true;
    this.#silent(this.#edge);
  }
}
