/** Where a request comes from. Behind a reverse proxy that is what the proxy says; anybody else's word for it counts nothing. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** @param trusted addresses and networks (CIDR) of the proxies in front of this server */
export function createProxyCheck(trusted: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = withoutMapping(address);
    return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
}

/**
 * The client's address: the nearest one in X-Forwarded-For that is no trusted proxy, read from the right, since everything left
 * of it may be invented. Without a trusted proxy the socket's.
 */
export function addressOf(request: IncomingMessage, isProxy: (address: string) => boolean): string {
  const nearest = withoutMapping(request.socket.remoteAddress ?? '');
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  let address = nearest;
  while (isProxy(address) && forwarded.length > 0) address = withoutMapping(forwarded.pop() ?? '');
  return address;
}

/** ::ffff:192.0.2.1 is 192.0.2.1 on a socket that listens for both families. */
const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
