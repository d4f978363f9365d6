/** What access and admin tokens have in common: signature, algorithm, type, audience, issuer, times (RFC 7519, RFC 8725). */
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { KeyRing } from './keys.ts';

/** How far apart the clocks of the issuer and of this server may be. */
export const clockToleranceS = 15;
const maxTokenLength = 8_192;

export interface SignedToken {
  payload: JWTPayload;
  keyId: string;
  /** It is right in everything checked here but its time is over. */
  isExpired: boolean;
}

/** Rejects with whatever was wrong; callers answer all of it alike. */
export async function verifySignedToken(
  token: string,
  keys: KeyRing,
  expected: { typ: string; maxLifetimeS: number },
): Promise<SignedToken> {
  if (token.length > maxTokenLength) throw new Error('the token is too long');
  let keyId = '';
  const findKey = (header: { kid?: string; alg?: string }): Uint8Array => {
    const key = header.kid === undefined ? undefined : keys.get(header.kid);
    if (key?.algorithm !== header.alg || key === undefined) throw new Error('no such key for this algorithm');
    keyId = key.id;
    return key.material;
  };
  const { payload, isExpired } = await jwtVerify(token, findKey, {
    algorithms: keys.algorithms,
    typ: expected.typ,
    audience: 'hearthroom',
    requiredClaims: ['iss', 'iat', 'exp'],
    clockTolerance: clockToleranceS,
  }).then(
    (verified) => ({ payload: verified.payload, isExpired: false }),
    (error: unknown) => {
      // jose looks at `exp` last, after the signature and all other claims.
      if (error instanceof errors.JWTExpired) return { payload: error.payload, isExpired: true };
      throw error;
    },
  );
  if (payload.iss !== keyId) throw new Error('the issuer is another key');
  checkLifetime(payload, expected.maxLifetimeS);
  return { payload, keyId, isExpired };
}

function checkLifetime({ iat, exp }: JWTPayload, maxLifetimeS: number): void {
  if (iat === undefined || exp === undefined || !(exp > iat)) throw new Error('the times make no sense');
  if (exp - iat > maxLifetimeS) throw new Error('the token lives too long');
  if (iat > Date.now() / 1_000 + clockToleranceS) throw new Error('the token is from the future');
}
