import { View } from './view.js';

/** A view with an address of its own; see `router.js`. */
export class Page extends View {
  /** @param {Record<string, string>} _params @param {URLSearchParams} _query */
  routed(_params, _query) {}

  /** The page's title, in the window and in the history. */
  entitle(title) {
    this.tell('title', title);
  }

  /** The first content is there, with its heading. */
  async settled() {
    await this.updateComplete;
    this.tell('ready');
  }
}
