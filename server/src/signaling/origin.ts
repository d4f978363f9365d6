import { isIP } from 'node:net';

/**
 * May a page of this web origin connect? Programs send no Origin, and only their token is checked; browsers always send
 * one.
 * @param host the request's Host header: the server's own pages may always connect, also behind a proxy that terminates
 *   TLS
 */
export function isOriginAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

const maxShownLength = 100;

/**
 * @returns a refused origin for the log. Only in the format that browsers send, since a client may send any text;
 *   without an IP address, which may be a person's
 */
export function originForLog(origin: string): string {
  if (origin === 'null') return origin;
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (url?.origin !== origin || !/^https?:$/.test(url.protocol) || origin.length > maxShownLength)
    return 'not an origin';
  const isAddress = isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0;
  return isAddress ? `${url.protocol}//(IP address)${url.port && `:${url.port}`}` : origin;
}
