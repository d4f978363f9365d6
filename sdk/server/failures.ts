/** Turns what goes wrong between the client and the server into RestErrors that say what to do. */
import { RestError, type RestErrorDetails } from './rest-error.ts';

/** What a message may say of the caller's own set-up. */
export interface Reached {
  operation: string;
  baseUrl: string;
  keyId: string | null;
  /** As the operation has it. */
  isUnknownAfter503?: boolean | undefined;
}

const restart = 'is the server running, and are host and port of url right?';
const trust = 'for a certificate of your own authority start Node with NODE_EXTRA_CA_CERTS=<its file>';

/** What to look at, by the code of the error below `fetch failed`. */
const advice: Record<string, string | undefined> = {
  ECONNREFUSED: restart,
  ENOTFOUND: 'the host of url has no address; is it spelt right?',
  EAI_AGAIN: 'the name server did not answer',
  EHOSTUNREACH: restart,
  ENETUNREACH: 'this machine has no route to it',
  UND_ERR_CONNECT_TIMEOUT: restart,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name than the host of url',
  DEPTH_ZERO_SELF_SIGNED_CERT: `its certificate is not trusted; ${trust}`,
  SELF_SIGNED_CERT_IN_CHAIN: `its certificate is not trusted; ${trust}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `its certificate is not trusted; ${trust}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `its certificate is not trusted; ${trust}`,
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS at this port; is it http://, or another port?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS at this port; is it http://, or another port?',
};

/** The connection was never established, so the server can't have done anything. */
const neverSent = new Set(Object.keys(advice));
/** They stay as they are until somebody changes something. */
const lasting = new Set([...neverSent].filter((code) => /CERT|SSL|VERIFY/.test(code)));

/** How a failed attempt bears on the next one. */
export interface Failure {
  error: RestError;
  /**
   * `nothing-done`: the server has certainly not carried it out; `unknown`: nobody knows whether it has; `final`: the
   * same attempt would fail again.
   */
  effect: 'nothing-done' | 'unknown' | 'final';
}

export function failedConnection(cause: unknown, { operation, baseUrl }: Reached): Failure {
  const { code, text } = innermost(cause);
  const help = advice[code] ?? 'the connection broke off';
  const message = `${new URL(baseUrl).origin} was not reached (${code || text}): ${help}`;
  const error = new RestError('connection-failed', message, { operation, baseUrl, cause });
  if (lasting.has(code)) return { error, effect: 'final' };
  return { error, effect: neverSent.has(code) ? 'nothing-done' : 'unknown' };
}

/** Errors of `fetch` have the one that says what happened as their cause. */
function innermost(thrown: unknown): { code: string; text: string } {
  let text = 'fetch failed';
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string') return { code: error.code, text: error.code };
    text = error.message;
  }
  return { code: '', text };
}

/** The server, or something in between, refused the request. */
export function refusal(response: Response, text: string, reached: Reached): Failure {
  const details = detailsOf(response, reached);
  const body = readErrorBody(text);
  if (!body) return strangeRefusal(response, details, reached);
  const { code, message, correlationId } = body;
  const hint = code === 'unauthorized' ? `. ${unauthorizedHint(response, reached.keyId)}` : '';
  const error = new RestError(code, `${message}${hint} (${code}, ${response.status})`, { ...details, correlationId });
  return { error, effect: effectOf(response.status, details, reached) };
}

/** After 429, and after a 503 that says when to try again, the server has changed nothing. */
function effectOf(
  status: number,
  { retryAfterMs }: RestErrorDetails,
  { isUnknownAfter503 }: Reached,
): Failure['effect'] {
  if (status === 429) return 'nothing-done';
  if (status !== 503) return 'final';
  return retryAfterMs === undefined || isUnknownAfter503 ? 'unknown' : 'nothing-done';
}

/** An answer without the body of Hearthroom's errors: of a proxy, or of another server. */
function strangeRefusal(response: Response, details: RestErrorDetails, { baseUrl }: Reached): Failure {
  const { status } = response;
  if (status === 429) {
    return { error: new RestError('rate-limited', 'a proxy answered 429 (rate-limited)', details), effect: 'unknown' };
  }
  if (status === 502 || status === 503 || status === 504) {
    const message = `a proxy answered ${status}: it does not reach the server, or the server is starting`;
    return { error: new RestError('connection-failed', message, details), effect: 'unknown' };
  }
  const location = response.headers.get('location');
  if (status >= 300 && status < 400 && location !== null) {
    const message = `${baseUrl} redirects to another address${originOf(location, baseUrl)}; give the final one as url`;
    return { error: new RestError('not-hearthroom', message, details), effect: 'final' };
  }
  return { error: notHearthroom(response, details, baseUrl), effect: 'final' };
}

export function notHearthroom(response: Response, details: RestErrorDetails, baseUrl: string): RestError {
  const type = response.headers.get('content-type') ?? 'without a Content-Type';
  return new RestError(
    'not-hearthroom',
    `${baseUrl} answered ${response.status} (${type}), which is not an answer of Hearthroom; is url the address of the server, with the path of its reverse proxy, and is the server not older than this package?`,
    details,
  );
}

export function detailsOf(response: Response, { operation, baseUrl }: Reached): RestErrorDetails {
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'));
  return { operation, baseUrl, status: response.status, ...(retryAfterMs !== null && { retryAfterMs }) };
}

/** Seconds, or a date (RFC 9110, section 10.2.3). */
function readRetryAfter(text: string | null): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function readErrorBody(text: string): { code: string; message: string; correlationId: string } | null {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null) return null;
  if (!('code' in body && 'message' in body && 'correlationId' in body)) return null;
  const { code, message, correlationId } = body;
  if (typeof code !== 'string' || typeof message !== 'string' || typeof correlationId !== 'string') return null;
  return { code, message, correlationId };
}

/** @returns undefined where the text is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tokens are refused when the clocks differ by more than this. */
const clockToleranceMs = 15_000;

function unauthorizedHint(response: Response, keyId: string | null): string {
  const skewMs = Date.now() - Date.parse(response.headers.get('date') ?? '');
  if (Math.abs(skewMs) > clockToleranceMs) {
    const direction = skewMs > 0 ? 'ahead of' : 'behind';
    return `The clock of this machine is ${Math.round(Math.abs(skewMs) / 1_000)} s ${direction} the server's: set it`;
  }
  if (keyId === null) return 'Does getAdminToken return an admin token, signed with a key of this server?';
  return `Has the server a key with the id "${keyId}" (HEARTHROOM_KEYS, key file), and with the same secret?`;
}

function originOf(location: string, baseUrl: string): string {
  try {
    return ` (${new URL(location, baseUrl).origin})`;
  } catch {
    return '';
  }
}
