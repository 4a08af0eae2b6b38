import { LitElement } from 'lit';

/**
 * A custom element that renders into the page itself, so that the style sheets of `/style` reach it.
 * `connected(signal)` is the place for listeners: the signal ends them when the element leaves the page.
 */
export class View extends LitElement {
  #gone;

  createRenderRoot() {
    this.replaceChildren();
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#gone = new AbortController();
    this.connected(this.#gone.signal);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#gone.abort();
  }

  connected(_signal) {}

  /** Events of a view tell its parents what a person decided. */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
