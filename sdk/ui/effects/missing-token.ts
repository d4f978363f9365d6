/** An element without `getToken` is empty: this tells the developer why. */
import type { Session } from '../../src/index.ts';

/** A page may set it after other work. */
const patienceMs = 3_000;

const told = new WeakSet<Element>();

interface TokenElement extends HTMLElement {
  url: string;
  getToken: unknown;
  session: Session | null;
}

/**
 * Writes to the console, once for each element, if it is not set in time.
 * @returns a function that stops waiting
 */
export function remindOfToken(element: TokenElement): () => void {
  const timer = setTimeout(() => {
    if (element.getToken || element.session || told.has(element)) return;
    told.add(element);
    const server = (element.url || location.origin).replace(/\/+$/, '');
    const message =
      'The property getToken of <hearthroom-session> is not set yet, so nothing is shown: set it to a function that returns an access token from your backend';
    // biome-ignore lint/suspicious/noConsole: there is no session yet whose promise could reject.
    console.warn(`Hearthroom: ${message} (token-provider-failed, ${server}/docs/errors#token-provider-failed)`);
  }, patienceMs);
  return () => clearTimeout(timer);
}
