/** Tokens with which people join rooms. */
import { grantsOf, mayHoldGrants, roleDefaults, AccessTokenClaims as Schema } from '@hearthroom/sdk/protocol';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { reasonOf, TokenRefusal } from '../../core/errors/token-refusal.ts';
import type { Claims } from '../../rooms/machine/model/types.ts';
import type { Key, KeyRing } from '../keys/keys.ts';
import { type SignedToken, verifySignedToken } from './signed-token.ts';

/**
 * The content of a verified token: its room, and claims about its holder. Times are milliseconds since 1970-01-01 UTC.
 */
export interface AccessTokenClaims {
  roomId: string;
  claims: Claims;
  jti: string;
  keyId: string;
  /** The key object that verified it; by now another key may have the same id. */
  key: Key;
  issuedAt: number;
  expiresAt: number;
}

/** Longest accepted lifetime after the time of issue. */
export const maxAccessLifetimeS = 86_400;
const expected = { typ: 'hearthroom+jwt', maxLifetimeS: maxAccessLifetimeS };

/**
 * Does not check whether the room exists or the token was revoked. Rejects with TokenRefusal: `token-expired` for a
 * token that is valid except for its expiry, `token-invalid` for everything else, without a reason.
 */
export async function verifyAccessToken(
  token: string,
  keys: KeyRing,
  now: number = Date.now(),
  { ignoresNotBefore = false }: { ignoresNotBefore?: boolean } = {},
): Promise<AccessTokenClaims> {
  const form = { ...expected, ignoresNotBefore };
  const { payload, key, isExpired } = await verifySignedToken(token, keys, form, now).catch(refuse);
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

/** Claims missing in the token get the role's defaults. */
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
