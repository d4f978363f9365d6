import { SignJWT } from 'jose';
import t from 'tap';
import { KeyRing, secretKeys } from '../../../../../server/src/auth/keys/keys.ts';
import { verifyAccessToken } from '../../../../../server/src/auth/tokens/access-token.ts';
import { verifyAdminToken } from '../../../../../server/src/auth/tokens/admin-token.ts';
import { AppError } from '../../../../../server/src/core/errors/errors.ts';

const key = { id: 'k', secret: 'a-secret-of-these-tests-0123456789abcdef' };
const keys = new KeyRing(secretKeys(new Map([[key.id, key.secret]])), new Uint8Array(32));
/** The server's clock, in seconds. docs/security.md states the leeway. */
const clock = 1_800_000_000;
const leeway = 15;

const sign = (times: { iat: number; exp: number; nbf?: number }, typ: string, more: object = {}) =>
  new SignJWT({ iss: 'k', aud: 'hearthroom', jti: 'j', ...more, ...times })
    .setProtectedHeader({ alg: 'HS256', kid: 'k', typ })
    .sign(new TextEncoder().encode(key.secret));

const person = { room: 'r-1', sub: 'anna', role: 'client', name: 'Anna' };

/** The answer to both kinds of tokens at this time. */
async function answersAt(times: { iat: number; exp: number; nbf?: number }, nowMs = clock * 1_000): Promise<string[]> {
  const outcomeOf = (verified: Promise<unknown>) =>
    verified.then(
      () => 'good',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
  return [
    await outcomeOf(verifyAccessToken(await sign(times, 'hearthroom+jwt', person), keys, nowMs)),
    await outcomeOf(verifyAdminToken(await sign(times, 'hearthroom-admin+jwt'), keys, nowMs)),
  ];
}

const good = ['good', 'good'];
const refused = ['token-invalid', 'unauthorized'];

t.test('a token of an issuer whose clock is ahead is good up to the leeway, and not a second beyond', async (t) => {
  t.same(await answersAt({ iat: clock + leeway, exp: clock + 300 }), good);
  t.same(await answersAt({ iat: clock + leeway + 1, exp: clock + 300 }), refused);
  t.same(await answersAt({ iat: clock, nbf: clock + leeway, exp: clock + 300 }), good);
  t.same(await answersAt({ iat: clock, nbf: clock + leeway + 1, exp: clock + 300 }), refused);
});

t.test('a token is good for less than the leeway after it expired', async (t) => {
  t.same(await answersAt({ iat: clock - 300, exp: clock - leeway + 1 }), good);
  t.same(await answersAt({ iat: clock - 300, exp: clock - leeway }), ['token-expired', 'unauthorized']);
});

t.test('within a second the token’s whole seconds decide', async (t) => {
  t.same(await answersAt({ iat: clock - 300, exp: clock - leeway + 1 }, clock * 1_000 + 999), good);
  t.same(await answersAt({ iat: clock + leeway, exp: clock + 300 }, clock * 1_000 + 999), good);
});

t.test('the leeway does not extend the maximum lifetime: a day for participants, ten minutes for admins', async (t) => {
  t.same(await answersAt({ iat: clock, exp: clock + 600 }), good);
  t.same(await answersAt({ iat: clock, exp: clock + 601 }), ['good', 'unauthorized']);
  t.same(await answersAt({ iat: clock, exp: clock + 86_400 }), ['good', 'unauthorized']);
  t.same(await answersAt({ iat: clock, exp: clock + 86_401 }), refused);
});
