/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 * @property {(ms: number, ring: () => void) => (() => void)} after rings once; returns what cancels it
 * @property {(ms: number, ring: () => void) => (() => void)} every rings again and again
 */

/** @type {Clock} The page's own timers: slow while the tab is hidden. */
export const pageClock = {
  now: () => Date.now(),
  after: (ms, ring) => {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
  every: (ms, ring) => {
    const timer = setInterval(ring, ms);
    return () => clearInterval(timer);
  },
};

/**
 * Timers that keep their pace in a hidden tab, where someone waits for a show to begin: they run in a worker.
 * Where there can be none (the module comes from another origin), they are the page's own.
 * @returns {Clock}
 */
export function steadyClock() {
  const timers = new Map();
  let worker = startWorker();
  let lastId = 0;

  function startWorker() {
    try {
      const started = new Worker(new URL('./clock-worker.js', import.meta.url));
      started.onmessage = ({ data: id }) => ring(id);
      started.onerror = doWithoutWorker;
      return started;
    } catch {
      return null;
    }
  }

  function doWithoutWorker() {
    worker?.terminate();
    worker = null;
    for (const timer of timers.values()) arm(timer);
  }

  function set(ms, repeat, action) {
    const timer = { id: ++lastId, ms, repeat, action, cancel: () => worker?.postMessage({ id: timer.id }) };
    timers.set(timer.id, timer);
    arm(timer);
    return () => {
      if (timers.delete(timer.id)) timer.cancel();
    };
  }

  function arm(timer) {
    const { id, ms, repeat } = timer;
    if (worker) worker.postMessage({ id, ms, repeat });
    else timer.cancel = (repeat ? pageClock.every : pageClock.after)(ms, () => ring(id));
  }

  function ring(id) {
    const timer = timers.get(id);
    if (!timer) return; // cancelled while the worker's message was on its way
    if (!timer.repeat) timers.delete(id);
    timer.action();
  }

  return {
    now: pageClock.now,
    after: (ms, action) => set(ms, false, action),
    every: (ms, action) => set(ms, true, action),
  };
}
