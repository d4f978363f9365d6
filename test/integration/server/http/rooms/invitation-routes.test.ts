import { createAdminToken } from '@hearthroom/sdk/token';
import t from 'tap';
import { verifyAccessToken } from '../../../../../server/src/auth/tokens/access-token.ts';
import { type Answer, type RestServer, secondKey, startRest } from '../../../../support/server/rest/rest-server.ts';

const anna = { sub: 'canary-anna', role: 'client', name: 'Canary Anna', label: 'Canary label' };

async function invite({ call }: RestServer, roomId: string, person: object = anna) {
  const answer = await call('POST', `/v1/rooms/${roomId}/invitations`, { body: person });
  return { answer, id: String(answer.body.id), code: String(answer.body.path).slice('/j/'.length) };
}

const exchange = ({ call }: RestServer, code: unknown) => call('POST', '/j/token', { body: { code }, token: null });

const refusalOf = ({ status, body, headers }: Answer) => {
  const { date: _date, 'x-ratelimit-remaining': _remaining, 'x-ratelimit-reset': _reset, ...others } = headers;
  return { status, body: { ...body, correlationId: '' }, headers: others };
};

t.test('a link gives the tokens of the person it was created for', async (t) => {
  const server = await startRest(t);
  const roomId = await server.createRoom();
  const person = { ...anna, grants: { publishScreen: true }, waitingRoom: 'bypass' };
  const { answer, id, code } = await invite(server, roomId, person);
  t.match(answer, { status: 201, body: { id: /^i-/, ...person, createdAt: String, path: /^\/j\/[\w-]{32}$/ } });
  t.equal(answer.headers['cache-control'], 'no-store');
  for (const _ of ['first', 'renewed']) {
    const { status, body, headers } = await exchange(server, code);
    t.match([status, headers['cache-control']], [200, 'no-store']);
    const { claims, keyId, issuedAt, expiresAt } = await verifyAccessToken(String(body.token), server.keys);
    t.match(claims, { ...anna, grants: { publishScreen: true, canAdmit: false }, waitingRoom: 'bypass' });
    t.same([keyId, expiresAt - issuedAt], ['k1', 300_000]);
    t.equal(body.expiresAt, new Date(expiresAt).toISOString());
  }
  const listed = await server.call('GET', `/v1/rooms/${roomId}/invitations`);
  t.match(listed.body, { invitations: [{ id, ...person }] });
  t.notMatch(listed.text, code);
});

t.test('codes that are not valid are refused alike, whatever the reason', async (t) => {
  const server = await startRest(t);
  const [roomId, endedId, deletedId] = [
    await server.createRoom(),
    await server.createRoom(),
    await server.createRoom(),
  ];
  const replaced = await invite(server, roomId);
  const revoked = await invite(server, roomId);
  const [ended, deleted] = [await invite(server, endedId), await invite(server, deletedId)];
  t.equal((await exchange(server, revoked.code)).status, 200);
  const path = `/v1/rooms/${roomId}/invitations/${revoked.id}`;
  t.equal((await server.call('DELETE', path)).status, 204);
  t.match(await server.call('DELETE', path), { status: 404, body: { code: 'not-found' } });
  await server.call('POST', `/v1/rooms/${endedId}/end`);
  await server.call('DELETE', `/v1/rooms/${deletedId}`);
  const unknown = await exchange(server, 'A'.repeat(32));
  t.match(unknown, { status: 404, body: { code: 'not-found' } });
  for (const code of [replaced.code, revoked.code, ended.code, deleted.code, '', 'é'])
    t.same(refusalOf(await exchange(server, code)), refusalOf(unknown));
  t.match(await exchange(server, 5), { status: 400 });
  t.match(await exchange(server, 'A'.repeat(129)), { status: 400 });
});

t.test('who may be invited, and to what, is checked', async (t) => {
  const server = await startRest(t);
  const roomId = await server.createRoom();
  for (const [person, message] of [
    [{ ...anna, role: 'admin' }, /^body\.role: /],
    [{ ...anna, name: '' }, /^body\.name: /],
    [{ ...anna, ttlSeconds: 60 }, /^body: has no field ttlSeconds/],
    [{ ...anna, grants: { canAdmit: true } }, /^grants\.canAdmit: only a therapist/],
  ] as const)
    t.match((await invite(server, roomId, person)).answer, { status: 400, body: { message } });
  t.match((await invite(server, 'r-none')).answer, { status: 404, body: { code: 'not-found' } });
  t.match(await server.call('GET', '/v1/rooms/r-none/invitations'), { status: 404 });
  await server.call('POST', `/v1/rooms/${roomId}/end`);
  t.match((await invite(server, roomId)).answer, { status: 410, body: { code: 'room-ended' } });
  t.match(await server.call('GET', `/v1/rooms/${roomId}/invitations`), { status: 200, body: { invitations: [] } });
});

