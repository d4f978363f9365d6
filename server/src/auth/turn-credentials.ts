/**
 * Credentials of the TURN server that relays media past firewalls: valid for a while, checked by the relay alone with the secret it
 * shares with this server (coturn's `use-auth-secret`, draft-uberti-behave-turn-rest-00). Nothing is stored, nobody is asked.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { IceServer } from '@hearthroom/sdk/protocol';
import type { TurnConfig } from '../config/config.ts';

/**
 * @returns what a client gives its RTCPeerConnection: the relay under a user name of its own, or nothing where there is no relay.
 *   The name is `<expiry>:<random>`, expiry in seconds since 1970-01-01 UTC, and tells the relay nothing of who uses it.
 */
export function createIceServers(turn: TurnConfig | null, nowMs = Date.now()): IceServer[] {
  if (turn === null) return [];
  const expiresAt = Math.floor(nowMs / 1_000) + turn.ttlSeconds;
  const username = `${expiresAt}:${randomBytes(12).toString('hex')}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [{ urls: [...turn.urls], username, credential }];
}
