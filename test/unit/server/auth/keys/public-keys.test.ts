import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import { SignJWT } from 'jose';
import t from 'tap';
import { type Key, KeyRing, secretKeys } from '../../../../../server/src/auth/keys/keys.ts';
import { readPublicKey } from '../../../../../server/src/auth/keys/public-key.ts';
import { verifyAccessToken } from '../../../../../server/src/auth/tokens/access-token.ts';
import { verifyAdminToken } from '../../../../../server/src/auth/tokens/admin-token.ts';
import { mintAccessToken } from '../../../../../server/src/auth/tokens/mint.ts';
import { ed25519Pair, p256Pair } from '../../../../support/server/keys/key-pairs.ts';

const portal = ed25519Pair();
const app = p256Pair();
const secret = 'a-secret-of-these-tests-0123456789abcdef';
const ring = (...keys: Key[]) => new KeyRing(keys, new Uint8Array(32).fill(7));
const keys = ring(
  ...secretKeys(new Map([['clinic', secret]])),
  { id: 'portal', ...readPublicKey(portal.publicPem) },
  { id: 'app', ...readPublicKey({ ...app.publicKey.export({ format: 'jwk' }) }) },
);
const person = { room: 'r-1', sub: 'anna', role: 'client', name: 'Anna' } as const;
const now = () => Math.floor(Date.now() / 1_000);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = { alg: 'HS256', kid: 'portal', typ: 'hearthroom+jwt' };
const claimsOf = (iss: string) => ({
  ...{ iss, aud: 'hearthroom', jti: 'j', iat: now(), exp: now() + 60 },
  ...person,
});

t.test('a token signed with a private key is good where the public one is known', async (t) => {
  for (const [id, { privatePem, privateKey }] of Object.entries({ portal, app })) {
    for (const key of [
      { id, privateKey: privatePem },
      { id, privateKey },
    ]) {
      t.match(await verifyAccessToken(await createAccessToken({ key, ...person }), keys), { keyId: id, roomId: 'r-1' });
      t.match(await verifyAdminToken(await createAdminToken({ key }), keys), { keyId: id });
    }
  }
  t.match(await verifyAccessToken(await createAccessToken({ key: { id: 'clinic', secret }, ...person }), keys), {
    keyId: 'clinic',
  });
});

