import { Readable } from 'node:stream';
import { createAdminToken } from '@hearthroom/sdk/token';
import { decodeJwt } from 'jose';
import t from 'tap';
import { secondKey, startRest, testKey } from '../../../../support/server/rest/rest-server.ts';

const anna = { sub: 'canary-sub', role: 'client', name: 'Anna' } as const;
const path = '/v1/revocations';

t.test('a token is revoked by its id: answered, listed, taken back', async (t) => {
  const { call, createRoom, auth } = await startRest(t);
  const id = await createRoom();
  const { body: minted } = await call('POST', `/v1/rooms/${id}/tokens`, { body: anna });
  const token = String(minted.token);
  const { jti } = decodeJwt(token);
  const answer = await call('POST', path, { body: { jti } });
  t.match(answer, { status: 201, body: { id: /^v-/, jti, createdAt: /Z$/, expiresAt: /Z$/ } });
  t.notOk('issuedBefore' in answer.body);
  await t.rejects(auth.tokens.verifyAccess(token), { code: 'token-invalid' });
  t.match(await call('POST', path, { body: { jti } }), { status: 200, body: { id: answer.body.id } });
  t.match(await call('GET', path), {
    status: 200,
    body: { revocations: [{ id: answer.body.id, jti }], nextCursor: null },
  });
  t.equal((await call('DELETE', `${path}/${answer.body.id}`)).status, 204);
  t.match(await call('DELETE', `${path}/${answer.body.id}`), { status: 404, body: { code: 'not-found' } });
  await auth.tokens.verifyAccess(token);
});

