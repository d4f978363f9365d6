import { join } from 'node:path';
import { createAccessToken } from '@hearthroom/sdk/token';
import { decodeJwt } from 'jose';
import t, { type Test } from 'tap';
import { hashPasscode } from '../../../server/src/rooms/passcode-gate.ts';
import { type Person, startSession, type TestSession, therapist } from '../../support/server/clients/joined-session.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { ed25519Pair, writeKeyFile } from '../../support/server/keys/key-pairs.ts';
import { testKey } from '../../support/server/test-server.ts';
import { SyntheticPerson } from '../../support/werift/synthetic-person.ts';

const opus = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1_234 }],
};

async function api({ server }: TestSession, path: string, body: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await server.adminToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const revoke = async (session: TestSession, body: object): Promise<number> =>
  (await api(session, '/v1/revocations', body)).status;

/** The error when another client connects with this token. */
async function refusalOf({ server }: TestSession, token: string): Promise<unknown> {
  const client = await RawClient.open(server.url);
  const answer = await client.request('authenticate', { token });
  return 'error' in answer ? { ...answer.error, ...(await client.closed) } : 'ok';
}

const invalid = {
  code: 4403,
  reason: 'token-invalid',
  message: 'The token is not valid for this server and room',
};

async function isToldAndClosed(t: Test, { client }: Person): Promise<unknown> {
  t.match(await client.notification('closing'), { code: 'token-revoked' });
  return client.closed;
}

const told = { code: 4403, reason: 'token-revoked' };

t.test(
  'a revoked token ends its connection, and opens nothing any more; others notice a lost line alone',
  async (t) => {
    const session = await startSession(t);
    const host = await session.enter('weber', therapist);
    const anna = await session.enterAdmitted(host, 'anna');
    const ben = await session.enterAdmitted(host, 'ben');
    const ending = isToldAndClosed(t, anna);
    t.equal(await revoke(session, { jti: decodeJwt(anna.token).jti }), 201);
    t.same(await ending, told);
    t.match(await refusalOf(session, anna.token), invalid);
    await t.rejects(session.resume(anna), /token-invalid/, 'nor with the secret of the seat');
    await ben.client.notification('participantUpdated', (params) => JSON.stringify(params).includes('reconnecting'));
    t.equal(await ben.client.codeOf('ping'), 'ok');
    const fresh = await session.server.tokenFor(session.room, { sub: 'anna', role: 'client', name: 'anna' });
    const back = await RawClient.join(session.server.url, {
      token: fresh,
      resumeSecret: String(anna.arrival.resumeSecret),
    });
    t.match(
      back.arrival,
      { snapshot: { state: 'admitted', self: { id: anna.id } } },
      'a fresh token has its seat back',
    );
  },
);

t.test('media ends with the connection: nothing is sent to or taken from a revoked seat', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  for (const { client, arrival } of [host, anna])
    await client.request('openMedia', { rtpCapabilities: arrival.routerRtpCapabilities });
  await anna.client.request('publishTrack', { source: 'microphone', kind: 'audio', rtpParameters: opus });
  await host.client.notification('consumersAdded');
  await revoke(session, { jti: decodeJwt(anna.token).jti });
  await host.client.notification('consumersClosed');
  const media = await (await session.server.app.registry.getRoom(session.room)).openMedia();
  t.equal(media.describePeer(anna.id), null);
  t.equal(
    (await session.state()).seats[anna.id]?.state,
    'suspended',
    'the seat waits for its owner with a fresh token',
  );
});

