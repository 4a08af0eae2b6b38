/**
 * A refusal or failure. `name` is the name of the problem, stable and meant for programs (`not-subscribed`, `unavailable` …);
 * `message` is a sentence for people.
 */
export class PeerstageError extends Error {
  /**
   * @param {string} name
   * @param {object} [facts] `status` is the HTTP status, 0 where no server spoke; `errors` names each fault of an invalid request
   */
  constructor(name, { status = 0, detail = name, errors, requestId, retryAfter, cause } = {}) {
    super(detail, cause === undefined ? undefined : { cause });
    this.name = name;
    this.status = status;
    this.detail = detail;
    if (errors) this.errors = errors;
    if (requestId) this.requestId = requestId;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }

  /** Whether the same question may well succeed a little later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const BY_NUMBER = {
  4000: 'invalid-request', 4010: 'invalid-token', 4030: 'not-registered', 4031: 'not-broadcaster', 4032: 'not-subscribed',
  4033: 'not-admin', 4034: 'banned', 4035: 'muted', 4040: 'not-found', 4041: 'stream-not-found', 4090: 'conflict', 4091: 'already-live',
  4290: 'too-many-requests', 5000: 'internal', 5030: 'unavailable', 5040: 'timeout',
};

const BY_STATUS = {
  400: 'invalid-request', 401: 'invalid-token', 404: 'not-found', 405: 'method-not-allowed', 409: 'conflict',
  412: 'precondition-failed', 413: 'too-large', 415: 'unsupported-media-type', 421: 'misdirected', 429: 'too-many-requests',
  502: 'unavailable', 503: 'unavailable', 504: 'timeout',
};

export const unavailable = (detail, cause) => new PeerstageError('unavailable', { detail, cause });

/** An `err` frame of the bridge (docs/protocol.md, "Refusals"). */
export function fromFrame({ failureCode, failureType, message }) {
  if (failureType === 'NO_HANDLERS') return new PeerstageError('unavailable', { status: 503, detail: 'the service is not running' });
  if (failureType === 'TIMEOUT') return new PeerstageError('timeout', { status: 504, detail: 'there was no answer in time' });
  const status = Math.floor(failureCode / 10) || 500;
  const name = BY_NUMBER[failureCode] ?? BY_STATUS[status] ?? 'internal';
  return new PeerstageError(name, {
    status,
    detail: message,
    errors: name === 'invalid-request' ? faults(message) : undefined,
  });
}

/** Each line is a JSON pointer, a space and the rule. */
const faults = message => String(message ?? '').split('\n').filter(line => line.startsWith('/')).map(line => {
  const space = line.indexOf(' ');
  return { pointer: line.slice(0, space), detail: line.slice(space + 1) };
});

/** The `problem` of a `refused` message. */
export const fromProblem = ({ name = 'internal', status, detail } = {}) => new PeerstageError(name, { status, detail });

/** A response of the HTTP API that is no success; its body is a problem document (RFC 9457) unless something in between wrote it. */
export async function fromResponse(response) {
  const problem = await response.json().catch(() => null);
  const name = /^urn:peerstage:problem:(.+)$/.exec(problem?.type)?.[1];
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return new PeerstageError(name ?? BY_STATUS[response.status] ?? 'internal', {
    status: response.status,
    detail: problem?.detail ?? problem?.title ?? `the server answered ${response.status}`,
    errors: problem?.errors,
    requestId: problem?.instance ?? response.headers.get('x-request-id') ?? undefined,
    retryAfter: Number.isFinite(seconds) ? seconds : undefined,
  });
}
