// Some creators who schedule streams, so many a second, through the client module; ends when its standard input does, and tells what became of each.
//   node writers.mjs CLIENT_FOLDER URL WRITES_A_SECOND
import { pathToFileURL } from 'node:url';

const [folder, url, perSecond] = process.argv.slice(2);
const { Peerstage } = await import(new URL('peerstage-client.js', pathToFileURL(folder + '/')));
const WRITERS = 10;
const HOUR_MS = 3_600_000;

const toHex = bytes => Buffer.from(bytes).toString('hex');

async function wallet() {
  const { publicKey, privateKey } = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const account = '0x' + toHex(await crypto.subtle.exportKey('raw', publicKey));
  return { account, alg: 'ED25519-TEXT', sign: async text => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, new TextEncoder().encode(text))) };
}

/** What the module takes from a browser, as far as the API needs it. */
function platform() {
  const items = new Map();
  const clock = {
    now: () => Date.now(),
    after(ms, ring) {
      const timer = setTimeout(ring, ms);
      return () => clearTimeout(timer);
    },
    every(ms, ring) {
      const timer = setInterval(ring, ms);
      return () => clearInterval(timer);
    },
  };
  return {
    fetch: (...asked) => fetch(...asked), clock, steadyClock: clock, page: new EventTarget(), random: Math.random,
    randomBytes: count => crypto.getRandomValues(new Uint8Array(count)),
    localStorage: {
      getItem: key => items.get(key) ?? null, setItem: (key, value) => items.set(key, value), removeItem: key => items.delete(key),
    },
  };
}

const stages = await Promise.all(Array.from({ length: WRITERS }, async (_, n) => {
  const stage = new Peerstage({ url }, platform());
  await stage.signIn(await wallet());
  await stage.editProfile({ name: `Writer ${n}` });
  return stage;
}));

const SLOW_MS = 1_500;

const done = { acknowledged: [], failed: [], wrong: [], milliseconds: [], slow: [] };
const open = new Set();

/** Schedules one, and reads every fifth back. */
async function write(stage, title, number) {
  const began = performance.now();
  try {
    const startTime = new Date(Date.now() + HOUR_MS).toISOString();
    const endTime = new Date(Date.now() + 2 * HOUR_MS).toISOString();
    const { id } = await stage.scheduleStream({ title, startTime, endTime });
    done.acknowledged.push(id);
    const took = Math.round(performance.now() - began);
    done.milliseconds.push(took);
    if (took > SLOW_MS) done.slow.push(`${took} ms until ${new Date().toISOString().slice(11)}`);
    const read = number % 5 ? null : await stage.getStream(id);
    if (read && (read.title !== title || read.broadcaster !== stage.account)) done.wrong.push(`${id} ${JSON.stringify(read)}`);
  } catch (error) {
    (error.passing ? done.failed : done.wrong).push(`${new Date().toISOString()} ${error.name} ${error.status}: ${error.detail} after ${Math.round(performance.now() - began)} ms`);
  }
}

console.log('writing');
let count = 0;
const writing = setInterval(() => {
  const one = write(stages[count % WRITERS], `Written ${count}`, count++).finally(() => open.delete(one));
  open.add(one);
}, 1_000 / perSecond);

process.stdin.on('data', () => { done.milliseconds.length = done.slow.length = 0; }); // measured from here on
process.stdin.on('end', async () => {
  clearInterval(writing);
  await Promise.all(open);
  process.stdout.write(JSON.stringify(done) + '\n', () => process.exit(0));
});
