/** Where the browser allows no storage, nothing is kept. */
const keeping = where => ({
  get: key => quietly(() => where().getItem(named(key))),
  set: (key, value) => quietly(() => where().setItem(named(key), value)),
  remove: key => quietly(() => where().removeItem(named(key))),
});

/** What this tab keeps over a reload, and no other tab sees. */
export const tabStorage = keeping(() => sessionStorage);
/** What this browser keeps, for all tabs. */
export const browserStorage = keeping(() => localStorage);

const named = key => `peerstage:${key}`;

function quietly(work) {
  try {
    return work();
  } catch {
    return null;
  }
}
