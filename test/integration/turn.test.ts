/**
 * What a relay with the example's configuration forwards, tested with the real coturn; and what the server tells
 * clients about it.
 */
import { spawnSync } from 'node:child_process';
import { type IceServer, requests, type Snapshot } from '@hearthroom/sdk/protocol';
import t from 'tap';
import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { createIceServers } from '../../server/src/auth/turn-credentials.ts';
import { enterOwnNetwork, ownAddress, whyNoOwnNetwork } from '../support/browser/own-network.ts';
import { RawClient } from '../support/server/clients/raw-client.ts';
import { startTestServer } from '../support/server/test-server.ts';
import { Coturn, turnSecret, whyNoCoturn } from '../support/turn/coturn.ts';
import { type TurnAnswer, TurnClient, type TurnCredentials } from '../support/turn/turn-client.ts';

const reason = whyNoCoturn() ?? whyNoOwnNetwork();
if (reason === null) enterOwnNetwork();

const urls = [`turn:${ownAddress}:3478?transport=udp`, `turn:${ownAddress}:3478?transport=tcp`];

/** @returns coturn's lines for a self-made certificate; none if it cannot be made */
function makeCertificate(folder: string): string[] {
  const files = ['-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`];
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    '-nodes',
    '-newkey',
    'rsa:2048',
    '-subj',
    '/CN=turn',
    '-days',
    '1',
    ...files,
  ]);
  return made.status === 0 ? [`cert=${folder}/cert.pem`, `pkey=${folder}/key.pem`] : [];
}

const certificate = makeCertificate(t.testdir({}));
const [server, coturn] = await Promise.all([
  startTestServer({ env: { HEARTHROOM_TURN_URLS: urls.join(','), HEARTHROOM_TURN_SECRET: turnSecret } }),
  reason === null ? Coturn.start({ address: ownAddress, peerAddress: ownAddress, more: certificate }) : null,
]);
t.teardown(async () => {
  await server.close();
  await coturn?.close();
});

const room = await server.createRoom();

async function enter(sub: string, role: 'therapist' | 'client') {
  const token = await server.tokenFor(room, { sub, role, name: sub });
  const { client, arrival } = await RawClient.join(server.url, { token });
  t.teardown(() => client.close());
  return { client, arrival };
}

async function ask<S extends TSchema>(
  client: RawClient,
  method: string,
  params: unknown,
  schema: S,
): Promise<Static<S>> {
  const answer = await client.request(method, params);
  if ('error' in answer) throw new Error(answer.error.code);
  if (!Check(schema, answer.result)) throw new Error(`The answer to ${method} has another form`);
  return answer.result;
}

type Entered = Awaited<ReturnType<typeof enter>>;

const openMedia = ({ client, arrival }: Entered) =>
  ask(client, 'openMedia', { rtpCapabilities: arrival.routerRtpCapabilities }, requests.openMedia.result);

t.test(
  'clients get relays while they wait and when they are in, with credentials of their own each time',
  async (t) => {
    const seen: IceServer[] = [];
    for (const [sub, role] of [
      ['weber', 'therapist'],
      ['anna', 'client'],
    ] as const) {
      const entered = await enter(sub, role);
      const { client, arrival } = entered;
      t.equal((arrival.snapshot as Snapshot).state, role === 'client' ? 'waiting' : 'admitted');
      const opened = await openMedia(entered);
      const transport = { transportId: opened.send.id };
      const restarted = await ask(client, 'restartIce', transport, requests.restartIce.result);
      seen.push(...(arrival.iceServers as IceServer[]), ...opened.iceServers, ...restarted.iceServers);
    }
    t.equal(seen.length, 6);
    for (const relay of seen) {
      t.same(relay.urls, urls);
      t.match(relay.username, /^\d{10}:[\da-f]{24}$/, 'an expiry and something random: neither name nor identity');
    }
    t.equal(new Set(seen.map(({ username }) => username)).size, 6, 'no two answers share a user name');
  },
);

