/** Tokens that people join rooms with. */
import { mayHoldGrants, roleDefaults, AccessTokenClaims as Schema } from '@hearthroom/sdk/protocol';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { AppError } from '../errors.ts';
import type { Claims } from '../rooms/machine/types.ts';
import type { KeyRing } from './keys.ts';
import { type SignedToken, verifySignedToken } from './signed-token.ts';

/** A verified token: which room it opens, and what it says of its holder. Times are milliseconds since 1970-01-01 UTC. */
export interface AccessTokenClaims {
  roomId: string;
  claims: Claims;
  jti: string;
  keyId: string;
  issuedAt: number;
  expiresAt: number;
}

const expected = { typ: 'hearthroom+jwt', maxLifetimeS: 86_400 };

/**
 * Whether the room exists is not asked here. Rejects with AppError: `token-expired` for a token that is right but for its age,
 * `token-invalid` for everything else, without a word of what it was.
 */
export async function verifyAccessToken(token: string, keys: KeyRing): Promise<AccessTokenClaims> {
  const { payload, keyId, isExpired } = await verifySignedToken(token, keys, expected).catch(refuse);
  if (!Value.Check(Schema, payload) || !mayHoldGrants(payload.role, payload.grants))
    throw new AppError('token-invalid');
  if (isExpired) throw new AppError('token-expired');
  return {
    roomId: payload.room,
    claims: readClaims(payload),
    jti: payload.jti,
    keyId,
    issuedAt: payload.iat * 1_000,
    expiresAt: payload.exp * 1_000,
  };
}

function refuse(): SignedToken {
  throw new AppError('token-invalid');
}

/** What the token doesn't say is the role's default. */
function readClaims(payload: Static<typeof Schema>): Claims {
  const defaults = roleDefaults[payload.role];
  return {
    sub: payload.sub,
    name: payload.name,
    label: payload.label ?? null,
    role: payload.role,
    grants: { ...defaults.grants, ...payload.grants },
    waitingRoom: payload.waitingRoom ?? defaults.waitingRoom,
  };
}
