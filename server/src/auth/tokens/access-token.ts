/** Tokens that people join rooms with. */
import { grantsOf, mayHoldGrants, roleDefaults, AccessTokenClaims as Schema } from '@hearthroom/sdk/protocol';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { reasonOf, TokenRefusal } from '../../core/token-refusal.ts';
import type { Claims } from '../../rooms/machine/model/types.ts';
import type { Key, KeyRing } from '../keys/keys.ts';
import { type SignedToken, verifySignedToken } from './signed-token.ts';

/** A verified token: which room it opens, and what it says of its holder. Times are milliseconds since 1970-01-01 UTC. */
export interface AccessTokenClaims {
  roomId: string;
  claims: Claims;
  jti: string;
  keyId: string;
  /** The very key that verified it: another one may have its id by now. */
  key: Key;
  issuedAt: number;
  expiresAt: number;
}

/** No token opens anything for longer after it was issued. */
export const maxAccessLifetimeS = 86_400;
const expected = { typ: 'hearthroom+jwt', maxLifetimeS: maxAccessLifetimeS };

/**
 * Whether the room exists, and whether the token was revoked, is not asked here. Rejects with TokenRefusal: `token-expired` for a
 * token that is right but for its age, `token-invalid` for everything else, without a word of what it was.
 */
export async function verifyAccessToken(
  token: string,
  keys: KeyRing,
  now: number = Date.now(),
): Promise<AccessTokenClaims> {
  const { payload, key, isExpired } = await verifySignedToken(token, keys, expected, now).catch(refuse);
  if (!Value.Check(Schema, payload) || !mayHoldGrants(payload.role, payload.grants))
    throw new TokenRefusal('token-invalid', 'claims');
  if (isExpired) throw new TokenRefusal('token-expired', 'expired');
  return {
    roomId: payload.room,
    claims: readClaims(payload),
    jti: payload.jti,
    keyId: key.id,
    key,
    issuedAt: payload.iat * 1_000,
    expiresAt: payload.exp * 1_000,
  };
}

function refuse(error: unknown): SignedToken {
  throw new TokenRefusal('token-invalid', reasonOf(error));
}

/** What the token doesn't say is the role's default. */
function readClaims(payload: Static<typeof Schema>): Claims {
  return {
    sub: payload.sub,
    name: payload.name,
    label: payload.label ?? null,
    role: payload.role,
    grants: grantsOf(payload.role, payload.grants),
    waitingRoom: payload.waitingRoom ?? roleDefaults[payload.role].waitingRoom,
  };
}
