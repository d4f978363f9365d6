/** The proxies' files in examples/deploy, unchanged except for addresses and paths. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import t, { type Test } from 'tap';
import {
  type DeployedProxy,
  type ProxyName,
  startDeployedProxy,
  whyNoProxy,
} from '../../support/network/deployed-proxy.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { hasOpenssl } from '../../support/server/keys/certificates.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const names: ProxyName[] = ['nginx', 'caddy'];
const metricsToken = 'a-token-of-the-metrics-0123456789abcdef';
const requestsPerMinute = 5;

/** As the comment at the top of both files requires. */
const env = {
  HEARTHROOM_TRUSTED_PROXIES: '127.0.0.1',
  HEARTHROOM_METRICS_TOKEN: metricsToken,
  HEARTHROOM_API_REQUESTS_PER_MINUTE: String(requestsPerMinute),
};

async function start(t: Test, name: ProxyName, path: '' | '/calls' = '') {
  const server = await startTestServer({ env });
  t.teardown(() => server.close());
  return { server, proxy: await startDeployedProxy(t, name, server.url, path) };
}

async function statusOf({ url, certificate }: DeployedProxy, path: string, options: RequestOptions = {}) {
  const sent = request(`${url}${path}`, { ca: certificate, agent: false, ...options }).end();
  const [answer]: IncomingMessage[] = await once(sent, 'response');
  answer?.resume();
  return answer?.statusCode;
}

/** Only on Linux is the whole loopback network local. */
const whyNot = (name: ProxyName) =>
  process.platform === 'linux' && hasOpenssl ? whyNoProxy(name) : 'needs Linux and openssl';

for (const name of names) {
  const skip = whyNot(name);

  t.test(`a session runs through ${name} as it is deployed`, { skip }, async (t) => {
    const { server, proxy } = await start(t, name);
    const room = await server.createRoom();
    const join = async (sub: string, role: 'therapist' | 'client') => {
      const token = await server.tokenFor(room, { sub, role, name: sub });
      return RawClient.join(proxy.url, { token }, { ca: proxy.certificate, origin: proxy.url });
    };
    const host = await join('weber', 'therapist');
    const anna = await join('anna', 'client');
    t.match(anna.arrival, { snapshot: { state: 'waiting' } });
    const { entry } = await host.client.notification('waitingAdded');
    const { id, epoch } = entry as { id: string; epoch: number };
    t.equal(await host.client.codeOf('admit', { participantId: id, epoch }), 'ok');
    t.match(await anna.client.notification('snapshotReplaced'), { snapshot: { state: 'admitted' } });
    t.equal(await anna.client.codeOf('ping'), 'ok');
    t.equal(await anna.client.codeOf('leave'), 'ok');
    await host.client.notification('participantLeft');
    host.client.close();
  });

  t.test(`${name} passes on health and the API, and no metrics`, { skip }, async (t) => {
    const { server, proxy } = await start(t, name);
    const bearer = { headers: { authorization: `Bearer ${metricsToken}` } };
    t.equal(await statusOf(proxy, '/healthz'), 200);
    t.equal(await statusOf(proxy, '/readyz'), 200);
    const admin = { headers: { authorization: `Bearer ${await server.adminToken()}` } };
    t.equal(await statusOf(proxy, '/v1/rooms', admin), 200);
    for (const path of ['/metrics', '/%6Detrics', '//metrics']) t.equal(await statusOf(proxy, path, bearer), 404, path);
    const directly = (options?: RequestInit) => fetch(`${server.url}/metrics`, options);
    t.equal((await directly(bearer)).status, 200, 'Prometheus asks the server itself');
    t.equal((await directly()).status, 401, 'with the token');
  });

  t.test(`under a path ${name} passes on health and sessions, and no metrics`, { skip }, async (t) => {
    const { server, proxy } = await start(t, name, '/calls');
    t.equal(await statusOf(proxy, '/healthz'), 200);
    t.equal(await statusOf(proxy, '/metrics', { headers: { authorization: `Bearer ${metricsToken}` } }), 404);
    const token = await server.tokenFor(await server.createRoom(), { sub: 'anna', role: 'client', name: 'Anna' });
    const origin = new URL(proxy.url).origin;
    const { client, arrival } = await RawClient.join(proxy.url, { token }, { ca: proxy.certificate, origin });
    t.match(arrival, { snapshot: { state: 'waiting' } });
    client.close();
  });

  t.test(`behind ${name} limits use the client’s real address, whatever headers it sends`, { skip }, async (t) => {
    const { proxy } = await start(t, name);
    const ask = (localAddress: string, claimed: string) =>
      statusOf(proxy, '/v1/openapi.json', { localAddress, headers: { 'X-Forwarded-For': claimed } });
    for (let count = 1; count <= requestsPerMinute; count += 1)
      t.equal(await ask('127.0.0.77', `10.0.0.${count}`), 200);
    t.equal(await ask('127.0.0.77', '10.0.0.99'), 429);
    t.equal(await ask('127.0.0.78', '10.0.0.1'), 200);
  });

  t.test(`${name} writes no address of a client, not even while the server is down`, { skip }, async (t) => {
    const { server, proxy } = await start(t, name);
    const localAddress = '127.0.0.77';
    t.equal(await statusOf(proxy, '/healthz', { localAddress }), 200);
    await server.stop();
    t.equal(await statusOf(proxy, '/healthz', { localAddress }), 502);
    t.notMatch(proxy.log(), localAddress);
  });
}

t.test('nginx sends http to https', { skip: whyNot('nginx') }, async (t) => {
  const { proxy } = await start(t, 'nginx');
  const answer = await fetch(`${proxy.plainUrl}/v1/docs?a=b`, { redirect: 'manual' });
  t.equal(answer.status, 301);
  t.equal(answer.headers.get('location'), 'https://127.0.0.1/v1/docs?a=b');
});
