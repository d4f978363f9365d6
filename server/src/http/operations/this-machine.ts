/** Whether a request was made on this machine, as far as that can be told. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { kindOf, withoutMapping } from '../../core/client-address.ts';

export interface ThisMachine {
  /** The one address that the server listens on; null: it listens on all, and is reached by the loopback address too. */
  address: string | null;
  /** Whose requests are others' requests. */
  isProxy(address: string): boolean;
}

/**
 * From an address of the machine itself, to a name that is one, and without headers that proxies add. A web page whose name resolves to this machine
 * (DNS rebinding) sends its own host name. A proxy on this machine that adds no header can't be told from a local program: set a token there.
 */
export function isOfThisMachine(request: IncomingMessage, { address, isProxy }: ThisMachine): boolean {
  const { socket, headers, httpVersion } = request;
  const peer = plainAddress(socket.remoteAddress ?? '');
  const own = plainAddress(address ?? '');
  // nginx by default uses HTTP/1.0 towards servers; clients on this machine use 1.1.
  const isForwarded =
    httpVersion !== '1.1' ||
    Object.keys(headers).some((name) => proxyHeader.test(name)) ||
    isProxy(socket.remoteAddress ?? '');
  // A program that connects to an address of its own machine comes from that same address. Not on every address: where a gateway puts
  // the machine's address in the place of the client's (NAT), as for services of Kubernetes, strangers come from it too.
  const isOwn = kindOf(peer) === 'loopback' || isSame(peer, own);
  return isOwn && isOwnName(headers.host ?? '', own) && !isForwarded;
}

/** What common proxies, load balancers and content networks add. */
const proxyHeader =
  /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-.+|x-envoy-.+|x-original-.+)$/;

/** `localhost`, a loopback address, or the one that the server listens on. */
function isOwnName(host: string, own: string): boolean {
  if (/^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host)) return true;
  const [, v6, v4 = ''] = /^(?:\[([\da-f:.]+)(?:%[^\]]+)?\]|([\d.]+))(?::\d+)?$/i.exec(host) ?? [];
  return isSame(v6 ?? v4, own);
}

/** IPv6 addresses may be written in several ways. */
function isSame(one: string, other: string): boolean {
  const version = isIP(one);
  if (version === 0 || version !== isIP(other)) return false;
  const list = new BlockList();
  list.addAddress(other, `ipv${version === 6 ? 6 : 4}`);
  return list.check(one, `ipv${version === 6 ? 6 : 4}`);
}

/** Without the mapping of a socket for both families, and without the interface of a link-local address. */
const plainAddress = (address: string): string => withoutMapping(address).replace(/%.*$/, '');
