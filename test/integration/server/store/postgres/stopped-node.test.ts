/** What a process that is stopped, or that fails to start, keeps of the database from the other nodes. */
import t from 'tap';
import { NodeNameInUseError } from '../../../../../server/src/cluster/ports.ts';
import { Database, longTransaction } from '../../../../../server/src/store/postgres/connection/database.ts';
import { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { until } from '../../../../support/faults/wait.ts';
import { sharedCluster } from '../../../../support/server/store/every-store.ts';
import { makeNode } from '../../../../support/server/store/nodes.ts';
import { nodesOf, ttlMs } from '../../../../support/server/store/postgres/open-nodes.ts';
import { makeRecord } from '../../../../support/server/store/room-records.ts';

t.test('a transaction whose process is stopped between statements does not keep its locks', async (t) => {
  const database = new Database(await (await sharedCluster()).createDatabase());
  t.teardown(() => database.close());
  await database.write('CREATE TABLE numbers (value integer)', []);
  await database.write('INSERT INTO numbers VALUES (0)', []);
  const stopped = database.transaction(async (query) => {
    await query('UPDATE numbers SET value = 1');
    // Sends nothing until another one has got the row, which waits for it for 3 s at most.
    await database.transaction((other) => other('UPDATE numbers SET value = value + 10'));
    await query('SELECT 1');
  });
  await t.rejects(stopped);
  t.same(await database.read('SELECT value FROM numbers'), [{ value: 10 }], 'nothing of it is stored');
});

t.test('placing and reserving do not wait for renewals, nor renewals for them', async (t) => {
  const { connection, open, query } = await nodesOf(t);
  const [first, second] = [await open('node-1'), await open('node-2')];
  const { ownership } = first.cluster;
  for (const id of ['r-1', 'r-2', 'r-3']) await first.insertRoom(makeRecord(id));
  const database = new Database(connection);
  t.teardown(() => database.close());
  await database.transaction(async (locked) => {
    await locked('SELECT FROM nodes FOR NO KEY UPDATE');
    await ownership.reserve('r-1', 20);
    await ownership.place('r-2', 3, 0);
    await ownership.place('r-3', 4, 0);
  }, longTransaction);
  t.match(await query('SELECT id, load, adopted FROM rooms ORDER BY id'), [
    { id: 'r-1', load: 20, adopted: true },
    { id: 'r-2', load: 3, adopted: false },
    { id: 'r-3', load: 4, adopted: false },
  ]);
  t.equal((await first.cluster.nodes.renew(ttlMs, 'running'))?.load, 20);
  t.equal((await second.cluster.nodes.renew(ttlMs, 'running'))?.load, 7);
});

t.test('a store that can’t be opened leaves no connection', async (t) => {
  const { connection, open, query } = await nodesOf(t);
  await open('node-1');
  const second = { ...connection, application_name: 'second' };
  for (let times = 0; times < 3; times += 1)
    await t.rejects(PostgresStore.open({ connection: second, node: makeNode('node-1') }), NodeNameInUseError);
  const left = () => query(`SELECT pid FROM pg_stat_activity WHERE application_name = 'second'`);
  // The server ends a process a little after its connection is closed.
  await until(async () => (await left()).length === 0, 'all connections are closed');
});
