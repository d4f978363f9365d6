/** Headers of requests and answers that pass through a node (RFC 9110, section 7.6.1). */
import type { IncomingHttpHeaders } from 'node:http';
import { linkHeaderPrefix } from '../../core/addresses/link-headers.ts';

/** They concern one connection only. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Answered by the accepting node.
  'expect',
]);

/** The client's address is checked by the accepting node only. */
const aboutClient: ReadonlySet<string> = new Set([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]);

export function headersToForward(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const isKept = (name: string): boolean =>
    !hopByHop.has(name) && !named.has(name) && !aboutClient.has(name) && !name.startsWith(linkHeaderPrefix);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isKept(name)));
}
