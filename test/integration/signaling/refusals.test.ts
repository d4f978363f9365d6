import { request } from 'node:http';
import { subprotocol } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import type { ServerEvents } from '../../../server/src/core/events/observer.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer, type TestServerOptions } from '../../support/server/test-server.ts';

async function start(t: Test, options: TestServerOptions = {}) {
  const server = await startTestServer(options);
  t.teardown(() => server.close());
  const refused: ServerEvents['connectionRefused'][0][] = [];
  const forwarded: ServerEvents['addressForwarded'][0][] = [];
  server.app.observer.on('connectionRefused', (refusal) => refused.push(refusal));
  server.app.observer.on('addressForwarded', (forwarding) => forwarded.push(forwarding));
  const metric = async (name: string) =>
    (await (await fetch(`${server.url}/metrics`)).text()).split('\n').find((line) => line.startsWith(`${name} `));
  return { server, refused, forwarded, metric };
}

t.test('a page of another origin is refused, and its origin is told to the log', async (t) => {
  const { server, refused, metric } = await start(t);
  for (const origin of ['https://elsewhere.example', 'http://192.0.2.7'])
    await (await RawClient.open(server.url, { origin })).closed;
  t.same(refused, [
    { reason: 'origin-not-allowed', origin: 'https://elsewhere.example' },
    { reason: 'origin-not-allowed', origin: 'http://(IP address)' },
  ]);
  t.match(await metric('hearthroom_connections_refused_total{reason="origin-not-allowed"}'), / 2$/);
});

t.test('connections beyond the rate of an address are counted', async (t) => {
  const { server, refused, metric } = await start(t, { signalingLimits: { connectionsPerSecond: 1 } });
  const clients = await Promise.all([1, 2, 3].map(() => RawClient.open(server.url)));
  await Promise.race(clients.map(({ closed }) => closed));
  for (const client of clients) client.close();
  await Promise.all(clients.map(({ closed }) => closed));
  t.same(refused, [{ reason: 'too-many-connections' }, { reason: 'too-many-connections' }]);
  t.match(await metric('hearthroom_connections_refused_total{reason="too-many-connections"}'), / 2$/);
});

t.test('a WebSocket without the subprotocol is refused and counted', async (t) => {
  const { server, refused } = await start(t);
  await t.rejects(RawClient.open(server.url, { protocols: ['other.v9'] }), { message: /400/ });
  t.same(refused, [{ reason: 'subprotocol-not-offered' }]);
});

for (const [offered, reason] of [
  ['hearthroom.v0', 'client-too-old'],
  ['hearthroom.v2', 'server-too-old'],
] as const) {
  t.test(`a client that offers ${offered} only is told ${reason}, in a way that pages can read`, async (t) => {
    const { server, refused } = await start(t);
    const client = await RawClient.open(server.url, { protocols: [offered] });
    t.same(await client.closed, { code: 4415, reason });
    t.same(refused, [{ reason: 'subprotocol-not-offered' }]);
    const both = await RawClient.open(server.url, { protocols: [offered, subprotocol] });
    both.close();
    t.equal(refused.length, 1, 'one that offers this version too is served');
  });
}

/** Over HTTP and as a WebSocket, as a proxy would send it. */
async function sendForwarded(url: string): Promise<void> {
  const headers = { 'x-forwarded-for': '198.51.100.7' };
  await fetch(`${url}/healthz`, { headers });
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const key = { 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==', 'sec-websocket-protocol': subprotocol };
  await new Promise<void>((resolve, reject) => {
    request(`${url}/v1/connect`, { headers: { ...headers, ...upgrade, ...key } })
      .on('upgrade', (_response, socket) => {
        socket.destroy();
        resolve();
      })
      .on('error', reject)
      .end();
  });
}

t.test('a proxy that forwards addresses and is not trusted is noticed, over HTTP and as a WebSocket', async (t) => {
  const { server, forwarded, metric } = await start(t);
  await sendForwarded(server.url);
  t.same(forwarded, [{ peer: 'loopback' }, { peer: 'loopback' }]);
  t.match(await metric('hearthroom_untrusted_forwarded_requests_total'), / 2$/);
});

t.test('of a trusted proxy nothing is said', async (t) => {
  const { server, forwarded } = await start(t, { env: { HEARTHROOM_TRUSTED_PROXIES: '127.0.0.1' } });
  await sendForwarded(server.url);
  t.same(forwarded, []);
});