t.test('a public key is no secret: an HMAC made with it opens nothing', async (t) => {
  const der = portal.publicKey.export({ type: 'spki', format: 'der' });
  const raw = Buffer.from(portal.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  for (const bytes of [portal.publicPem, portal.publicPem.trim(), der, raw]) {
    const input = `${part(header)}.${part(claimsOf('portal'))}`;
    const forged = `${input}.${createHmac('sha256', bytes).update(input).digest('base64url')}`;
    await t.rejects(verifyAccessToken(forged, keys), { code: 'token-invalid', why: 'algorithm' });
    await t.rejects(verifyAccessToken(forged, ring({ id: 'portal', ...readPublicKey(portal.publicPem) })), {
      code: 'token-invalid',
    });
  }
});

t.test('the algorithm is the key’s, whatever a token says', async (t) => {
  const sign = (alg: string, kid: string, key: typeof portal.privateKey | Uint8Array) =>
    new SignJWT(claimsOf(kid)).setProtectedHeader({ ...header, alg, kid }).sign(key);
  const none = `${part({ ...header, alg: 'none' })}.${part(claimsOf('portal'))}.`;
  const wrong: Record<string, string> = {
    'none, without a signature': none,
    'another curve under the same id': await sign('ES256', 'portal', app.privateKey),
    'an Ed25519 signature under the id of a P-256 key': await sign('EdDSA', 'app', portal.privateKey),
    'a secret’s algorithm under the id of a public key': await sign('HS256', 'app', new TextEncoder().encode(secret)),
    'a signature under the id of a secret': await sign('EdDSA', 'clinic', portal.privateKey),
    'the other name of the same algorithm': await sign('Ed25519', 'portal', portal.privateKey),
  };
  for (const [what, token] of Object.entries(wrong))
    await t.rejects(verifyAccessToken(token, keys), { code: 'token-invalid', why: 'algorithm' }, what);
  const stranger = ed25519Pair().privateKey;
  await t.rejects(verifyAccessToken(await sign('EdDSA', 'portal', stranger), keys), {
    code: 'token-invalid',
    why: 'signature',
  });
});

t.test('keys that are weak, of another kind, or private are refused with the mend', async (t) => {
  const pem = (type: 'rsa' | 'ed448') =>
    (type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2_048 }) : generateKeyPairSync('ed448')).publicKey
      .export({ type: 'spki', format: 'pem' })
      .toString();
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' });
  const okp = (hex: string) => ({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(hex, 'hex').toString('base64url') });
  const wrong: [string | Record<string, unknown>, RegExp][] = [
    [pem('rsa'), /neither Ed25519 nor P-256; make a pair with `openssl genpkey -algorithm ed25519/],
    [pem('ed448'), /neither Ed25519 nor P-256/],
    [{ ...p384 }, /neither Ed25519 nor P-256/],
    [portal.privatePem, /is a private key; keep that one to yourself/],
    [{ ...portal.privateKey.export({ format: 'jwk' }) }, /private or secret JWK/],
    [{ kty: 'oct', k: 'AAAA' }, /private or secret JWK/],
    [{ ...portal.publicKey.export({ format: 'jwk' }), alg: 'HS256' }, /another algorithm than EdDSA/],
    ['rubbish', /not PEM/],
    ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', /not a key that can be read/],
    [{ kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }, /not a key that can be read/],
    [okp(`01${'00'.repeat(31)}`), /signatures can be forged/],
    [okp('00'.repeat(32)), /signatures can be forged/],
    [okp(`ec${'ff'.repeat(31)}`), /signatures can be forged/],
  ];
  for (const [source, message] of wrong) t.throws(() => readPublicKey(source), { message }, String(message));
});

t.test('the server mints with secrets alone, and each key has its own derived ids', async (t) => {
  const noted: unknown[] = [];
  const access = { noteToken: async (token: unknown) => void noted.push(token) };
  await t.rejects(mintAccessToken({ keys, access }, 'r-1', person, 'portal'), { code: 'not-allowed' });
  const { token } = await mintAccessToken({ keys, access }, 'r-1', person);
  t.match(await verifyAccessToken(token, keys), { keyId: 'clinic' });
  t.same(noted, [{ roomId: 'r-1', role: 'client', apiKeyId: undefined }], 'the one that was made is noted');
  const derived = ['clinic', 'portal', 'app'].map((id) => keys.derive(id, 'room:1'));
  t.equal(new Set(derived).size, 3);
  t.equal(keys.derive('portal', 'room:1'), derived[1]);
  t.not(new KeyRing([], new Uint8Array(32)).derive('portal', 'room:1'), derived[1], 'another server’s differ');
});

t.test('exchanging keys says what came, went and changed; a key that stays is the same one', async (t) => {
  const changing = ring(
    ...secretKeys(
      new Map([
        ['clinic', secret],
        ['old', `${secret}-old`],
      ]),
    ),
    {
      id: 'portal',
      ...readPublicKey(portal.publicPem),
    },
  );
  const before = changing.get('clinic');
  const same = changing.get('portal');
  const next: Key[] = [
    ...secretKeys(
      new Map([
        ['clinic', secret],
        ['new', `${secret}-new`],
      ]),
    ),
    { id: 'portal', ...readPublicKey(portal.publicPem) },
  ];
  t.same(changing.replace(next), { added: ['new'], removed: ['old'], changed: [] });
  t.equal(changing.get('clinic'), before);
  t.equal(changing.get('portal'), same);
  const others: Key[] = [
    ...secretKeys(new Map([['clinic', `${secret}!`]])),
    { id: 'portal', ...readPublicKey(ed25519Pair().publicPem) },
  ];
  t.same(changing.replace(others), { added: [], removed: ['new'], changed: ['clinic', 'portal'] });
});
