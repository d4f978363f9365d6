/** Why the first connect reached no server: browsers do not tell a page why a WebSocket failed. */
import type { Environment } from '../core/environment.ts';
import { HearthroomError } from '../core/hearthroom-error.ts';

const patienceMs = 3_000;

/**
 * Asks over HTTP whether anything answers there.
 * @param address URL of the WebSocket
 * @returns `not-hearthroom` or `connection-lost`
 */
export async function explainUnreached(address: string, { location }: Environment): Promise<HearthroomError> {
  const url = address.replace('ws', 'http');
  return location && (await answers(url))
    ? new HearthroomError(
        'not-hearthroom',
        `${url} answers, but no WebSocket opens there: is url right, with its path? Does the proxy pass on WebSockets, and has the page's Content-Security-Policy (connect-src) the server's wss: address?`,
      )
    : new HearthroomError(
        'connection-lost',
        `Nothing answers at ${url}: is url right, does the server run, and does the Content-Security-Policy of the page allow it?`,
      );
}

/** Without CORS: nothing of the answer can be read, only that there is one. */
const answers = (url: string): Promise<boolean> =>
  fetch(url, { mode: 'no-cors', credentials: 'omit', signal: AbortSignal.timeout(patienceMs) }).then(
    () => true,
    () => false,
  );
