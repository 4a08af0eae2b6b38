import './parts/site-footer.js';
import './parts/site-header.js';
import './parts/toast-stack.js';
import './parts/confirm-dialog.js';
import './parts/name-dialog.js';
import './parts/sign-in-dialog.js';
import { router } from './router.js';

const routes = [
  { pattern: /^\/$/, tag: 'landing-page', load: () => import('./pages/landing.js') },
  { pattern: /^\/streams\/?$/, tag: 'streams-page', load: () => import('./pages/streams.js') },
  { pattern: /^\/streams\/(?<id>[^/]+)$/, tag: 'stream-page', load: () => import('./pages/stream.js') },
  { pattern: /^\/streams\/(?<id>[^/]+)\/edit$/, tag: 'edit-page', load: () => import('./pages/edit.js') },
  { pattern: /^\/schedule$/, tag: 'schedule-page', load: () => import('./pages/schedule.js') },
  { pattern: /^\/account$/, tag: 'account-page', load: () => import('./pages/account.js') },
  { pattern: /^\/admin$/, tag: 'admin-page', load: () => import('./pages/admin.js') },
  { pattern: /^\/profiles\/(?<account>[^/]+)$/, tag: 'profile-page', load: () => import('./pages/profile.js') },
];
/** Any other address; links to one are the server's to answer. */
const lost = { pattern: /(?!)/, tag: 'lost-page', load: () => import('./pages/lost.js') };

router.start([...routes, lost], document.getElementById('main'));

// Opens the page where the server is away. Nothing depends on it, so nothing waits for it.
const serveWithout = () => navigator.serviceWorker?.register('/service-worker.js').catch(() => {});
if (document.readyState === 'complete') serveWithout();
else addEventListener('load', serveWithout);