t.test('media of a revoked person ends at once, also if the connection is lost at that moment', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const [anna, ben] = [await session.enterAdmitted(host, 'anna'), await session.enterAdmitted(host, 'ben')];
  for (const { client, arrival } of [host, anna, ben])
    await client.request('openMedia', { rtpCapabilities: arrival.routerRtpCapabilities });
  for (const { client } of [anna, ben]) {
    await client.request('publishTrack', { source: 'microphone', kind: 'audio', rtpParameters: opus });
    await host.client.notification('consumersAdded');
  }
  const media = await (await session.server.app.registry.getRoom(session.room)).openMedia();
  const lose = async (client: RawClient, id: string) => {
    host.client.frames.length = 0;
    client.socket.terminate();
    const isLost = (text: string) => text.includes(id) && text.includes('reconnecting');
    await host.client.notification('participantUpdated', (params) => isLost(JSON.stringify(params)));
  };
  for (const { client, id } of [anna, ben]) await lose(client, id);
  t.ok(media.describePeer(anna.id), 'a lost connection alone leaves the media');
  t.equal(await revoke(session, { jti: decodeJwt(anna.token).jti }), 201);
  t.equal(media.describePeer(anna.id), null);
  await host.client.request('ping');
  t.ok(
    host.client.notifications.some(({ method }) => method === 'consumersClosed'),
    'the others are told',
  );
  t.ok(media.describePeer(ben.id), 'that of another person whose connection is lost stays');

  const token = await session.server.tokenFor(session.room, { sub: 'ben', role: 'client', name: 'ben' });
  const back = await RawClient.join(session.server.url, {
    token,
    resumeSecret: String(ben.arrival.resumeSecret),
    keepMedia: true,
  });
  t.ok(back.arrival.media, 'the media is kept for another connection with a newer token');
  await lose(back.client, ben.id);
  t.equal(await revoke(session, { jti: decodeJwt(ben.token).jti }), 201);
  t.ok(media.describePeer(ben.id), 'and is no longer that of the older token');
  t.equal(await revoke(session, { jti: decodeJwt(token).jti }), 201);
  t.equal(media.describePeer(ben.id), null);
});

t.test('by identity, by room and by key: exactly those who are meant are closed', async (t) => {
  const session = await startSession(t);
  const host = await session.enter('weber', therapist);
  const [anna, ben] = [await session.enter('anna'), await session.enter('ben')];
  t.equal(await revoke(session, { roomId: session.room, identity: 'anna' }), 201);
  t.same(await isToldAndClosed(t, anna), told);
  t.equal(await ben.client.codeOf('ping'), 'ok');
  t.equal(await host.client.codeOf('ping'), 'ok');

  const other = await session.server.createRoom();
  const elsewhere = await RawClient.join(session.server.url, {
    token: await session.server.tokenFor(other, { sub: 'anna', role: 'client', name: 'Anna' }),
  });
  const { iat = 0 } = decodeJwt(ben.token);
  await revoke(session, { roomId: session.room, issuedBefore: new Date(iat * 1_000).toISOString() });
  t.equal(await ben.client.codeOf('ping'), 'ok', 'issued at that moment is not before it');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await revoke(session, { roomId: session.room, issuedBefore: new Date().toISOString() });
  for (const person of [host, ben]) t.same(await isToldAndClosed(t, person), told);
  t.equal(await elsewhere.client.codeOf('ping'), 'ok', 'another room is another room');

  await revoke(session, { keyId: testKey.id, issuedBefore: new Date().toISOString() });
  t.same(await elsewhere.client.closed, told);
});

t.test('a token that is revoked while its passcode is being checked lets nobody in', async (t) => {
  const passcodeHash = await hashPasscode('0000');
  const session = await startSession(t, {}, { passcodeHash });
  const token = await session.server.tokenFor(session.room, { sub: 'anna', role: 'client', name: 'Anna' });
  const client = await RawClient.open(session.server.url);
  const answer = client.request('authenticate', { token, passcode: '0000' });
  // Hashing takes a while; the revocation does not.
  t.equal(await revoke(session, { jti: decodeJwt(token).jti }), 201);
  await answer;
  // `token-revoked` if hashing happens to be faster.
  t.match(await client.closed, { code: 4403, reason: /^token-(invalid|revoked)$/ });
});

