/** Tokens as an attacker without the key or the right would make them: each is valid except for one property. */
import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import { ed25519Pair } from '../../server/keys/key-pairs.ts';
import { testKey } from '../../server/test-server.ts';

export interface Forgery {
  header?: Record<string, string>;
  claims?: Record<string, unknown>;
  /** Seconds relative to the time when it is made. */
  times?: { iat?: number; nbf?: number; exp?: number };
  /** Signs with these bytes instead of the key's secret. */
  secret?: string;
  /** The reason for the refusal in the audit log. */
  why: string;
}

/** A backend that holds the private key alone: the server has only its public key. */
export const portal = ed25519Pair();
/** A key that is removed from the server's key file while the server runs. */
export const leavingKey = { id: 'leaving', secret: 'a-secret-that-leaves-0123456789abcdefghij' };

export const forgeries: Record<string, Forgery> = {
  'alg none': { header: { alg: 'none' }, why: 'algorithm' },
  'alg HS512': { header: { alg: 'HS512' }, why: 'algorithm' },
  'an HMAC made with a public key': {
    header: { kid: 'portal' },
    claims: { iss: 'portal' },
    secret: portal.publicPem,
    why: 'algorithm',
  },
  'another audience': { claims: { aud: 'elsewhere' }, why: 'audience' },
  'another issuer': { claims: { iss: 'elsewhere' }, why: 'issuer' },
  'another type': { header: { typ: 'JWT' }, why: 'type' },
  'an admin token': { header: { typ: 'hearthroom-admin+jwt' }, why: 'type' },
  'a room that isn’t there': { claims: { room: 'r-nowhere' }, why: 'unknown-room' },
  'an unknown key': { header: { kid: 'elsewhere' }, claims: { iss: 'elsewhere' }, why: 'unknown-key' },
  'another secret': { secret: 'another-secret-of-more-than-32-bytes-0123', why: 'signature' },
  'not yet valid': { times: { nbf: 300 }, why: 'not-yet-valid' },
  'from the future': { times: { iat: 300, exp: 600 }, why: 'not-yet-valid' },
  'too long a life': { times: { exp: 172_800 }, why: 'lifetime' },
  'a client who admits': { claims: { role: 'client', grants: { canAdmit: true } }, why: 'claims' },
};

/** A valid token of a therapist, except for the given properties. */
export async function forge(
  room: string,
  { header = {}, claims = {}, times, secret }: Partial<Forgery> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const { iat, nbf, exp } = { iat: 0, nbf: 0, exp: 600, ...times };
  const protectedHeader = { alg: 'HS256', kid: testKey.id, typ: 'hearthroom+jwt', ...header };
  const payload = {
    ...{ iss: testKey.id, aud: 'hearthroom', sub: 'mallory', jti: crypto.randomUUID() },
    ...{ iat: now + iat, nbf: now + nbf, exp: now + exp, room, role: 'therapist', name: 'Mallory' },
    ...claims,
  };
  if (protectedHeader.alg === 'none') return `${encode(protectedHeader)}.${encode(payload)}.`;
  if (secret === portal.publicPem) {
    // JWT libraries refuse to make this one.
    const input = `${encode(protectedHeader)}.${encode(payload)}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  }
  const key = new TextEncoder().encode(secret ?? testKey.secret);
  return await new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key);
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Was valid for ten minutes and expired ten minutes ago. */
export const expired: Forgery = { times: { iat: -1_200, nbf: -1_200, exp: -600 }, why: 'expired' };

/** Signed with the key that is about to be removed. */
export const ofLeavingKey: Partial<Forgery> = {
  header: { kid: leavingKey.id },
  claims: { iss: leavingKey.id, sub: 'leaving' },
  secret: leavingKey.secret,
};
