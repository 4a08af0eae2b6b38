// Timers that a hidden tab does not slow down: browsers throttle a page's own to one a minute, and a bridge connection that is
// silent for 15 s is closed. See clock.js.

const timers = new Map();

onmessage = ({ data: { id, ms, repeat } }) => {
  clearInterval(timers.get(id));
  timers.delete(id);
  if (ms === undefined) return;
  const ring = () => {
    if (!repeat) timers.delete(id);
    postMessage(id);
  };
  timers.set(id, repeat ? setInterval(ring, ms) : setTimeout(ring, ms));
};
