/** Detects, as far as possible, whether a request was made on this machine. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { kindOf, withoutMapping } from '../../core/addresses/client-address.ts';

export interface ThisMachine {
  /** The single address that the server listens on; null: it listens on all, including loopback. */
  address: string | null;
  /** Requests of these addresses are forwarded, so not from this machine. */
  isProxy(address: string): boolean;
}

/**
 * True if the request comes from an address of this machine, its Host is such an address, and it has no headers that
 * proxies add. A web page whose name resolves to this machine (DNS rebinding) sends its own host name. A proxy on this
 * machine that adds no header can't be distinguished from a local program: set a token then.
 */
export function isOfThisMachine(request: IncomingMessage, { address, isProxy }: ThisMachine): boolean {
  const { socket, headers, httpVersion } = request;
  const peer = plainAddress(socket.remoteAddress ?? '');
  const own = plainAddress(address ?? '');
  // nginx uses HTTP/1.0 towards servers by default; clients on this machine use 1.1.
  const isForwarded =
    httpVersion !== '1.1' ||
    Object.keys(headers).some((name) => proxyHeader.test(name)) ||
    isProxy(socket.remoteAddress ?? '');
  // A program that connects to an address of its own machine has that same address. This is not checked on every
  // address: where a gateway replaces the client's address by that of the machine (NAT, for example Kubernetes
  // services), requests of strangers have it too.
  const isOwn = kindOf(peer) === 'loopback' || isSame(peer, own);
  return isOwn && isOwnName(headers.host ?? '', own) && !isForwarded;
}

/** Headers added by common proxies, load balancers and CDNs. */
const proxyHeader =
  /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-.+|x-envoy-.+|x-original-.+)$/;

/** `localhost`, a loopback address, or the address that the server listens on. */
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

/** Removes the IPv4 mapping of dual-stack sockets, and the zone of a link-local address. */
const plainAddress = (address: string): string => withoutMapping(address).replace(/%.*$/, '');