t.test('every transport offers UDP first and TCP second', async (t) => {
  const { send, receive } = await openMedia(await enter('ben', 'client'));
  for (const { iceCandidates } of [send, receive]) {
    t.match(iceCandidates, [{ protocol: 'udp' }, { protocol: 'tcp', tcpType: 'passive' }]);
    const [udp, tcp] = iceCandidates as { priority: number }[];
    t.ok((udp?.priority ?? 0) > (tcp?.priority ?? 0), 'where UDP passes it is used');
  }
});

t.test('without a relay clients are told of none', async (t) => {
  const plain = await startTestServer();
  t.teardown(() => plain.close());
  const token = await plain.tokenFor(await plain.createRoom(), { sub: 'anna', role: 'client', name: 'Anna' });
  const { client, arrival } = await RawClient.join(plain.url, { token });
  t.same(arrival.iceServers, []);
  client.close();
});

const coturnAddress = { address: ownAddress, port: 3478 };

/** Credentials as the server makes them. */
function credentialsFor(secret: string, nowMs = Date.now()): TurnCredentials {
  const [relay] = createIceServers({ urls, secret, ttlSeconds: 60 }, nowMs);
  return { username: relay?.username ?? '', credential: relay?.credential ?? '' };
}

async function withClient<T>(credentials: TurnCredentials, use: (client: TurnClient) => Promise<T>): Promise<T> {
  const client = await TurnClient.open(coturnAddress, credentials);
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

const allocate = (credentials: TurnCredentials): Promise<TurnAnswer> =>
  withClient(credentials, (client) => client.allocate());

t.test('the relay', { skip: reason ?? false }, async (t) => {
  await t.test("takes the server's credentials, and no others", async (t) => {
    const right = credentialsFor(turnSecret);
    t.equal(await allocate(right), 'ok');
    t.equal(await allocate({ ...right, credential: 'guessed' }), 401, 'a wrong password');
    t.equal(await allocate(credentialsFor('another-secret-of-the-tests-0123456789')), 401, 'made with another secret');
    t.equal(await allocate({ ...right, username: `9${right.username}` }), 401, 'an expiry put off by its user');
    t.equal(await allocate(credentialsFor(turnSecret, Date.now() - 120_000)), 401, 'expired a minute ago');
  });

  const skip = certificate.length === 0 ? 'there is no openssl here to make a certificate with' : false;
  await t.test('is spoken to over TLS as well', { skip }, async (t) => {
    const client = await TurnClient.open({ address: ownAddress, port: 5_349 }, credentialsFor(turnSecret), 'tls');
    t.equal(await client.allocate(), 'ok');
    t.equal(await client.permit(ownAddress), 'ok');
    client.close();
  });

  await t.test('relays to the media server and to nobody else', async (t) => {
    await withClient(credentialsFor(turnSecret), async (client) => {
      t.equal(await client.allocate(), 'ok');
      t.equal(await client.permit(ownAddress), 'ok', 'the media server');
      const others = {
        'a private address': ['10.99.0.2', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '169.254.169.254'],
        'this machine itself': ['127.0.0.1', '0.0.0.0'],
        multicast: ['224.0.0.1', '239.255.255.250', '255.255.255.255'],
        'a public address': ['8.8.8.8', '203.0.113.7'],
      };
      for (const [what, addresses] of Object.entries(others)) {
        for (const address of addresses) t.equal(await client.permit(address), 403, `${what}: ${address}`);
      }
      t.equal(await client.permit(ownAddress), 'ok', 'and the media server still');
    });
  });

  await t.test('opens no TCP connection to anybody, also for whom it is spoken to over TCP', async (t) => {
    const client = await TurnClient.open(coturnAddress, credentialsFor(turnSecret), 'tcp');
    t.equal(await client.allocate('tcp'), 442, 'an unsupported transport');
    t.equal(await client.allocate('udp'), 'ok');
    client.close();
  });
});
