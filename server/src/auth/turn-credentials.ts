/**
 * Credentials for the TURN server that relays media through firewalls: valid for a limited time, checked by the relay
 * with the secret it shares with this server (coturn's `use-auth-secret`, draft-uberti-behave-turn-rest-00). Nothing is
 * stored, and no request is needed.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { IceServer } from '@hearthroom/sdk/protocol';
import type { TurnConfig } from '../config/config.ts';

/**
 * @param maxSeconds how long the client needs them, when that is less than the time that is set
 * @returns the ICE servers for a client's RTCPeerConnection: the relay with a user name for this client; empty without
 *   a relay. The name is `<expiry>:<random>`, expiry in seconds since 1970-01-01 UTC, and does not identify the user to
 *   the relay.
 */
export function createIceServers(
  turn: TurnConfig | null,
  nowMs = Date.now(),
  maxSeconds = Number.POSITIVE_INFINITY,
): IceServer[] {
  if (turn === null) return [];
  const expiresAt = Math.floor(nowMs / 1_000) + Math.min(turn.ttlSeconds, maxSeconds);
  const username = `${expiresAt}:${randomBytes(12).toString('hex')}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [{ urls: [...turn.urls], username, credential }];
}
