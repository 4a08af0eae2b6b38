/** Renders its view again at each full second (or other step), so that all times on a page turn together. */
export class Clock {
  #view;
  #step;
  #timer;

  constructor(view, step = 1000) {
    this.#view = view;
    this.#step = step;
    view.addController(this);
  }

  hostConnected() {
    this.#wait();
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
  }

  #wait() {
    this.#timer = setTimeout(() => {
      this.#view.requestUpdate();
      this.#wait();
    }, this.#step - Date.now() % this.#step);
  }
}
