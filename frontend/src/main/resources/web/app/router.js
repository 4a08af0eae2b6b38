import { t } from './text.js';

/**
 * Pages by address, with the History API. A page is a custom element; `routed(params, query)` tells it its address, and tells it
 * again when only that changes. It says its title with a `title` event and, when its first content is there, `ready`.
 */
class Router extends EventTarget {
  /** Asked before the address changes; a page whose work would be lost sets it. @type {null | (() => Promise<boolean>)} */
  guard = null;
  #routes;
  #outlet;
  #page;
  #entered = 0;

  start(routes, outlet) {
    this.#routes = routes;
    this.#outlet = outlet;
    history.scrollRestoration = 'manual';
    history.replaceState({ ...history.state, index: history.state?.index ?? 0 }, '');
    this.#index = history.state.index;
    addEventListener('click', event => this.#clicked(event));
    addEventListener('popstate', event => this.#popped(event));
    addEventListener('pagehide', () => this.#rememberScroll());
    outlet.addEventListener('title', ({ detail }) => document.title = detail ? `${detail} · Peerstage` : 'Peerstage');
    this.#show({ first: true });
  }

  #index = 0;

  get path() {
    return location.pathname;
  }

  async go(address, { replace = false } = {}) {
    const to = new URL(address, location.href);
    const samePath = to.pathname === location.pathname;
    if (to.href === location.href) replace = true;
    if (!samePath && this.guard && !await this.guard()) return;
    if (!samePath) this.guard = null;
    if (replace) {
      history.replaceState({ index: this.#index }, '', to);
    } else {
      this.#rememberScroll();
      history.pushState({ index: ++this.#index }, '', to);
    }
    return this.#show({ scroll: samePath ? null : 0 });
  }

  #rememberScroll() {
    history.replaceState({ ...history.state, scroll: scrollY }, '');
  }

  async #popped({ state }) {
    const steps = this.#index - (state?.index ?? 0);
    if (steps === 0) return;
    if (this.guard && location.pathname !== this.#page.path) {
      const guard = this.guard;
      history.go(steps); // back to where the person still is, until they have answered
      if (!await guard()) return;
      this.guard = null;
      return history.go(-steps);
    }
    this.#index = state?.index ?? 0;
    this.#show({ scroll: state?.scroll ?? 0 });
  }

  #clicked(event) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.('a[href]');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    if (!this.#match(link.pathname)) return; // the server's own pages
    event.preventDefault();
    this.go(link.href);
  }

  #match(path) {
    for (const route of this.#routes) {
      const found = route.pattern.exec(path);
      if (found) return { route, params: Object.fromEntries(Object.entries(found.groups ?? {}).map(([k, v]) => [k, decoded(v)])) };
    }
    return null;
  }

  async #show({ first = false, scroll = null }) {
    const turn = ++this.#entered;
    const { route, params } = this.#match(location.pathname) ?? { route: this.#routes.at(-1), params: {} };
    const query = new URLSearchParams(location.search);
    if (this.#page?.route === route && this.#page.path === location.pathname) {
      this.#page.element.routed(params, query);
      this.dispatchEvent(new Event('change'));
      return;
    }
    const loaded = await route.load().then(() => true, () => false);
    if (turn !== this.#entered) return;
    // A module that does not come, mostly because the server was renewed: a full load gets everything afresh.
    if (!loaded) return first ? this.#outlet.append(t('problem.load')) : location.reload();
    const element = document.createElement(route.tag);
    this.#page = { route, path: location.pathname, element };
    const ready = new Promise(resolve => element.addEventListener('ready', resolve, { once: true }));
    element.routed(params, query);
    this.#outlet.replaceChildren(element);
    this.dispatchEvent(new Event('change'));
    if (first) scroll ??= history.state?.scroll ?? null;
    if (scroll !== null) scrollTo(0, scroll);
    if (!first) this.#outlet.focus({ preventScroll: true });
    await ready;
    if (turn !== this.#entered) return;
    if (scroll) scrollTo(0, scroll);
    if (!first && (document.activeElement === this.#outlet || document.activeElement === document.body)) this.#focusHeading(element);
  }

  /** A screen reader goes on from the new page's heading. */
  #focusHeading(element) {
    const heading = element.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const router = new Router();
