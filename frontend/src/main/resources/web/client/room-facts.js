/**
 * What a room's body tells that the one before did not, as the events of {@link Room}: `room` for any change, then the parts of
 * it that most pages show.
 * @returns {[type: string, detail: object][]}
 */
export function changes(before, now) {
  if (JSON.stringify(before) === JSON.stringify(now)) return [];
  const events = [['room', now]];
  if (now.live !== before.live) events.push(['live', { live: now.live, startedAt: now.startedAt }]);
  if (now.watchers !== before.watchers) events.push(['watchers', { watchers: now.watchers }]);
  return events;
}

/** Where we are, with what is known besides; what the message leaves out is null. */
export const placeOf = ({ parent = null, standby = null, depth, children, waiting = null }, more) =>
  Object.freeze({ parent, standby, depth, children, waiting, ...more });
