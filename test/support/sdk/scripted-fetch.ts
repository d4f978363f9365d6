/** A `fetch` that answers as told, for tests of the REST client. */
import { RestClient, type RestClientOptions, RestError } from '@hearthroom/sdk/server';

export interface SentRequest {
  method: string;
  url: string;
  headers: Headers;
  body: string | undefined;
}

/** An answer, a failure, or `hang`: none until the request is aborted. */
export type Step = Response | Error | 'hang';

export const testKey = { id: 'clinic', secret: 'a-secret-of-these-tests-0123456789abcdef' };

export const json = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

export const refused = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  json(status, { code, message: 'What was wrong', correlationId: 'c-1' }, headers);

/** The error of Node's `fetch` for a socket error with this code. */
export const socketError = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

/** @param steps in the order of the requests; a request beyond them is an error of the test */
export function scriptClient(steps: Step[], options: Partial<RestClientOptions> = {}) {
  const sent: SentRequest[] = [];
  const left = [...steps];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { method, headers, body, signal } = init ?? {};
    sent.push({
      method: method ?? 'GET',
      url: String(input),
      headers: new Headers(headers),
      body: typeof body === 'string' ? body : undefined,
    });
    const step = left.shift();
    if (step === undefined) throw new Error(`request ${sent.length} was not expected`);
    if (step === 'hang') {
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
    if (step instanceof Error) throw step;
    return step;
  };
  // Signing takes turns of the event loop that tests with fake time can't foresee.
  const credentials = options.key ? {} : { getAdminToken: () => `a.b.${sent.length}` };
  const client = new RestClient({ url: 'https://calls.example.org/rooms/', fetch, ...credentials, ...options });
  return { client, sent };
}

/** The code with which a call rejects; `ok` if it resolves. */
export const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: unknown) => (error instanceof RestError ? error.code : String(error)),
  );
