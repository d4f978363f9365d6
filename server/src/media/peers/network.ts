/** Which addresses belong to one household or clinic. Pure. */
import { isIPv6 } from 'node:net';

const groupsOfAddress = 8;
/** Routers give a line 64 bits or fewer, and each device makes up the rest (RFC 7421). */
const groupsOfNetwork = 4;

/** An IPv4 address as it is, since devices of one line share it; of an IPv6 address the first 64 bits. */
export function networkOf(address: string): string {
  // Mapped ones are written with dots.
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: tail ? groupsOfAddress - head.length - tail.length : 0 }, () => '0');
  return [...head, ...zeros, ...(tail ?? [])]
    .slice(0, groupsOfNetwork)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
