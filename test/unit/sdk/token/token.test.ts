import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type AccessTokenOptions, createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import t from 'tap';
import { ed25519Pair, p256Pair } from '../../../support/server/keys/key-pairs.ts';

const key = { id: 'k', secret: 'a-secret-of-these-tests-0123456789abcdef' };
const anna = { key, room: 'r-1', sub: 'anna', role: 'client', name: 'Anna' } as const;

t.test('an access token holds what was asked for, and nothing that was not', async (t) => {
  const token = await createAccessToken({ ...anna, ttlSeconds: 60, grants: { chat: false } });
  t.same(decodeProtectedHeader(token), { alg: 'HS256', kid: 'k', typ: 'hearthroom+jwt' });
  const { jti, iat = 0, nbf, exp = 0, ...claims } = decodeJwt(token);
  t.same(claims, {
    iss: 'k',
    aud: 'hearthroom',
    room: 'r-1',
    sub: 'anna',
    role: 'client',
    name: 'Anna',
    grants: { chat: false },
  });
  t.equal(exp - iat, 60);
  t.equal(nbf, iat);
  t.type(jti, 'string');
});

t.test('no two tokens are the same', async (t) => {
  t.not(await createAccessToken(anna), await createAccessToken(anna));
});

t.test('an access token lives for an hour, an admin token for a minute, unless told otherwise', async (t) => {
  const lifetime = (token: string) => (decodeJwt(token).exp ?? 0) - (decodeJwt(token).iat ?? 0);
  t.equal(lifetime(await createAccessToken(anna)), 3_600);
  t.equal(lifetime(await createAdminToken({ key })), 60);
});

t.test('errors name the invalid option and never quote a secret', async (t) => {
  const secret = 'too-short';
  await t.rejects(createAccessToken({ ...anna, key: { id: 'k', secret } }), {
    name: 'TypeError',
    message: /^key\.secret: has 9 bytes, at least 32/,
  });
  await createAccessToken({ ...anna, key: { id: 'k', secret } }).catch((error: Error) =>
    t.notMatch(error.message, secret),
  );
  const wrong: [unknown, RegExp][] = [
    [{ ...anna, role: 'admin' }, /^role: must be one of therapist, cotherapist, client, observer/],
    [{ ...anna, sub: '' }, /^sub: /],
    [{ ...anna, sub: undefined }, /^sub: /],
    [{ ...anna, name: ' ' }, /^name: must have a letter/],
    [{ ...anna, room: 'my room' }, /^room: is not the id of a room/],
    [{ ...anna, key: { id: '', secret: key.secret } }, /^key\.id: /],
    [{ ...anna, ttlSeconds: 86_401 }, /^ttlSeconds: /],
    [{ ...anna, ttlSeconds: 1.5 }, /^ttlSeconds: /],
    [{ ...anna, waitingroom: 'bypass' }, /^waitingroom: there is no such option/],
    [{ ...anna, grants: { canFly: true } }, /^grants\.canFly: there is no such option/],
    [{ ...anna, grants: { canAdmit: true } }, /^grants\.canAdmit: only a therapist or a cotherapist/],
  ];
  for (const [options, message] of wrong) {
    // What a caller without types may pass.
    const untyped = options as AccessTokenOptions;
    await t.rejects(createAccessToken(untyped), { name: 'TypeError', message }, String(message));
  }
  await t.rejects(createAdminToken({ key, ttlSeconds: 601 }), { message: /^ttlSeconds: an admin token lives/ });
});

t.test('with a private key it signs as that key can, and the public half verifies it', async (t) => {
  for (const [alg, pair] of [
    ['EdDSA', ed25519Pair()],
    ['ES256', p256Pair()],
  ] as const) {
    for (const privateKey of [pair.privatePem, pair.privateKey]) {
      const token = await createAccessToken({ ...anna, key: { id: 'portal', privateKey } });
      t.same(decodeProtectedHeader(token), { alg, kid: 'portal', typ: 'hearthroom+jwt' });
      const { payload } = await jwtVerify(token, pair.publicKey, { algorithms: [alg] });
      t.match(payload, { iss: 'portal', sub: 'anna' });
    }
    t.match(decodeProtectedHeader(await createAdminToken({ key: { id: 'portal', privateKey: pair.privateKey } })), {
      alg,
    });
  }
});

t.test('an invalid or unsupported private key is reported and never quoted', async (t) => {
  const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
  const sealed = ed25519Pair().privateKey.export({
    ...({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc' } as const),
    passphrase: 'canary',
  });
  const wrong: [unknown, RegExp][] = [
    [{ id: 'p', privateKey: 'canary' }, /^key\.privateKey: is not a private key in PEM/],
    [{ id: 'p', privateKey: String(sealed) }, /without a passphrase/],
    [{ id: 'p', privateKey: ed25519Pair().publicKey }, /^key\.privateKey: is not a private key/],
    [{ id: 'p', privateKey: pem(rsa) }, /neither Ed25519 nor P-256/],
    [{ id: 'p', privateKey: undefined }, /^key\.privateKey: is not a private key/],
    [{ id: 'p', privateKey: ed25519Pair().privatePem, secret: key.secret }, /^key: give secret or privateKey/],
  ];
  for (const [wrongKey, message] of wrong) {
    const untyped = { ...anna, key: wrongKey } as AccessTokenOptions;
    await t.rejects(createAccessToken(untyped), { name: 'TypeError', message }, String(message));
    await createAccessToken(untyped).catch((error: Error) => t.notMatch(error.message, /canary|BEGIN/));
  }
});

t.test('no token is made of ill-formed Unicode', async (t) => {
  for (const name of ['sub', 'name', 'label'])
    await t.rejects(createAccessToken({ ...anna, [name]: 'anna\ud800' }), {
      name: 'TypeError',
      message: `${name}: must be well-formed Unicode, without lone surrogates`,
    });
});
