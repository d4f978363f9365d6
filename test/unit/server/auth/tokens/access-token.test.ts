import { createHmac } from 'node:crypto';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import { type JWTPayload, SignJWT } from 'jose';
import t from 'tap';
import { KeyRing, secretKeys } from '../../../../../server/src/auth/keys/keys.ts';
import { verifyAccessToken } from '../../../../../server/src/auth/tokens/access-token.ts';
import { AppError } from '../../../../../server/src/core/errors/errors.ts';

const secret = 'the-first-secret-of-these-tests-0123456789';
const otherSecret = 'the-other-secret-of-these-tests-0123456789';
const keys = new KeyRing(
  secretKeys(
    new Map([
      ['first', secret],
      ['other', otherSecret],
    ]),
  ),
  new Uint8Array(32),
);
const now = () => Math.floor(Date.now() / 1_000);
const bytes = (text: string) => new TextEncoder().encode(text);

const rightClaims = (): JWTPayload => ({
  iss: 'first',
  aud: 'hearthroom',
  sub: 'anna',
  jti: 'j-1',
  iat: now(),
  exp: now() + 600,
  room: 'r-1',
  role: 'client',
  name: 'Anna',
});
const rightHeader = { alg: 'HS256', kid: 'first', typ: 'hearthroom+jwt' };

