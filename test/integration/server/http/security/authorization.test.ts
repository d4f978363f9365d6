import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import { SignJWT } from 'jose';
import t from 'tap';
import { type RestServer, startRest, testKey } from '../../../../support/server/rest/rest-server.ts';

type Method = Parameters<RestServer['call']>[0];

/** Every call of the API, read from its own document, so that none is forgotten. */
async function everyCall({ call }: RestServer): Promise<[Method, string][]> {
  const { body } = await call('GET', '/v1/openapi.json', { token: null });
  const paths = body.paths as Record<string, Record<string, unknown>>;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method): [Method, string] => [
      method.toUpperCase() as Method,
      path
        .replace('{roomId}', 'r-1')
        .replace('{seatId}', 'p-1')
        .replace('{revocationId}', 'v-1')
        .replace('{invitationId}', 'i-1'),
    ]),
  );
}

t.test('the API has the calls it should have', async (t) => {
  const rest = await startRest(t);
  t.same((await everyCall(rest)).map((parts) => parts.join(' ')).sort(), [
    'DELETE /v1/revocations/v-1',
    'DELETE /v1/rooms/r-1',
    'DELETE /v1/rooms/r-1/invitations/i-1',
    'DELETE /v1/series/{seriesId}',
    'DELETE /v1/series/{seriesId}/invitations/i-1',
    'DELETE /v1/series/{seriesId}/members/{memberId}',
    'GET /v1/audit',
    'GET /v1/audit/checkpoint',
    'GET /v1/audit/keys',
    'GET /v1/keys',
    'GET /v1/revocations',
    'GET /v1/rooms',
    'GET /v1/rooms/r-1',
    'GET /v1/rooms/r-1/agreements',
    'GET /v1/rooms/r-1/attendance',
    'GET /v1/rooms/r-1/invitations',
    'GET /v1/rooms/r-1/media-story',
    'GET /v1/rooms/r-1/seats',
    'GET /v1/series',
    'GET /v1/series/{seriesId}',
    'GET /v1/series/{seriesId}/invitations',
    'GET /v1/series/{seriesId}/members/{memberId}/calendar.ics',
    'GET /v1/series/{seriesId}/occurrences',
    'PATCH /v1/rooms/r-1',
    'PATCH /v1/series/{seriesId}',
    'POST /v1/backup',
    'POST /v1/drain',
    'POST /v1/keys/reload',
    'POST /v1/revocations',
    'POST /v1/rooms',
    'POST /v1/rooms/r-1/end',
    'POST /v1/rooms/r-1/invitations',
    'POST /v1/rooms/r-1/seats/p-1/admit',
    'POST /v1/rooms/r-1/seats/p-1/deny',
    'POST /v1/rooms/r-1/seats/p-1/mute',
    'POST /v1/rooms/r-1/seats/p-1/pardon',
    'POST /v1/rooms/r-1/seats/p-1/put-back',
    'POST /v1/rooms/r-1/seats/p-1/remove',
    'POST /v1/rooms/r-1/tokens',
    'POST /v1/series',
    'POST /v1/series/{seriesId}/invitations',
    'POST /v1/series/{seriesId}/members/{memberId}/calendar.ics',
    'POST /v1/series/{seriesId}/occurrences/{occurrenceId}/move',
    'POST /v1/series/{seriesId}/occurrences/{occurrenceId}/restore',
    'POST /v1/series/{seriesId}/occurrences/{occurrenceId}/skip',
    'PUT /v1/series/{seriesId}/members/{memberId}',
  ]);
});

t.test('no call is answered without an admin token, and nobody learns why', async (t) => {
  const rest = await startRest(t);
  const now = Math.floor(Date.now() / 1_000);
  const forged = await new SignJWT({ iss: 'k1', aud: 'hearthroom', iat: now, exp: now + 60 })
    .setProtectedHeader({ alg: 'HS256', kid: 'k1', typ: 'hearthroom-admin+jwt' })
    .sign(new TextEncoder().encode('a-secret-that-is-not-the-servers-0123456789'));
  const tokens: Record<string, string | null> = {
    'no token': null,
    'an access token of a therapist': await createAccessToken({
      ...{ key: testKey, room: 'r-1', sub: 's', role: 'therapist', name: 'N' },
    }),
    'a token signed by somebody else': forged,
    'an empty token': '',
    'a secret in place of a token': testKey.secret,
  };
  for (const [method, path] of await everyCall(rest)) {
    for (const [what, token] of Object.entries(tokens)) {
      const answer = await rest.call(method, path, { token, ...(method !== 'GET' && { body: {} }) });
      t.match(
        answer,
        {
          status: 401,
          headers: { 'www-authenticate': 'Bearer' },
          body: { code: 'unauthorized', correlationId: String },
        },
        `${method} ${path} with ${what}`,
      );
      t.equal(answer.body.message, 'A bearer token signed with an API key is required');
    }
  }
});

t.test('whether a room is there shows in no answer to somebody without a right to it', async (t) => {
  const rest = await startRest(t);
  const id = await rest.createRoom();
  const person = { key: testKey, sub: 's', role: 'therapist', name: 'N' } as const;
  for (const token of [null, 'rubbish', await createAccessToken({ ...person, room: id })]) {
    for (const [method, path] of await everyCall(rest)) {
      const options = { token, ...(method !== 'GET' && { body: {} }) };
      const answers = await Promise.all(
        [id, 'r-nowhere'].map((room) => rest.call(method, path.replace('r-1', room), options)),
      );
      const told = answers.map(({ status, headers, body: { correlationId: _, ...body } }) => {
        // These headers always differ: a time, a count of requests.
        const { date: _date, 'ratelimit-remaining': _remaining, 'ratelimit-reset': _reset, ...shape } = headers;
        return { status, shape, body };
      });
      t.same(told[0], told[1], `${method} ${path}`);
    }
  }
});

t.test('the token is taken from the Authorization header alone', async (t) => {
  const { call, createRoom } = await startRest(t);
  await createRoom();
  const token = await createAdminToken({ key: testKey });
  t.equal((await call('GET', `/v1/rooms?access_token=${token}`, { token: null })).status, 401);
  t.equal((await call('GET', '/v1/rooms', { token: null, headers: { authorization: `Basic ${token}` } })).status, 401);
  t.equal((await call('GET', '/v1/rooms', { token: null, headers: { authorization: `bearer ${token}` } })).status, 200);
});

t.test('a body is not looked at before the token is', async (t) => {
  const { call } = await startRest(t);
  t.equal((await call('POST', '/v1/rooms', { token: null, body: 'no json' })).status, 401);
  t.equal((await call('POST', '/v1/rooms', { token: null, body: 'x'.repeat(70_000) })).status, 401);
});

t.test('an address that asks too often is told when to come again, before its token is looked at', async (t) => {
  const { call } = await startRest(t, { env: { HEARTHROOM_API_REQUESTS_PER_MINUTE: '3' } });
  for (let index = 0; index < 3; index += 1) t.equal((await call('GET', '/v1/rooms', { token: null })).status, 401);
  const answer = await call('GET', '/v1/rooms');
  t.match(answer, {
    status: 429,
    body: { code: 'rate-limited', correlationId: String },
    headers: { 'retry-after': String },
  });
});
