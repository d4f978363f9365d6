/** A connection that tests the way to the server: which tokens it takes, what it may do, and that no room knows of it. */
import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import t, { type Test } from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { signByHand } from '../../support/server/keys/sign-by-hand.ts';
import { startTestServer, type TestServer, type TestServerOptions, testKey } from '../../support/server/test-server.ts';

async function start(t: Test, options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer(options);
  t.teardown(() => server.close());
  return server;
}

const tokenOf = (server: TestServer, room = 'r-of-next-week', sub = 'anna'): Promise<string> =>
  server.tokenFor(room, { sub, role: 'client', name: 'Anna' });

async function begin(server: TestServer, token: string) {
  const client = await RawClient.open(server.url);
  return { client, answer: await client.request('beginPreflight', { token }) };
}

const codeOf = async (server: TestServer, token: string): Promise<string> => {
  const { client, answer } = await begin(server, token);
  client.close();
  return 'error' in answer ? answer.error.code : 'ok';
};

/** @param changes of the claims of a valid token */
function token(changes: object): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    ...{ iss: testKey.id, aud: 'hearthroom', jti: randomUUID(), iat: now, exp: now + 3_600 },
    ...{ room: 'r-of-next-week', sub: 'anna', role: 'client', name: 'Anna', ...changes },
  };
  return signByHand({ alg: 'HS256', kid: testKey.id, typ: 'hearthroom+jwt' }, claims, testKey.secret);
}

const opus = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1_234 }],
};
const dtls = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('AB').join(':') }] };
const rtpCapabilities = { codecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }] };

t.test('a token is enough whose room does not exist yet, also before its nbf', async (t) => {
  const server = await start(t);
  const now = Math.floor(Date.now() / 1_000);
  t.equal(await codeOf(server, token({})), 'ok');
  t.equal(await codeOf(server, token({ nbf: now + 3_000 })), 'ok');
  t.equal(
    await codeOf(server, token({ iat: now, nbf: now + 3_000, exp: now + 86_401 })),
    'token-invalid',
    'too long a life',
  );
  t.equal(await codeOf(server, token({ nbf: now + 3_000, iat: now - 200, exp: now - 100 })), 'token-expired');
  t.equal(await codeOf(server, token({ exp: now - 100, iat: now - 200 })), 'token-expired');
  t.equal(await codeOf(server, `${token({}).slice(0, -3)}AAA`), 'token-invalid');
  const client = await RawClient.open(server.url);
  t.equal(await client.codeOf('authenticate', { token: token({ nbf: now + 3_000 }) }), 'token-invalid', 'for a seat');
});

t.test('it has transports and an echo, and nothing else', async (t) => {
  const server = await start(t);
  const { client, answer } = await begin(server, await tokenOf(server));
  t.match(answer, { result: { iceServers: [], endsInMs: 60_000 } });
  const open = async (): Promise<string> => {
    const opened = await client.request('openPreflightTransport');
    if (!('result' in opened)) throw new Error(`refused: ${opened.error.code}`);
    return (opened.result as { transport: { id: string } }).transport.id;
  };
  const [send, receive] = [await open(), await open()];
  t.equal(await client.codeOf('connectTransport', { transportId: send, dtlsParameters: dtls }), 'ok');
  t.equal(await client.codeOf('connectTransport', { transportId: 'other', dtlsParameters: dtls }), 'not-found');
  const echo = {
    sendTransportId: send,
    receiveTransportId: receive,
    kind: 'audio',
    rtpParameters: opus,
    rtpCapabilities,
  };
  const echoed = await client.request('echoTrack', echo);
  t.match(echoed, {
    result: { consumerId: String, trackId: String, rtpParameters: { codecs: [{ mimeType: 'audio/opus' }] } },
  });
  t.equal(await client.codeOf('echoTrack', { ...echo, receiveTransportId: send }), 'invalid-params');
  t.equal(await client.codeOf('echoTrack', { ...echo, receiveTransportId: 'other' }), 'not-found');
  t.equal(await client.codeOf('ping'), 'ok');
  for (const method of ['leave', 'openMedia', 'sendChat', 'publishTrack', 'admit', 'endRoom'])
    t.equal(await client.codeOf(method, {}), 'not-allowed', method);
  t.equal(await client.codeOf('authenticate', { token: await tokenOf(server) }), 'already-authenticated');
  for (let more = 0; more < 6; more += 1) await open();
  t.equal(await client.codeOf('openPreflightTransport'), 'limit-exceeded');
  client.close();
});

