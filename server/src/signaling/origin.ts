/**
 * May a page of this web origin connect? Programs send no Origin and are judged by their token alone; a browser always sends one.
 * @param host the request's Host header: the server's own pages may always connect, also behind a proxy that speaks TLS for it
 */
export function isOriginAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
