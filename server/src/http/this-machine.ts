/** Whether a request was made on this machine, as far as that can be told. */
import type { IncomingMessage } from 'node:http';

/**
 * From the loopback address, to a loopback host name, and without headers that proxies add. A web page whose name resolves to this machine (DNS
 * rebinding) sends its own host name. A proxy on this machine that adds no header can't be told from a local program: set a token there.
 */
export function isOfThisMachine(request: IncomingMessage, isProxy: (address: string) => boolean): boolean {
  const { socket, headers, httpVersion } = request;
  const peer = socket.remoteAddress ?? '';
  // nginx by default uses HTTP/1.0 towards servers; clients on this machine use 1.1.
  const isForwarded =
    httpVersion !== '1.1' || Object.keys(headers).some((name) => proxyHeader.test(name)) || isProxy(peer);
  return /^(::ffff:)?127\.|^::1$/.test(peer) && isLoopbackName(headers.host ?? '') && !isForwarded;
}

/** What common proxies, load balancers and content networks add. */
const proxyHeader =
  /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-.+|x-envoy-.+|x-original-.+)$/;

const isLoopbackName = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);
