/**
 * Tokens with which a customer's backend calls the REST API: short-lived, signed with an API key, never given to a
 * browser.
 */
import { AdminTokenClaims as Schema } from '@hearthroom/sdk/protocol';
import { Value } from 'typebox/value';
import { reasonOf, TokenRefusal } from '../../core/errors/token-refusal.ts';
import type { Key, KeyRing } from '../keys/keys.ts';
import { type SignedToken, verifySignedToken } from './signed-token.ts';

export interface AdminTokenClaims {
  keyId: string;
  key: Key;
  /** Optional in admin tokens. */
  jti: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  issuedAt: number;
}

const expected = { typ: 'hearthroom-admin+jwt', maxLifetimeS: 600 };

/** Rejects with TokenRefusal `unauthorized` for any problem. An access token has another `typ` and is not accepted. */
export async function verifyAdminToken(
  token: string,
  keys: KeyRing,
  now: number = Date.now(),
): Promise<AdminTokenClaims> {
  const { payload, key, isExpired } = await verifySignedToken(token, keys, expected, now).catch(refuse);
  if (!Value.Check(Schema, payload)) throw new TokenRefusal('unauthorized', 'claims');
  if (isExpired) throw new TokenRefusal('unauthorized', 'expired');
  return { keyId: key.id, key, jti: payload.jti ?? null, issuedAt: payload.iat * 1_000 };
}

function refuse(error: unknown): SignedToken {
  throw new TokenRefusal('unauthorized', reasonOf(error));
}
