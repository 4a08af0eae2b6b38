/** All that a room may tell; most of it is in `room.state` by then. */
const TELLING = ['live', 'watchers', 'media', 'room', 'place', 'reconnecting', 'reconnected', 'refused', 'ended'];

/** @param {(type: string, detail: object) => void} heard */
export function listenTo(room, heard, signal) {
  for (const type of TELLING) room.addEventListener(type, event => heard(type, event.detail ?? {}), { signal });
}
