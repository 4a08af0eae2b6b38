/**
 * Keeps what the page is made of, so that it opens without the server and says what is the matter. What is kept is shown only where the server does not answer: a renewed server's page is never
 * mixed with a former one's. The API, the bridge and images are none of its business.
 */
const KEPT = 'shell-1';
const DOCUMENT = '/';
const OF_SHELL = /^\/(app|client|style|webjars)\/|^\/(favicon\.svg|manifest\.webmanifest)$/;
const NEVER_CHANGES = /^\/webjars\//;
/** A server that takes longer than this is as good as away for who has the page already. */
const PATIENCE_MS = 4_000;

self.addEventListener('install', event => {
  event.waitUntil(caches.open(KEPT).then(cache => cache.add(DOCUMENT)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => {
  const outdated = names => Promise.all(names.filter(name => name !== KEPT).map(name => caches.delete(name)));
  event.waitUntil(caches.keys().then(outdated).then(() => self.clients.claim()));
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate' && !/^\/(api|embed|openapi\.yaml|client|images)(\/|$)/.test(pathname)) event.respondWith(newest(request, DOCUMENT));
  else if (NEVER_CHANGES.test(pathname)) event.respondWith(kept(request));
  else if (OF_SHELL.test(pathname)) event.respondWith(newest(request, request));
});

/** Of the server; what was kept as `name` where it does not answer. */
async function newest(request, name) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await Promise.race([fetch(request), patience()]);
    if (answer.ok && (name === request || request.url === new URL(name, location).href)) cache.put(name, answer.clone());
    return answer;
  } catch (error) {
    const before = await cache.match(name);
    if (before) return before;
    throw error;
  }
}

const patience = () => new Promise((_, reject) => setTimeout(() => reject(new Error('the server takes too long')), PATIENCE_MS));

async function kept(request) {
  const cache = await caches.open(KEPT);
  const before = await cache.match(request);
  if (before) return before;
  const answer = await fetch(request);
  if (answer.ok) cache.put(request, answer.clone());
  return answer;
}

self.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

/** In a window that is there, if there is one. */
async function open(path) {
  const [window] = await self.clients.matchAll({ type: 'window' });
  if (!window) return self.clients.openWindow(path);
  await window.focus();
  return window.navigate(path).catch(() => self.clients.openWindow(path));
}
