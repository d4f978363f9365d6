/** The address a request comes from. X-Forwarded-For is used only if a trusted reverse proxy sent it. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/**
 * @param trusted addresses and networks (CIDR) of the proxies in front of this server; a link-local address with a zone
 *   (fe80::1%eth0) is trusted only on that interface
 */
export function createProxyCheck(trusted: readonly string[]): (address: string) => boolean {
  const everywhere = new BlockList();
  const byZone = new Map<string, BlockList>();
  for (const entry of trusted) {
    const [, address = '', zone, bits] = /^([^%/]+)(?:%([^/]+))?(?:\/(\d+))?$/.exec(entry) ?? [];
    const list = zone === undefined ? everywhere : (byZone.get(zone) ?? new BlockList());
    if (zone !== undefined) byZone.set(zone, list);
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => {
    const [plain = '', zone = ''] = withoutMapping(address).split('%');
    if (isIP(plain) === 0) return false;
    return everywhere.check(plain, familyOf(plain)) || (byZone.get(zone)?.check(plain, familyOf(plain)) ?? false);
  };
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * The client's address: the rightmost one in X-Forwarded-For that is not a trusted proxy, since anything left of it may
 * be forged. The socket's address if that is not a trusted proxy.
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

/** On a dual-stack socket 192.0.2.1 appears as ::ffff:192.0.2.1. */
export const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

const privateNetworks = createProxyCheck([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
]);
const linkLocalNetworks = createProxyCheck(['169.254.0.0/16', 'fe80::/10']);
const loopbackNetworks = createProxyCheck(['127.0.0.0/8', '::1']);

/** Describes an address in logs, which must not contain the address itself. */
export type AddressKind = 'loopback' | 'link-local' | 'private' | 'public';

export function kindOf(address: string): AddressKind {
  if (loopbackNetworks(address)) return 'loopback';
  if (linkLocalNetworks(address)) return 'link-local';
  return privateNetworks(address) ? 'private' : 'public';
}

/**
 * Finds requests with a forwarding header from an untrusted sender: a proxy that isn't configured, or a client that
 * forges the header.
 * @returns the kind of the sender's address; null: there is no such header, or its sender is trusted
 */
export function untrustedForwarder(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  isProxy: (address: string) => boolean,
): AddressKind | null {
  const peer = socket.remoteAddress ?? '';
  const names = ['x-forwarded-for', 'x-real-ip', 'forwarded'];
  return names.every((name) => headers[name] === undefined) || isProxy(peer) ? null : kindOf(peer);
}
