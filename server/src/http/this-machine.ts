/** Whether a request was made on this machine, as far as that can be told. */
import type { IncomingMessage } from 'node:http';

/**
 * From the loopback address, under a loopback name, and with no sign of a reverse proxy. A page of elsewhere whose name was made to lead here (DNS
 * rebinding) comes under its own name. A proxy on this machine that hides every sign can't be told from a program on it: where there is one,
 * something else has to decide.
 */
export function isOfThisMachine(request: IncomingMessage, isProxy: (address: string) => boolean): boolean {
  const { socket, headers, httpVersion } = request;
  const peer = socket.remoteAddress ?? '';
  // nginx speaks 1.0 to servers unless it is told otherwise, and nobody else does.
  const isForwarded =
    httpVersion !== '1.1' || Object.keys(headers).some((name) => proxyHeader.test(name)) || isProxy(peer);
  return /^(::ffff:)?127\.|^::1$/.test(peer) && isLoopbackName(headers.host ?? '') && !isForwarded;
}

/** What common proxies, load balancers and content networks add. */
const proxyHeader =
  /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-.+|x-envoy-.+|x-original-.+)$/;

const isLoopbackName = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);
