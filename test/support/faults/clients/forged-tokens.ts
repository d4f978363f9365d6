/** Tokens as somebody would make them who has no right to: each is a good one but for one thing. */
import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import { ed25519Pair } from '../../server/key-pairs.ts';
import { testKey } from '../../server/test-server.ts';

export interface Forgery {
  header?: Record<string, string>;
  claims?: Record<string, unknown>;
  /** Seconds from the moment in which it is made. */
  times?: { iat?: number; nbf?: number; exp?: number };
  /** Signed with these bytes instead of the key's. */
  secret?: string;
  /** Why the audit log says it was refused. */
  why: string;
}

/** A backend that signs alone: the server has its public key, which is no secret. */
export const portal = ed25519Pair();
/** A key that is taken out of the server's file while it runs. */
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

/** Everything about a good token of a therapist, but for what is given. */
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
    // No library makes this one.
    const input = `${encode(protectedHeader)}.${encode(payload)}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  }
  const key = new TextEncoder().encode(secret ?? testKey.secret);
  return await new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key);
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Was good for ten minutes, ten minutes ago. */
export const expired: Forgery = { times: { iat: -1_200, nbf: -1_200, exp: -600 }, why: 'expired' };

/** Signed with the key that is about to leave. */
export const ofLeavingKey: Partial<Forgery> = {
  header: { kid: leavingKey.id },
  claims: { iss: leavingKey.id, sub: 'leaving' },
  secret: leavingKey.secret,
};
