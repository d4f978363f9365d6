import { SignJWT } from 'jose';
import t from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer, testKey } from '../../support/server/test-server.ts';

const server = await startTestServer({ signalingLimits: { authenticationTimeoutMs: 300 } });
t.teardown(() => server.close());
const room = await server.createRoom();
const client = { sub: 'anna', role: 'client', name: 'Anna' } as const;

t.test('a client that says nothing is closed after the deadline', async (t) => {
  const silent = await RawClient.open(server.url);
  t.same(await silent.closed, { code: 4401, reason: 'authentication-timeout' });
});

t.test('a client that says something else first is closed', async (t) => {
  const rude = await RawClient.open(server.url);
  rude.socket.send(JSON.stringify({ id: 1, method: 'admit', params: {} }));
  t.same(await rude.closed, { code: 4401, reason: 'authentication-required' });
  t.same(
    rude.notifications.map(({ method }) => method),
    ['hello'],
    'and is told no more than everybody is',
  );
  t.equal(rude.frames.length, 1, 'and is answered nothing');
});

t.test('a client with a token waits, and may try only once', async (t) => {
  const { client: anna, arrival } = await RawClient.join(server.url, { token: await server.tokenFor(room, client) });
  t.match(arrival, { snapshot: { state: 'waiting', self: { name: 'Anna' } }, heartbeatIntervalMs: 5_000 });
  t.equal(await anna.codeOf('authenticate', { token: 'x' }), 'already-authenticated');
  anna.close();
});

async function refusalOf(token: string): Promise<[string, unknown]> {
  const stranger = await RawClient.open(server.url);
  const answer = await stranger.request('authenticate', { token });
  return ['error' in answer ? answer.error.code : 'ok', await stranger.closed];
}

const signed = (claims: Record<string, unknown>, header: Record<string, unknown> = {}, secret = testKey.secret) =>
  new SignJWT({
    room,
    role: 'client',
    name: 'Anna',
    sub: 'anna',
    iss: testKey.id,
    aud: 'hearthroom',
    jti: 'j',
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256', kid: testKey.id, typ: 'hearthroom+jwt', ...header })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));

t.test('whatever is wrong with a token, the answer is the same', async (t) => {
  const none = `${btoa('{"alg":"none","kid":"test","typ":"hearthroom+jwt"}')}.${btoa(JSON.stringify({ room, role: 'client', name: 'A', sub: 'a' }))}.`;
  const bad: Record<string, string> = {
    garbage: 'garbage',
    'alg none': none,
    'another secret': await signed({}, {}, 'another-secret-another-secret-another'),
    'an unknown key': await signed({}, { kid: 'other' }),
    'an issuer that is not the key': await signed({ iss: 'other' }),
    'another audience': await signed({ aud: 'other' }),
    'an admin token': await server.adminToken(),
    'another type': await signed({}, { typ: 'JWT' }),
    'a role that is not': await signed({ role: 'king' }),
    'a client who may admit': await signed({ grants: { canAdmit: true } }),
    'a room that is not': await server.tokenFor('r-nowhere', client),
    'no name': await signed({ name: '' }),
  };
  for (const [what, token] of Object.entries(bad)) {
    t.same(await refusalOf(token), ['token-invalid', { code: 4403, reason: 'token-invalid' }], what);
  }
});

t.test('a token that was good is told to be expired, so that a fresh one is asked for', async (t) => {
  const past = Math.floor(Date.now() / 1_000) - 3_600;
  const token = await new SignJWT({
    room,
    role: 'client',
    name: 'Anna',
    sub: 'anna',
    iss: testKey.id,
    aud: 'hearthroom',
    jti: 'j',
  })
    .setProtectedHeader({ alg: 'HS256', kid: testKey.id, typ: 'hearthroom+jwt' })
    .setIssuedAt(past - 60)
    .setExpirationTime(past)
    .sign(new TextEncoder().encode(testKey.secret));
  t.same(await refusalOf(token), ['token-expired', { code: 4403, reason: 'token-expired' }]);
});

t.test('an ended room opens for no token', async (t) => {
  const ended = await server.createRoom();
  await server.app.registry.apply(ended, { type: 'end', actor: { kind: 'api' } });
  t.same(await refusalOf(await server.tokenFor(ended, client)), ['room-ended', { code: 4412, reason: 'room-ended' }]);
});

t.test('locked, full and banned give the same answer', async (t) => {
  const locked = await server.createRoom({ locked: true });
  const full = await server.createRoom({ maxWaiting: 1 });
  const first = await RawClient.join(server.url, { token: await server.tokenFor(full, { ...client, sub: 'first' }) });
  const expected = ['not-available', { code: 4404, reason: 'not-available' }];
  t.same(await refusalOf(await server.tokenFor(locked, client)), expected);
  t.same(await refusalOf(await server.tokenFor(full, client)), expected);
  first.client.close();
});

t.test('a path or subprotocol that is not ours is refused before anything else', async (t) => {
  await t.rejects(RawClient.open(server.url, { protocols: ['chat'] }));
  await t.rejects(RawClient.open(`${server.url}/elsewhere`));
});

t.test('a page of a foreign origin is told so and closed; the server’s own may connect', async (t) => {
  const foreign = await RawClient.open(server.url, { origin: 'https://elsewhere.example' });
  t.same(await foreign.closed, { code: 4405, reason: 'origin-not-allowed' });
  const own = await RawClient.open(server.url, { origin: server.url });
  t.equal((await own.request('authenticate', { token: await server.tokenFor(room, client) })).id, 1);
  own.close();
});
