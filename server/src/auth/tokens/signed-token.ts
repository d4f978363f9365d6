/**
 * What access and admin tokens have in common: signature, algorithm, type, audience, issuer, times (RFC 7519, RFC
 * 8725).
 */
import { isWellFormed } from '@hearthroom/sdk/protocol';
import { errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose';
import { type RefusalReason, TokenFault } from '../../core/errors/token-refusal.ts';
import type { Key, KeyRing } from '../keys/keys.ts';

/** Allowed difference between the clocks of the issuer and this server. */
export const clockToleranceS = 15;
const maxTokenLength = 8_192;

export interface SignedToken {
  payload: JWTPayload;
  key: Key;
  /** Valid except for its expiry. */
  isExpired: boolean;
}

export interface Expected {
  typ: string;
  maxLifetimeS: number;
  /** Accepts a token before its `nbf`. */
  ignoresNotBefore?: boolean;
}

/**
 * @param now milliseconds since 1970-01-01 UTC
 * @returns its claims. Rejects with TokenFault, whose reason callers must not reveal.
 */
export async function verifySignedToken(
  token: string,
  keys: KeyRing,
  expected: Expected,
  now: number,
): Promise<SignedToken> {
  if (token.length > maxTokenLength) throw new TokenFault('malformed');
  const found: { key?: Key } = {};
  const findKey = (header: { kid?: string; alg?: string }): Key['material'] => {
    found.key = findKeyFor(header, keys);
    return found.key.material;
  };
  const { payload, isExpired } = await jwtVerify(token, findKey, {
    algorithms: keys.algorithms,
    typ: expected.typ,
    audience: 'hearthroom',
    requiredClaims: ['iss', 'iat', 'exp'],
    clockTolerance: clockToleranceS,
    currentDate: new Date(now),
  }).then(readVerified, (error: unknown) => readFailure(error, expected, now));
  const { key } = found;
  if (key === undefined || payload.iss !== key.id) throw new TokenFault('issuer');
  if (!isWellFormed(payload)) throw new TokenFault('claims');
  checkLifetime(payload, expected.maxLifetimeS, now);
  return { payload, key, isExpired };
}

/**
 * The key decides the algorithm, never the token (RFC 8725, 3.1); otherwise a public key could be used as an HMAC
 * secret.
 */
function findKeyFor(header: { kid?: string; alg?: string }, keys: KeyRing): Key {
  const key = header.kid === undefined ? undefined : keys.get(header.kid);
  if (key === undefined) throw new TokenFault('unknown-key');
  if (key.algorithm !== header.alg) throw new TokenFault('algorithm');
  return key;
}

type Read = Pick<SignedToken, 'payload' | 'isExpired'>;

const readVerified = ({ payload }: JWTVerifyResult): Read => ({ payload, isExpired: false });

function readFailure(error: unknown, { ignoresNotBefore = false }: Expected, now: number): Read {
  // jose checks `exp` last, after the signature and all other claims, and `nbf` directly before it.
  if (error instanceof errors.JWTExpired) return { payload: error.payload, isExpired: true };
  if (ignoresNotBefore && error instanceof errors.JWTClaimValidationFailed && isEarly(error))
    return { payload: error.payload, isExpired: (error.payload.exp ?? 0) <= now / 1_000 - clockToleranceS };
  throw error instanceof TokenFault ? error : new TokenFault(translate(error));
}

const isEarly = ({ claim, reason }: errors.JWTClaimValidationFailed): boolean =>
  claim === 'nbf' && reason === 'check_failed';

function translate(error: unknown): RefusalReason {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (!(error instanceof errors.JWTClaimValidationFailed)) return 'malformed';
  switch (error.claim) {
    case 'typ':
      return 'type';
    case 'aud':
      return 'audience';
    case 'nbf':
      return error.reason === 'check_failed' ? 'not-yet-valid' : 'claims';
    default:
      return 'claims';
  }
}

function checkLifetime({ iat, exp }: JWTPayload, maxLifetimeS: number, now: number): void {
  if (iat === undefined || exp === undefined || !(exp > iat)) throw new TokenFault('claims');
  if (exp - iat > maxLifetimeS) throw new TokenFault('lifetime');
  if (iat > Math.floor(now / 1_000) + clockToleranceS) throw new TokenFault('not-yet-valid');
}
