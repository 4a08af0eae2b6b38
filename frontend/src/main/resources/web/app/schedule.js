import { stage } from './peerstage.js';

/**
 * What changes in the schedule while this page is open, over one connection for all views:
 * - `changed` {id, status, watchers, version?} as the client tells it, and `news`: whether more than the watchers has changed
 * - `connected`: changes may have been missed; lists are to be read again
 */
class Schedule extends EventTarget {
  #watch = null;
  #known = new Map();

  /** Views that listen say so; the connection is made for the first and kept. */
  listen(signal, { changed, connected }) {
    this.addEventListener('changed', ({ detail }) => changed(detail), { signal });
    if (connected) this.addEventListener('connected', connected, { signal });
    this.#watch ??= this.#begin();
  }

  #begin() {
    const watch = stage.watchStreams();
    watch.addEventListener('changed', ({ detail }) => this.#changed(detail));
    watch.addEventListener('connected', () => this.dispatchEvent(new Event('connected')));
    return watch;
  }

  #changed(detail) {
    const { id, status, version } = detail;
    const now = `${status} ${version}`;
    const news = this.#known.get(id) !== now;
    this.#known.set(id, now);
    this.dispatchEvent(new CustomEvent('changed', { detail: { ...detail, news } }));
  }
}

export const schedule = new Schedule();