t.test('a key that is taken out of the key file takes its people with it; those of other keys stay', async (t) => {
  const keysFile = join(t.testdir(), 'keys.json');
  const portal = ed25519Pair();
  const publicEntry = { id: 'portal', publicKey: portal.publicPem };
  const old = { id: 'old', secret: 'an-old-secret-of-these-tests-0123456789' };
  writeKeyFile(keysFile, [publicEntry, old]);
  const session = await startSession(t, {}, { env: { HEARTHROOM_KEYS_FILE: keysFile } });
  const enterWith = async (key: Parameters<typeof createAccessToken>[0]['key'], sub: string) => {
    const token = await createAccessToken({ key, room: session.room, sub, role: 'client', name: sub });
    return { token, client: (await RawClient.join(session.server.url, { token })).client };
  };
  const anna = await enterWith({ id: 'portal', privateKey: portal.privatePem }, 'anna');
  const ben = await enterWith(old, 'ben');
  const cleo = await session.enter('cleo');

  writeKeyFile(keysFile, [{ id: 'portal', publicKey: 'rubbish' }]);
  t.match(await api(session, '/v1/keys/reload', {}), {
    status: 422,
    body: { code: 'key-file-invalid', message: /key number 1 is not PEM/ },
  });
  await t.rejects(session.server.app.reloadKeys(), { code: 'key-file-invalid' });
  t.equal(await ben.client.codeOf('ping'), 'ok', 'a broken file changes nothing');

  const fresh = { id: 'fresh', secret: 'a-fresh-secret-of-these-tests-0123456789' };
  writeKeyFile(keysFile, [publicEntry, fresh]);
  t.match(await api(session, '/v1/keys/reload', {}), {
    status: 200,
    body: {
      ...{ added: ['fresh'], removed: ['old'], changed: [], connectionsClosed: 1 },
      keys: [
        { id: testKey.id, algorithm: 'HS256' },
        { id: 'portal', algorithm: 'EdDSA' },
        { id: 'fresh', algorithm: 'HS256' },
      ],
    },
  });
  t.same(await ben.client.closed, told);
  t.match(await refusalOf(session, ben.token), invalid);
  t.equal(await anna.client.codeOf('ping'), 'ok');
  t.equal(await cleo.client.codeOf('ping'), 'ok');
  await enterWith(fresh, 'dora');

  writeKeyFile(keysFile, [{ ...publicEntry, publicKey: ed25519Pair().publicPem }, fresh]);
  t.match(await session.server.app.reloadKeys(), { changed: ['portal'], connectionsClosed: 1 });
  t.same(await anna.client.closed, told, 'another key under the same id is another key');
});

t.test('a frontend whose getToken gives a fresh one is back by itself; with the revoked one it is over', async (t) => {
  const session = await startSession(t, { waitingRoom: false });
  const mint = (sub: string) => session.server.tokenFor(session.room, { sub, role: 'therapist', name: sub });
  const stale = await mint('ben');
  const minted: string[] = [];
  const options = (getToken: () => Promise<string>) => ({ url: session.server.url, getToken });
  const anna = new SyntheticPerson(
    options(async () => {
      minted.push(await mint('anna'));
      return minted.at(-1) ?? '';
    }),
  );
  const ben = new SyntheticPerson(options(async () => stale));
  t.teardown(() => Promise.all([anna.leave(), ben.leave()]));
  for (const { session } of [anna, ben]) await session.connect();
  const isOver = new Promise((resolve) =>
    ben.session.on('stateChanged', (state, reason) => state === 'closed' && resolve(reason)),
  );
  const isBack = new Promise<void>((resolve) =>
    anna.session.on('stateChanged', (state) => minted.length > 1 && state === 'joined' && resolve()),
  );
  for (const token of [minted[0] ?? '', stale]) await revoke(session, { jti: decodeJwt(token).jti });
  await isBack;
  t.equal(minted.length, 2);
  t.equal(await isOver, 'token-invalid');
});
