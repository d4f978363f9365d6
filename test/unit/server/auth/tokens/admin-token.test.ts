import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import { type JWTPayload, SignJWT } from 'jose';
import t from 'tap';
import { KeyRing, secretKeys } from '../../../../../server/src/auth/keys/keys.ts';
import { verifyAdminToken } from '../../../../../server/src/auth/tokens/admin-token.ts';

const key = { id: 'k', secret: 'a-secret-of-these-tests-0123456789abcdef' };
const keys = new KeyRing(secretKeys(new Map([[key.id, key.secret]])), new Uint8Array(32));
const now = () => Math.floor(Date.now() / 1_000);
const rightClaims = () => ({ iss: 'k', aud: 'hearthroom', iat: now(), exp: now() + 600 });

const sign = (claims: JWTPayload, header = {}, secret = key.secret) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'k', typ: 'hearthroom-admin+jwt', ...header })
    .sign(new TextEncoder().encode(secret));

t.test('an admin token names the key it was signed with', async (t) => {
  t.match(await verifyAdminToken(await sign(rightClaims()), keys), { keyId: 'k' });
  t.match(await verifyAdminToken(await createAdminToken({ key, ttlSeconds: 600 }), keys), { keyId: 'k' });
});

t.test('whatever is wrong with an admin token, the answer is the same', async (t) => {
  const person = { key, room: 'r', sub: 's', role: 'therapist', name: 'N' } as const;
  const wrong = {
    'an access token, even a therapist’s': await createAccessToken(person),
    'an access token under the name of an admin token': await sign({
      ...rightClaims(),
      room: 'r',
      role: 'therapist',
      name: 'N',
    }),
    'more than ten minutes of life': await sign({ ...rightClaims(), exp: now() + 601 }),
    expired: await sign({ ...rightClaims(), iat: now() - 700, exp: now() - 100 }),
    'not valid yet': await sign({ ...rightClaims(), nbf: now() + 60 }),
    'another audience': await sign({ ...rightClaims(), aud: 'x' }),
    'another issuer': await sign({ ...rightClaims(), iss: 'x' }),
    'another key': await sign(rightClaims(), {}, 'another-secret-of-these-tests-0123456789'),
    'another type': await sign(rightClaims(), { typ: 'hearthroom+jwt' }),
    nothing: '',
  };
  for (const [what, token] of Object.entries(wrong)) {
    await t.rejects(verifyAdminToken(token, keys), { code: 'unauthorized' }, what);
  }
});
