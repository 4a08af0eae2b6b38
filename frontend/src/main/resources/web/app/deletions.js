import { stage } from './peerstage.js';
import { toast } from './parts/toast-stack.js';
import { sentence } from './problem.js';
import { t } from './text.js';

/** So long a person may think better of it. */
const HELD_MS = 6_000;

/**
 * Streams that are deleted in a moment. Until then they are out of this page's lists alone, and `undo` has them back; who closes the page
 * before has meant it. `change` is dispatched when another one is, or is no more.
 */
class Deletions extends EventTarget {
  #held = new Map();

  constructor() {
    super();
    addEventListener('pagehide', () => [...this.#held.keys()].forEach(id => this.#carryOut(id)));
  }

  has(id) {
    return this.#held.has(id);
  }

  hold({ id, title }) {
    this.#held.set(id, setTimeout(() => this.#carryOut(id), HELD_MS));
    toast(t('edit.deleted', { title }), { forMs: HELD_MS, action: { text: t('undo'), run: () => this.#drop(id) } });
    this.#changed();
  }

  async #carryOut(id) {
    clearTimeout(this.#held.get(id));
    try {
      await stage.deleteStream(id);
    } catch (error) {
      if (error.name !== 'stream-not-found') toast(sentence(error), { fault: true });
    }
    this.#drop(id);
  }

  #drop(id) {
    clearTimeout(this.#held.get(id));
    this.#held.delete(id);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

export const deletions = new Deletions();
