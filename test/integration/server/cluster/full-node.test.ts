/** Two real nodes with media over a real PostgreSQL: where people get media when one of the nodes is full. */
import { createAccessToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { waitUntil } from '../../../support/media/wait-until.ts';
import { RawClient } from '../../../support/server/clients/raw-client.ts';
import { PostgresCluster } from '../../../support/server/store/postgres/postgres-cluster.ts';
import { startTestServer, type TestServer, testKey } from '../../../support/server/test-server.ts';

t.setTimeout(240_000);

const cluster = await PostgresCluster.start();
t.teardown(() => cluster.remove());

/** Enough for rooms of several people. */
const plenty = '100000';

async function startNodes(t: Test, packets: readonly string[]): Promise<TestServer[]> {
  const { host, user, database } = await cluster.createDatabase();
  const nodes: TestServer[] = [];
  for (const [index, limit] of packets.entries()) {
    const env = {
      HEARTHROOM_DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(host)}`,
      HEARTHROOM_NODE_NAME: `node-${index}`,
      HEARTHROOM_NODE_PORT: '0',
      HEARTHROOM_WORKER_MAX_PACKETS_PER_SECOND: limit,
    };
    const node = await startTestServer({ env });
    t.teardown(() => node.close());
    nodes.push(node);
  }
  return nodes;
}

/** @returns undefined: there are transports; otherwise why there are none */
async function join({ url }: TestServer, room: string, sub: string): Promise<string | undefined> {
  const role = sub === 'weber' ? 'therapist' : 'client';
  const token = await createAccessToken({ key: testKey, room, sub, role, name: sub });
  const { client, arrival } = await RawClient.join(url, { token });
  const opened = await client.request('openMedia', { rtpCapabilities: arrival.routerRtpCapabilities });
  return 'error' in opened ? opened.error.code : undefined;
}

const seesOther = (node: TestServer, other: TestServer) =>
  waitUntil(async () => {
    const text = await (await fetch(`${node.url}/metrics`)).text();
    return /^hearthroom_nodes\{state="running"\} 2$/m.test(text) && other.url !== '';
  }, 'the nodes know each other');

t.test('a room in which nobody is goes to a node that is not full, whatever node is asked', async (t) => {
  const [full, free] = (await startNodes(t, ['1', plenty])) as [TestServer, TestServer];
  await seesOther(full, free);
  await seesOther(free, full);
  const [first, second] = [await full.createRoom(), await full.createRoom()];
  t.equal(await join(full, first, 'weber'), undefined);
  t.equal(await join(free, second, 'weber'), undefined, 'forwarded to the full node, which places it');
  t.equal(await join(full, first, 'anna'), undefined, 'it stays where it is');
});

t.test('where all nodes are full, people are told so', async (t) => {
  const [one, two] = (await startNodes(t, ['1', '1'])) as [TestServer, TestServer];
  await seesOther(one, two);
  const room = await one.createRoom();
  t.equal(await join(one, room, 'weber'), 'capacity');
  t.equal(await join(two, await one.createRoom(), 'weber'), 'capacity');
});

t.test('a room in which people are stays at its node, also when that is full', async (t) => {
  // Enough for one or two people.
  const [small, free] = (await startNodes(t, ['600', plenty])) as [TestServer, TestServer];
  await seesOther(small, free);
  const room = await small.createRoom();
  t.equal(await join(small, room, 'weber'), undefined);
  const codes: (string | undefined)[] = [];
  for (const sub of ['anna', 'ben', 'clara', 'david']) codes.push(await join(small, room, sub));
  t.ok(codes.includes('capacity'), String(codes));
  t.equal(await join(small, await small.createRoom(), 'weber'), undefined, 'the next room goes elsewhere');
});
