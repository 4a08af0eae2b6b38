import { pageClock, steadyClock } from './clock.js';
import { unavailable } from './error.js';
import { mayRelay } from './may-relay.js';
import { openSockJs } from './sockjs.js';

/**
 * What the module takes from the browser, in one place, so that a test can hand in its own.
 * Nothing is touched before it is used: the module can be imported anywhere.
 */
export function browserPlatform() {
  let steady;
  return {
    clock: pageClock,
    get steadyClock() {
      return steady ??= steadyClock();
    },
    random: () => Math.random(),
    randomBytes: count => crypto.getRandomValues(new Uint8Array(count)),
    fetch: (url, init) => fetch(url, init),
    /** Where pagehide, pageshow, online and storage are told. */
    page: globalThis.addEventListener ? globalThis : new EventTarget(),
    localStorage: storage('localStorage'),
    sessionStorage: storage('sessionStorage'),
    locks: globalThis.navigator?.locks,
    openSocket: url => openSockJs(url, { newWebSocket: address => new WebSocket(address), randomId: () => Math.random().toString(36).slice(2, 10), library: sockJs }),
    newPeerConnection: configuration => new RTCPeerConnection(configuration),
    newMediaStream: () => new MediaStream(),
    playSilently,
    mayRelay: () => mayRelay(globalThis.navigator),
    canPassThrough: () => 'RTCRtpScriptTransform' in globalThis && 'MediaStreamTrackGenerator' in globalThis
      && 'RTCEncodedVideoFrame' in globalThis && 'createEncodedStreams' in RTCRtpSender.prototype,
    newMediaWorker: () => new Worker(new URL('./media/worker.js', import.meta.url), { type: 'module' }),
    newTransform: (worker, options) => new RTCRtpScriptTransform(worker, options),
    newTrackGenerator: kind => new MediaStreamTrackGenerator({ kind }),
    videoCodecs: () => globalThis.RTCRtpReceiver?.getCapabilities?.('video')?.codecs ?? [],
  };
}

/**
 * Chromium takes sound off a connection only while somebody plays it: where the page does not, or waits for a click, there would be
 * none to pass on. Silent playing needs no permission.
 */
function playSilently(stream) {
  const ear = new Audio();
  ear.muted = true;
  ear.srcObject = stream;
  ear.play().catch(() => {}); // then the sound depends on the page
}

/** Merely naming a storage throws where the user has forbidden it; the page then remembers until it is closed. */
function storage(name) {
  try {
    return globalThis[name] ?? memory();
  } catch {
    return memory();
  }
}

function memory() {
  const items = new Map();
  return {
    getItem: key => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: key => void items.delete(key),
  };
}

const SOCKJS = '/webjars/sockjs-client/1.6.1/dist/sockjs.min.js';
let loading;

/** SockJS is a classic script: it arrives with a script element, once, from where this module came. */
function sockJs() {
  if (globalThis.SockJS) return globalThis.SockJS;
  return loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(SOCKJS, import.meta.url);
    script.onload = () => resolve(globalThis.SockJS);
    script.onerror = () => {
      loading = undefined; // so that the next attempt tries again
      script.remove();
      reject(unavailable('SockJS could not be loaded'));
    };
    document.head.append(script);
  });
}