t.test('it is no room of the media worker', async (t) => {
  const server = await start(t);
  const { client } = await begin(server, await tokenOf(server));
  t.equal(await client.codeOf('openPreflightTransport'), 'ok');
  const metrics = (await (await fetch(`${server.url}/metrics`)).text()).split('\n');
  t.ok(metrics.includes('hearthroom_preflights 1'));
  t.ok(metrics.includes('hearthroom_worker_rooms{worker="0"} 0'));
  client.close();
});

t.test('a connection with a seat has no preflight', async (t) => {
  const server = await start(t);
  const room = await server.createRoom();
  const { client } = await RawClient.join(server.url, { token: await tokenOf(server, room) });
  t.equal(await client.codeOf('openPreflightTransport'), 'not-allowed');
  t.equal(await client.codeOf('beginPreflight', { token: await tokenOf(server, room) }), 'already-authenticated');
  client.close();
});

t.test('nobody in the room is told, and nothing is stored', async (t) => {
  const server = await start(t);
  const room = await server.createRoom();
  const weber = { sub: 'weber', role: 'therapist', name: 'Weber' } as const;
  const host = await RawClient.join(server.url, { token: await server.tokenFor(room, weber) });
  const before = host.client.frames.length;
  const { client, answer } = await begin(server, await tokenOf(server, room));
  t.match(answer, { result: {} });
  client.close();
  await client.closed;
  t.equal(await host.client.codeOf('ping'), 'ok');
  t.equal(host.client.frames.length, before + 1, 'the answer to ping alone');
  t.equal(server.app.registry.counts().seatsByState.waiting, 0);
  host.client.close();
});

t.test('too many at once are refused, and one that leaves makes room', async (t) => {
  const server = await start(t, { env: { HEARTHROOM_PREFLIGHTS: '1' } });
  const first = await begin(server, await tokenOf(server));
  t.match(first.answer, { result: {} });
  const second = await begin(server, await tokenOf(server, 'r-other', 'ben'));
  t.match(second.answer, { error: { code: 'preflight-busy' } });
  t.same(await second.client.closed, { code: 4429, reason: 'preflight-busy' });
  first.client.close();
  await first.client.closed;
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
  while (!/^hearthroom_preflights 0$/m.test(await metrics()));
  t.equal(await codeOf(server, await tokenOf(server, 'r-other', 'ben')), 'ok');
  t.match(await metrics(), /^hearthroom_preflights_total 2$/m);
  t.match(await metrics(), /^hearthroom_preflights_refused_total\{reason="limit"\} 1$/m);
});

t.test('a server may offer none', async (t) => {
  const server = await start(t, { env: { HEARTHROOM_PREFLIGHTS: '0' } });
  const { client, answer } = await begin(server, await tokenOf(server));
  t.match(answer, { error: { code: 'preflight-off' } });
  t.same(await client.closed, { code: 4404, reason: 'preflight-off' });
});

t.test('its credentials of the relay end soon after it, earlier than those of a session', async (t) => {
  const turn = { HEARTHROOM_TURN_URLS: 'turn:192.0.2.1:3478', HEARTHROOM_TURN_SECRET: testKey.secret };
  const server = await start(t, { env: turn });
  const earliest = Math.floor(Date.now() / 1_000);
  const { client, answer } = await begin(server, await tokenOf(server));
  const session = await RawClient.join(server.url, { token: await tokenOf(server, await server.createRoom()) });
  const latest = Math.floor(Date.now() / 1_000);
  const expiryOf = (result: object): number => Number(/"username":"(\d+):/.exec(JSON.stringify(result))?.[1]);
  const expiry = expiryOf(answer);
  t.ok(expiry >= earliest + 180 && expiry <= latest + 180, 'a minute, and two more');
  t.ok(expiryOf(session.arrival) >= earliest + 3_600);
  client.close();
  session.client.close();
});

t.test('it ends by itself', async (t) => {
  const server = await start(t, { preflight: { lifetimeMs: 200 } });
  const { client, answer } = await begin(server, await tokenOf(server));
  t.match(answer, { result: { endsInMs: 200 } });
  t.match(await client.notification('closing'), { code: 'preflight-over' });
  t.same(await client.closed, { code: 4412, reason: 'preflight-over' });
});

t.test('it ends when its token is revoked', async (t) => {
  const server = await start(t);
  const accepted = await tokenOf(server);
  const { client } = await begin(server, accepted);
  const headers = { authorization: `Bearer ${await server.adminToken()}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ jti: decodeJwt(accepted).jti });
  t.match(await fetch(`${server.url}/v1/revocations`, { method: 'POST', headers, body }), { status: 201 });
  t.same(await client.closed, { code: 4403, reason: 'token-revoked' });
  t.equal(await codeOf(server, accepted), 'token-invalid');
});
