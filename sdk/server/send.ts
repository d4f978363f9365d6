/** Sends a request, and repeats it where that is safe. */
import type { ClientSettings } from './client-options.ts';
import { type Failure, failedConnection, type Reached, refusal } from './failures.ts';
import type { Operation } from './operations.ts';
import { RestError } from './rest-error.ts';

/** Options of every call. */
export interface CallOptions {
  /** Ends the call, also between two attempts; it rejects with `aborted`, whose cause is the signal's reason. */
  signal?: AbortSignal;
  /** Milliseconds that one attempt of this call may take. */
  timeoutMs?: number;
}

export interface Call {
  name: string;
  operation: Operation;
  /** With query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
  options: CallOptions;
}

const firstDelayMs = 250;

/**
 * Sends until an attempt succeeds.
 *
 * @param receive reads the answer of a success; what it throws counts as a failed connection, RestErrors are final
 * @returns null: a repeated DELETE found nothing, so an earlier attempt has deleted it
 */
export async function send<T>(
  settings: ClientSettings,
  call: Call,
  receive: (response: Response) => Promise<T>,
): Promise<T | null> {
  let mayBeDone = false;
  for (let attempt = 0; ; attempt += 1) {
    const result = await attemptOnce(settings, call, receive);
    if ('value' in result) return result.value;
    const { error, effect } = result;
    if (mayBeDone && call.operation.method === 'DELETE' && error.code === 'not-found') return null;
    mayBeDone ||= effect === 'unknown';
    const delayMs = Math.max(error.retryAfterMs ?? 0, Math.min(backoffMs(attempt), settings.maxRetryDelayMs));
    const isSafe = effect === 'nothing-done' || (effect === 'unknown' && call.operation.isRepeatable);
    if (!isSafe || attempt >= settings.retries || delayMs > settings.maxRetryDelayMs) throw error;
    await wait(delayMs, settings, call);
  }
}

/** Doubles with each attempt; random, so that several callers don't come back at the same moment. */
const backoffMs = (attempt: number): number => firstDelayMs * 2 ** attempt * (0.5 + Math.random() / 2);

async function attemptOnce<T>(
  settings: ClientSettings,
  call: Call,
  receive: (response: Response) => Promise<T>,
): Promise<{ value: T } | Failure> {
  const { name, operation, path, headers, body, options } = call;
  const { signal, timeoutMs = settings.timeoutMs } = options;
  const reached: Reached = { operation: name, isUnknownAfter503: operation.isUnknownAfter503, ...settings };
  if (signal?.aborted) return aborted(reached, signal);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const ended = signal ? AbortSignal.any([signal, late.signal]) : late.signal;
  const done = new AbortController();
  try {
    const token = await Promise.race([tokenFor(name, settings), rejectsWhen(ended, done.signal)]);
    const response = await settings.fetch(`${settings.baseUrl}${path}`, {
      method: operation.method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      // A redirect would send the token to another address.
      redirect: 'manual',
      signal: ended,
      ...(body !== undefined && { body }),
    });
    if (!response.ok) return refusal(response, await response.text(), reached);
    return { value: await receive(response) };
  } catch (error) {
    if (error instanceof RestError) return { error, effect: 'final' };
    if (signal?.aborted) return aborted(reached, signal);
    if (!late.signal.aborted) return failedConnection(error, reached);
    const message = `no complete answer within ${timeoutMs} ms`;
    return { error: new RestError('request-timeout', message, where(reached)), effect: 'unknown' };
  } finally {
    clearTimeout(timer);
    done.abort();
  }
}

/** @param done ends the listening */
const rejectsWhen = (signal: AbortSignal, done: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: done }),
  );

async function tokenFor(operation: string, { createToken, baseUrl }: ClientSettings): Promise<string> {
  let token: unknown;
  try {
    token = await createToken();
  } catch (cause) {
    throw new RestError('admin-token-failed', 'no admin token could be made; see the cause', {
      operation,
      baseUrl,
      cause,
    });
  }
  if (typeof token === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return token;
  throw new RestError('admin-token-failed', 'getAdminToken must return a compact JWT', { operation, baseUrl });
}

type Place = Pick<Reached, 'operation' | 'baseUrl'>;

const where = ({ operation, baseUrl }: Place): Place => ({ operation, baseUrl });

const aborted = (place: Place, { reason }: AbortSignal): Failure => ({
  error: new RestError('aborted', 'was aborted', { ...where(place), cause: reason }),
  effect: 'final',
});

function wait(ms: number, { baseUrl }: ClientSettings, { name, options: { signal } }: Call): Promise<void> {
  const place = { operation: name, baseUrl };
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(aborted(place, signal).error);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      if (signal) reject(aborted(place, signal).error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
