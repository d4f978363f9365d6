/** The metrics of a real node over a real PostgreSQL. */
import t from 'tap';
import { waitUntil } from '../../../support/media/wait-until.ts';
import { PostgresCluster } from '../../../support/server/store/postgres/postgres-cluster.ts';
import { startTestServer } from '../../../support/server/test-server.ts';

t.setTimeout(120_000);

t.test('a node has its lease, its rooms, its load and the other nodes in its metrics', async (t) => {
  const cluster = await PostgresCluster.start();
  t.teardown(() => cluster.remove());
  const { host, user, database } = await cluster.createDatabase();
  const server = await startTestServer({
    env: {
      HEARTHROOM_DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(host)}`,
      HEARTHROOM_NODE_NAME: 'node-a',
      HEARTHROOM_NODE_PORT: '0',
    },
  });
  t.teardown(() => server.close());
  await server.createRoom();
  let values = new Map<string, number>();
  await waitUntil(async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    values = new Map(
      [...text.matchAll(/^(hearthroom_\S+) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]),
    );
    return (values.get('hearthroom_nodes{state="running"}') ?? 0) > 0;
  }, 'it has read which nodes there are');
  const metric = (name: string): number => values.get(`hearthroom_${name}`) ?? Number.NaN;
  t.equal(metric('nodes{state="running"}'), 1);
  t.equal(metric('rooms_owned'), 1);
  t.ok(metric('lease_left_seconds') > 0);
  t.ok(values.has('hearthroom_commit_seconds_count'));
  t.ok(metric('load_max') > 0);
  for (const name of ['hold_mode', 'load_reserved', 'fenced_writes_total', 'guard_deaths_total', 'guard_kills_total'])
    t.equal(metric(name), 0, name);
});