t.test('by identity, by room and by key, page by page, newest first', async (t) => {
  const { call, createRoom } = await startRest(t);
  const id = await createRoom();
  const issuedBefore = new Date(Date.now() - 60_000).toISOString();
  const bodies = [
    { roomId: id, identity: anna.sub },
    { roomId: id, issuedBefore },
    { keyId: secondKey.id, issuedBefore },
  ];
  for (const body of bodies) t.match(await call('POST', path, { body }), { status: 201, body });
  const told: Record<string, unknown>[] = [];
  let cursor = '';
  do {
    const { body } = await call('GET', `${path}?limit=1${cursor}`);
    const { revocations, nextCursor } = body as { revocations: typeof told; nextCursor: string | null };
    told.push(...revocations);
    cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`;
  } while (cursor !== '');
  t.equal(told.length, 3);
  for (const body of bodies)
    t.ok(told.some((one) => Object.entries(body).every(([name, value]) => one[name] === value)));
  t.match(await call('GET', `${path}?cursor=rubbish`), { status: 400, body: { code: 'invalid-params' } });
});

t.test('a revocation that is ambiguous, or names nothing, is refused and named', async (t) => {
  const { call, createRoom } = await startRest(t);
  const id = await createRoom();
  const issuedBefore = new Date().toISOString();
  const unclear = /^body: give jti alone/;
  const wrong: [object, number, RegExp][] = [
    [{}, 400, unclear],
    [{ roomId: id }, 400, unclear],
    [{ identity: 'anna' }, 400, unclear],
    [{ issuedBefore }, 400, unclear],
    [{ keyId: testKey.id }, 400, unclear],
    [{ jti: 'j', roomId: id, identity: 'anna' }, 400, unclear],
    [{ roomId: id, identity: 'anna', issuedBefore }, 400, unclear],
    [{ jti: '' }, 400, /^body\.jti/],
    [{ sub: 'anna' }, 400, /has no field sub/],
    [{ roomId: id, issuedBefore: 'yesterday' }, 400, /^body\.issuedBefore/],
    [
      { roomId: id, issuedBefore: '2016-12-31T23:59:60Z' },
      400,
      /^body\.issuedBefore: is not an existing date and time/,
    ],
    [{ roomId: id, issuedBefore: new Date(Date.now() + 60_000).toISOString() }, 400, /must not be in the future/],
    [{ roomId: 'r-nowhere', identity: 'anna' }, 404, /./],
    [{ keyId: 'nobody', issuedBefore }, 404, /no API key/],
  ];
  for (const [body, status, message] of wrong)
    t.match(await call('POST', path, { body }), { status, body: { message } });
  await call('POST', `/v1/rooms/${id}/end`);
  t.match(await call('POST', path, { body: { roomId: id, identity: 'anna' } }), { status: 410 });
  t.match(await call('GET', path), { body: { revocations: [] } });
});

t.test('admin tokens can be taken back as well, and are then told nothing new', async (t) => {
  const { call } = await startRest(t);
  const token = await createAdminToken({ key: secondKey });
  t.equal((await call('GET', path, { token })).status, 200);
  await call('POST', path, { body: { jti: decodeJwt(token).jti } });
  const refused = await call('GET', path, { token });
  const rubbish = await call('GET', path, { token: 'rubbish' });
  t.equal(refused.status, 401);
  const { correlationId: _a, ...told } = refused.body;
  const { correlationId: _b, ...likewise } = rubbish.body;
  t.same(told, likewise);
});

t.test(
  'a revocation is in the audit log with the seat that it is about, and nowhere with a name or a token’s id',
  async (t) => {
    const { call, createRoom, join, logged } = await startRest(t);
    const id = await createRoom();
    const { seatId } = await join(id, anna);
    await call('POST', path, { body: { roomId: id, identity: anna.sub } });
    await call('POST', path, { body: { jti: 'canary-jti' } });
    const { text } = await call('GET', '/v1/audit');
    t.match(text, new RegExp(`"roomId":"${id}","seatId":"${seatId}","seq":\\d+,"what":"revocation.added"`));
    t.notMatch(text, 'canary');
    t.notMatch(logged.join(), 'canary');
  },
);

t.test('keys are listed without their secrets; without a key file there is nothing to read anew', async (t) => {
  const { call } = await startRest(t);
  const { body, text } = await call('GET', '/v1/keys');
  t.same(body, { keys: [testKey, secondKey].map(({ id }) => ({ id, algorithm: 'HS256' })) });
  t.notMatch(text, testKey.secret);
  t.match(await call('POST', '/v1/keys/reload'), {
    status: 422,
    body: { code: 'key-file-invalid', message: /HEARTHROOM_KEYS_FILE is not set/ },
  });
});

t.test('a key that is taken back while a request’s body is still coming opens nothing', async (t) => {
  const { fastify, auth, registry } = await startRest(t);
  const url = '/v1/rooms';
  const authorization = `Bearer ${await createAdminToken({ key: testKey })}`;
  const send = (whileComing: () => void) => {
    const payload = new Readable({
      read() {
        whileComing();
        this.push('{}');
        this.push(null);
      },
    });
    const headers = { authorization, 'content-type': 'application/json' };
    return fastify.inject({ method: 'POST', url, headers, payload });
  };
  t.equal((await send(() => {})).statusCode, 201);
  const issuedBefore = Date.now() + 60_000;
  const late = await send(() =>
    auth.revocations.add({ target: { kind: 'key', keyId: testKey.id }, issuedBefore, apiKeyId: secondKey.id }),
  );
  t.match(late.json(), { code: 'unauthorized' });
  t.equal((await registry.listRecords({ limit: 10, cursor: null })).records.length, 1);
});

t.test('ill-formed Unicode names nobody: what is stored as UTF-8 would revoke others too', async (t) => {
  const { call, createRoom, auth } = await startRest(t);
  const roomId = await createRoom();
  const refused = { status: 400, body: { code: 'invalid-params' } };
  for (const lone of ['\\ud800', '\\udc00']) {
    t.match(await call('POST', path, { body: `{"jti":"token-${lone}"}` }), refused);
    t.match(await call('POST', path, { body: `{"roomId":"${roomId}","identity":"anna${lone}"}` }), refused);
    const body = `{"sub":"anna${lone}","role":"client","name":"Anna"}`;
    t.match(await call('POST', `/v1/rooms/${roomId}/tokens`, { body }), refused);
  }
  t.same((await auth.revocations.list({ limit: 10, cursor: null })).revocations, []);
});
