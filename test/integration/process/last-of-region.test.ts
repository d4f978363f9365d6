/** The last node of a region is drained: nobody else may run its rooms. */
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { ServerProcess } from '../../support/server/server-process.ts';
import { sharedCluster } from '../../support/server/store/every-store.ts';
import { testKey } from '../../support/server/test-server.ts';

t.setTimeout(60_000);

const cluster = await sharedCluster();

async function call(url: string, method: string, path: string, body?: object) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await createAdminToken({ key: testKey })}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: JSON.parse((await answer.text()) || '{}') };
}

async function setUp(t: Test) {
  const { database } = await cluster.createDatabase();
  const start = async (name: string, region: string) => {
    const server = await ServerProcess.start({
      HEARTHROOM_DATABASE_URL: `postgres://hearthroom@/${database}?host=${cluster.folder}`,
      HEARTHROOM_NODE_NAME: name,
      HEARTHROOM_NODE_PORT: '0',
      HEARTHROOM_REGION: region,
      HEARTHROOM_DRAIN_LIMIT_SECONDS: '1',
    });
    t.teardown(() => server.remove());
    return { server, url: await server.url() };
  };
  const stored = async (room: string) => {
    const [row] = await cluster.query(database, `SELECT owner, region FROM rooms WHERE id = '${room}'`);
    return row;
  };
  return { start, stored };
}

t.test('the rooms of the last node of a region stay stored when it ends, and continue at the next one', async (t) => {
  const { start, stored } = await setUp(t);
  const north = await start('north', 'north');
  const south = await start('south', 'south');
  const room = String((await call(north.url, 'POST', '/v1/rooms', { waitingRoom: false })).body.id);
  const empty = String((await call(north.url, 'POST', '/v1/rooms', {})).body.id);
  const token = await createAccessToken({ key: testKey, room, sub: 'weber', role: 'therapist', name: 'Dr. Weber' });
  const { client, arrival } = await RawClient.join(north.url, { token });
  north.server.child.kill('SIGTERM');
  await t.resolveMatch(
    (async () => {
      for (;;) {
        const answer = await call(north.url, 'POST', '/v1/rooms', {});
        if (answer.status !== 201) return answer;
      }
    })(),
    { status: 503, body: { code: 'server-draining' } },
    'it takes no new rooms',
  );
  t.equal((await call(north.url, 'GET', `/v1/rooms/${empty}`)).status, 200, 'its own are still answered for');
  t.match(await client.notification('closing'), { code: 'server-shutdown', retryAfterMs: 0 });
  t.equal(await north.server.exited, 0);
  for (const id of [room, empty]) t.same(await stored(id), { owner: null, region: 'north' });
  const answer = await call(south.url, 'GET', `/v1/rooms/${room}`);
  t.match(answer, { status: 503, body: { code: 'storage-unavailable' } }, 'a node of another region runs none of them');
  t.same(await stored(room), { owner: null, region: 'north' });
  const next = await start('north-2', 'north');
  const { arrival: again } = await RawClient.join(south.url, { token, resumeSecret: String(arrival.resumeSecret) });
  const selfOf = (told: Record<string, unknown>) => Object(Object(told.snapshot).self);
  t.equal(selfOf(again).id, selfOf(arrival).id, 'the same seat, through any node');
  t.equal((await call(next.url, 'GET', `/v1/rooms/${empty}`)).status, 200);
});