t.test('without HEARTHROOM_PAGES no links are created', async (t) => {
  const server = await startRest(t, { env: { HEARTHROOM_PAGES: 'false' } });
  const roomId = await server.createRoom();
  t.match((await invite(server, roomId)).answer, { status: 403, body: { code: 'not-allowed', message: /PAGES=true/ } });
});

t.test('a revocation of tokens revokes the links that would give new ones', async (t) => {
  const server = await startRest(t);
  const roomId = await server.createRoom();
  const revoke = (body: object) => server.call('POST', '/v1/revocations', { body });
  const [first, ben] = [await invite(server, roomId), await invite(server, roomId, { ...anna, sub: 'ben' })];
  t.equal((await revoke({ roomId, identity: anna.sub })).status, 201);
  t.equal((await exchange(server, first.code)).status, 404);
  t.equal((await exchange(server, ben.code)).status, 200);
  const again = await invite(server, roomId);
  t.equal((await exchange(server, again.code)).status, 200, 'a new link for the same person');
  const before = new Date(Date.now() + 1_000).toISOString();
  t.equal((await revoke({ keyId: 'k1', issuedBefore: before })).status, 201);
  t.equal((await exchange(server, again.code)).status, 404);
});

t.test('a link works as long as the API key that created it is in use', async (t) => {
  const server = await startRest(t);
  const roomId = await server.createRoom();
  const token = await createAdminToken({ key: secondKey });
  const { body } = await server.call('POST', `/v1/rooms/${roomId}/invitations`, { body: anna, token });
  const code = String(body.path).slice('/j/'.length);
  const given = await exchange(server, code);
  t.equal((await verifyAccessToken(String(given.body.token), server.keys)).keyId, 'k2');
  const kept = server.keys.get('k1');
  server.keys.replace(kept ? [kept] : []);
  t.same(refusalOf(await exchange(server, code)), refusalOf(await exchange(server, 'unknown')));
});

t.test(
  'what is done with links is in the audit log, without codes and names; nothing of them is in the log',
  async (t) => {
    const server = await startRest(t);
    const roomId = await server.createRoom();
    const first = await invite(server, roomId);
    const second = await invite(server, roomId);
    for (const _ of [1, 2, 3]) await exchange(server, second.code);
    await exchange(server, 'canary-code');
    await server.fastify.inject({ url: `/j/${second.code}` });
    await server.call('GET', `/v1/rooms/${roomId}/invitations`);
    await server.call('DELETE', `/v1/rooms/${roomId}/invitations/${second.id}`);
    const { text } = await server.call('GET', '/v1/audit');
    const entries = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ what }) => /^invitation/.test(what ?? ''));
    t.match(entries, [
      { what: 'invitation.created', roomId, by: 'api:k1', seatId: null, detail: { invitation: first.id } },
      { what: 'invitation.created', roomId, by: 'api:k1', detail: { invitation: second.id, replaced: first.id } },
      { what: 'invitation.used', roomId, by: null, detail: { invitation: second.id } },
      { what: 'invitations.read', roomId, by: 'api:k1' },
      { what: 'invitation.revoked', roomId, by: 'api:k1', detail: { invitation: second.id } },
    ]);
    t.equal(entries.length, 5, 'repeated uses are counted later');
    t.match(server.logged.join(''), '"route":"/j/token"', 'there is a log to look at');
    for (const written of [text, server.logged.join('')]) {
      t.notMatch(written, /canary/i);
      for (const { code } of [first, second]) t.notMatch(written, code);
    }
  },
);

t.test('exchanges are limited for each address', async (t) => {
  const server = await startRest(t, { env: { HEARTHROOM_API_REQUESTS_PER_MINUTE: '5' } });
  for (let count = 0; count < 5; count += 1) t.equal((await exchange(server, 'unknown')).status, 404);
  t.match(await exchange(server, 'unknown'), { status: 429, body: { code: 'rate-limited' } });
});

t.test('the page is the same for every code, is not kept, and tells no other page its address', async (t) => {
  const server = await startRest(t);
  const roomId = await server.createRoom();
  const { code } = await invite(server, roomId);
  const [page, other] = [await server.call('GET', `/j/${code}`), await server.call('GET', '/j/unknown')];
  t.equal(page.status, 200);
  t.equal(page.text, other.text);
  t.match(page.headers, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
    'content-security-policy': /default-src 'none';script-src 'self'/,
  });
  t.equal((await server.call('GET', '/j/assets/link.js')).status, 200);
});