const sign = (claims: JWTPayload, header = {}, key = secret) =>
  new SignJWT(claims).setProtectedHeader({ ...rightHeader, ...header }).sign(bytes(key));

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs any header, including those that JWT libraries refuse. */
function forge(header: object, claims: object, hash: 'sha256' | 'sha512' | null): string {
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${hash === null ? '' : createHmac(hash, secret).update(input).digest('base64url')}`;
}

async function codeOf(token: string): Promise<string> {
  const error: unknown = await verifyAccessToken(token, keys).then(
    () => 'accepted',
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error.code;
  return String(error);
}

t.test('a valid token names the participant and room, with the role’s defaults', async (t) => {
  const { roomId, claims, jti, keyId, issuedAt, expiresAt } = await verifyAccessToken(await sign(rightClaims()), keys);
  t.match({ roomId, jti, keyId }, { roomId: 'r-1', jti: 'j-1', keyId: 'first' });
  t.equal(expiresAt - issuedAt, 600_000);
  t.same(claims, {
    sub: 'anna',
    name: 'Anna',
    label: null,
    role: 'client',
    waitingRoom: 'required',
    grants: {
      publishMicrophone: true,
      publishCamera: true,
      publishScreen: false,
      subscribe: true,
      canAdmit: false,
      canModerate: false,
      canEnd: false,
      canExtend: false,
      canSeeLabels: false,
      chat: true,
      canRename: false,
    },
  });
});

t.test('a token may narrow and widen its role, and send anybody to the waiting room or past it', async (t) => {
  const token = await sign({
    ...rightClaims(),
    role: 'therapist',
    label: 'W., chief',
    grants: { canEnd: false },
    waitingRoom: 'required',
  });
  const { claims } = await verifyAccessToken(token, keys);
  t.match(claims, {
    label: 'W., chief',
    waitingRoom: 'required',
    grants: { canEnd: false, canExtend: false, canAdmit: true },
  });
  const widened = await verifyAccessToken(
    await sign({ ...rightClaims(), grants: { publishScreen: true }, waitingRoom: 'bypass' }),
    keys,
  );
  t.match(widened.claims, { waitingRoom: 'bypass', grants: { publishScreen: true, chat: true } });
  const extending = await verifyAccessToken(await sign({ ...rightClaims(), grants: { canExtend: true } }), keys);
  t.match(extending.claims.grants, { canEnd: false, canExtend: true }, 'to extend may be granted alone');
});

t.test('tokens of every key are accepted, with the id of that key', async (t) => {
  const { keyId } = await verifyAccessToken(
    await sign({ ...rightClaims(), iss: 'other' }, { kid: 'other' }, otherSecret),
    keys,
  );
  t.equal(keyId, 'other');
});

t.test('whatever is wrong with a token, the answer is the same', async (t) => {
  const claims = rightClaims();
  const { jti: _jti, ...withoutJti } = claims;
  const { exp: _exp, ...withoutExp } = claims;
  const { iat: _iat, ...withoutIat } = claims;
  const { sub: _sub, ...withoutSub } = claims;
  const { aud: _aud, ...withoutAud } = claims;
  const wrong: Record<string, string> = {
    'no token at all': '',
    'not a token': 'a.b.c',
    'alg none': forge({ ...rightHeader, alg: 'none' }, claims, null),
    'alg none with a signature': forge({ ...rightHeader, alg: 'none' }, claims, 'sha256'),
    'another algorithm with the same key': forge({ ...rightHeader, alg: 'HS512' }, claims, 'sha512'),
    'a critical header that nobody knows': forge({ ...rightHeader, crit: ['x'], x: 1 }, claims, 'sha256'),
    'signed with another key': await sign(claims, {}, otherSecret),
    'an unknown key id': await sign({ ...claims, iss: 'third' }, { kid: 'third' }),
    'no key id': forge({ alg: 'HS256', typ: 'hearthroom+jwt' }, claims, 'sha256'),
    'issued by another key than signed': await sign({ ...claims, iss: 'other' }),
    'another type': await sign(claims, { typ: 'JWT' }),
    'no type': forge({ alg: 'HS256', kid: 'first' }, claims, 'sha256'),
    'an admin token': await createAdminToken({ key: { id: 'first', secret } }),
    'another audience': await sign({ ...claims, aud: 'elsewhere' }),
    'two audiences': await sign({ ...claims, aud: ['hearthroom', 'elsewhere'] }),
    'no audience': await sign(withoutAud),
    'no expiry': await sign(withoutExp),
    'no time of issue': await sign(withoutIat),
    'no id of its own': await sign(withoutJti),
    'no identity': await sign(withoutSub),
    'an empty identity': await sign({ ...claims, sub: '' }),
    'more than a day of life': await sign({ ...claims, exp: now() + 86_401 }),
    'issued in the future, so that it lives longer': await sign({ ...claims, iat: now() + 3_600, exp: now() + 7_200 }),
    'expired before it was issued': await sign({ ...claims, iat: now(), exp: now() - 1 }),
    'not valid yet': await sign({ ...claims, nbf: now() + 60 }),
    'an unknown role': await sign({ ...claims, role: 'admin' }),
    'no room': await sign({ ...claims, room: '' }),
    'a room that is no word': await sign({ ...claims, room: '../r-1' }),
    'an empty name': await sign({ ...claims, name: '' }),
    'a name that nobody sees': await sign({ ...claims, name: '   ' }),
    'a name that turns the text around it': await sign({ ...claims, name: 'Anna\u202erebeW .rD' }),
    'a name of more than 80 characters': await sign({ ...claims, name: 'n'.repeat(81) }),
    'a label of more than 120 characters': await sign({ ...claims, label: 'l'.repeat(121) }),
    'a grant that there is not': await sign({ ...claims, grants: { canFly: true } }),
    'a grant that is not true or false': await sign({ ...claims, grants: { chat: 'yes' } }),
    'a misspelt claim': await sign({ ...claims, waitingroom: 'required' }),
    'a client who could admit': await sign({ ...claims, grants: { canAdmit: true } }),
    'an observer who could admit': await sign({ ...claims, role: 'observer', grants: { canAdmit: true } }),
    'more than 8 KiB': await sign({ ...claims, label: 'l'.repeat(9_000) }),
    'expired and for another audience': await sign({ ...claims, iat: now() - 700, exp: now() - 100, aud: 'elsewhere' }),
    'expired and with a role that there is not': await sign({
      ...claims,
      iat: now() - 700,
      exp: now() - 100,
      role: 'x',
    }),
    'expired and signed with another key': await sign(
      { ...claims, iat: now() - 700, exp: now() - 100 },
      {},
      otherSecret,
    ),
  };
  for (const [what, token] of Object.entries(wrong)) t.equal(await codeOf(token), 'token-invalid', what);
  const answers = await Promise.all(
    Object.values(wrong).map((token) => verifyAccessToken(token, keys).catch((error: unknown) => String(error))),
  );
  t.equal(new Set(answers).size, 1, 'also by its words');
});

t.test(
  'a token that is valid except for its expiry gets its own error, so that its owner can get a new one',
  async (t) => {
    t.equal(await codeOf(await sign({ ...rightClaims(), iat: now() - 700, exp: now() - 100 })), 'token-expired');
  },
);

t.test('clocks may differ by some seconds', async (t) => {
  const early = { iat: now() + 5, nbf: now() + 5, exp: now() + 605 };
  t.equal(await codeOf(await sign({ ...rightClaims(), ...early })), 'accepted');
  t.equal(await codeOf(await sign({ ...rightClaims(), iat: now() - 605, exp: now() - 5 })), 'accepted');
});

t.test('what the SDK makes is accepted', async (t) => {
  const token = await createAccessToken({
    key: { id: 'first', secret },
    room: 'r-1',
    sub: 'weber',
    role: 'therapist',
    name: 'Dr. Weber',
    label: 'W.',
    ttlSeconds: 86_400,
  });
  const { claims, roomId } = await verifyAccessToken(token, keys);
  t.match({ roomId, ...claims }, { roomId: 'r-1', sub: 'weber', name: 'Dr. Weber', label: 'W.', role: 'therapist' });
});

t.test('a token with ill-formed Unicode in a claim is refused', async (t) => {
  for (const claim of ['sub', 'jti', 'name', 'label']) {
    for (const text of ['anna\ud800', '\udc00anna', 'an\ude00na']) {
      const token = await sign({ ...rightClaims(), [claim]: text });
      await t.rejects(verifyAccessToken(token, keys), { code: 'token-invalid', why: 'claims' }, claim);
    }
    await t.resolves(verifyAccessToken(await sign({ ...rightClaims(), [claim]: 'anna\u{1f33b}' }), keys));
  }
  const json = Buffer.from(JSON.stringify({ ...rightClaims(), sub: 'annX' }), 'latin1');
  json[json.indexOf('annX') + 3] = 0xff;
  const input = `${part(rightHeader)}.${json.toString('base64url')}`;
  const signature = createHmac('sha256', secret).update(input).digest('base64url');
  await t.rejects(verifyAccessToken(`${input}.${signature}`, keys), { code: 'token-invalid', why: 'malformed' });
});

t.test(
  'a token with a claim that is nested deeper than the call stack is refused, and nothing else fails',
  async (t) => {
    // The deepest nesting that a token's length allows.
    const depth = 2_900;
    const claims = JSON.stringify(rightClaims()).replace(
      /}$/,
      `,"x":${'['.repeat(depth)}"\\ud800"${']'.repeat(depth)}}`,
    );
    const input = `${part(rightHeader)}.${Buffer.from(claims).toString('base64url')}`;
    const token = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    t.ok(token.length <= 8_192);
    await t.rejects(verifyAccessToken(token, keys), { code: 'token-invalid', why: 'claims' });
  },
);
