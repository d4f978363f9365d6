/** The version of the protocol that a client offers, as a WebSocket subprotocol (RFC 6455, 1.9). */
import { protocolVersion, subprotocol } from '@hearthroom/sdk/protocol';

const versioned = /^hearthroom\.v(0|[1-9]\d{0,3})$/;

/** @returns the subprotocol to answer with: this server's, or another version's, whose client is then closed with the reason; null: none */
export function chooseSubprotocol(offered: Iterable<string>): string | null {
  const names = [...offered];
  return names.includes(subprotocol) ? subprotocol : (names.find((name) => versioned.test(name)) ?? null);
}

/** @param header Sec-WebSocket-Protocol */
export const offeredIn = (header: string | undefined): string[] => (header ?? '').split(',').map((name) => name.trim());

/** @returns which side is too old; null: the versions are the same */
export function tooOldSideOf(chosen: string | null): 'client-too-old' | 'server-too-old' | null {
  const version = Number(versioned.exec(chosen ?? '')?.[1] ?? protocolVersion);
  if (version === protocolVersion) return null;
  return version < protocolVersion ? 'client-too-old' : 'server-too-old';
}
