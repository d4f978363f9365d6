import t, { type Test } from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

async function setUp(t: Test) {
  const server = await startTestServer({ drainTimings: { lookIntervalMs: 20, graceMs: 2_000 } });
  t.teardown(() => server.close());
  const room = await server.createRoom();
  const join = async (sub: string, role: 'therapist' | 'client') =>
    RawClient.join(server.url, { token: await server.tokenFor(room, { sub, name: sub, role }) });
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await server.adminToken()}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  let isFinished = false;
  void server.app.drain.finished.then(() => {
    isFinished = true;
  });
  return { server, room, join, call, hasFinished: () => isFinished };
}

t.test('a server that drains takes nobody new, and those it knows go on', async (t) => {
  const { server, room, join, call, hasFinished } = await setUp(t);
  const host = await join('weber', 'therapist');
  const { client: anna } = await join('anna', 'client');
  t.match(await call('POST', '/v1/drain'), { status: 202, body: { endsBy: /^\d{4}-.*Z$/, connected: 1 } });
  t.match(await call('POST', '/v1/rooms', {}), { status: 503, body: { code: 'server-draining' } });
  t.match(await call('GET', '/readyz'), {
    status: 503,
    body: { status: 'draining', checks: { accepting: 'draining', store: 'ok' } },
  });
  const stranger = await RawClient.open(server.url);
  const token = await server.tokenFor(room, { sub: 'stranger', name: 'x', role: 'client' });
  t.equal(await stranger.codeOf('authenticate', { token }), 'server-draining');
  anna.close();
  const { client: back, arrival } = await join('anna', 'client');
  t.match(arrival, { snapshot: { state: 'waiting' } }, 'who was known comes back');
  host.client.close();
  const again = await join('weber', 'therapist');
  t.match(again.arrival, { snapshot: { state: 'admitted' } });
  t.match(await (await fetch(`${server.url}/metrics`)).text(), /^hearthroom_draining 1$/m);
  t.notOk(hasFinished());
  await again.client.request('leave');
  await server.app.drain.finished;
  t.ok(hasFinished(), 'the last one has left; who only waits is not waited for');
  const closing = back.notification('closing');
  await server.stop();
  t.match(await closing, { code: 'server-shutdown', retryAfterMs: Number });
});

t.test('a server that drains begins no preflight, and one that runs goes on', async (t) => {
  const { server, room, join, call } = await setUp(t);
  const host = await join('weber', 'therapist');
  const begin = async (sub: string) => {
    const client = await RawClient.open(server.url);
    const token = await server.tokenFor(room, { sub, name: sub, role: 'client' });
    return { client, code: await client.codeOf('beginPreflight', { token }) };
  };
  const early = await begin('anna');
  t.equal(early.code, 'ok');
  t.match(await call('POST', '/v1/drain'), { status: 202 });
  const late = await begin('bea');
  t.equal(late.code, 'server-draining');
  t.same(await late.client.closed, { code: 4503, reason: 'server-draining' });
  t.equal(await early.client.codeOf('openPreflightTransport'), 'ok');
  t.match(
    await (await fetch(`${server.url}/metrics`)).text(),
    /^hearthroom_preflights_total 1$/m,
    'the second did not begin',
  );
  early.client.close();
  host.client.close();
});

t.test('only an admin token drains a server', async (t) => {
  const { server, hasFinished } = await setUp(t);
  const { status } = await fetch(`${server.url}/v1/drain`, { method: 'POST' });
  t.equal(status, 401);
  t.notOk(hasFinished());
  t.notOk(server.app.registry.isDraining);
});
