/** Random interleavings of several nodes that write, adopt and give the same rooms, while connections are ended. */
import process from 'node:process';
import t, { type Test } from 'tap';
import { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { Random } from '../../../../support/faults/seeded-random.ts';
import { sharedCluster } from '../../../../support/server/store/every-store.ts';
import { makeNode } from '../../../../support/server/store/nodes.ts';
import { NodePlayer } from '../../../../support/server/store/postgres/node-player.ts';
import {
  type Acknowledged,
  keepHistory,
  problemsOfHistory,
} from '../../../../support/server/store/postgres/room-history.ts';
import { makeRecord } from '../../../../support/server/store/room-records.ts';

const seed = Number(process.env.HEARTHROOM_SEED ?? Math.floor(Math.random() * 2 ** 31));
const roomIds = ['r-1', 'r-2', 'r-3'];
const rounds = 250;

async function play(t: Test, nodes: number, random: Random): Promise<string[]> {
  const cluster = await sharedCluster();
  const connection = await cluster.createDatabase();
  const query = (sql: string) => cluster.query(connection.database, sql);
  const acknowledged: Acknowledged[] = [];
  const players: NodePlayer[] = [];
  const others = () => players.map(({ options }) => options.incarnation);
  const endLease = (incarnation: string) =>
    query(`UPDATE nodes SET lease_until = clock_timestamp() - interval '1 second'
      WHERE incarnation = '${incarnation}'`);
  const start = async (): Promise<NodePlayer> => {
    const node = makeNode(`node-${Math.floor(random.next() * 1e9)}`);
    const store = await PostgresStore.open({ connection, node, nodeTtlMs: 600_000 });
    t.teardown(() => store.close());
    return new NodePlayer({ incarnation: node.incarnation, store, random, roomIds, acknowledged, others, endLease });
  };
  for (let index = 0; index < nodes; index += 1) players.push(await start());
  await keepHistory(query);
  for (const id of roomIds) await players[0]?.options.store.insertRoom(makeRecord(id));
  for (let round = 0; round < rounds; round += 1) {
    const acts = players.map((player) => player.act());
    if (random.chance(0.1))
      await query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'hearthroom' AND datname = current_database() AND random() < 0.5`);
    await Promise.all(acts);
    // A node that was declared gone notices sooner or later.
    for (const [index, player] of players.entries())
      if (random.chance(0.3) && (await player.isGone())) {
        await player.options.store.close();
        players[index] = await start();
      }
  }
  t.ok(acknowledged.length > rounds / 10, `${acknowledged.length} writes were acknowledged`);
  const epochs = await query('SELECT sum(epoch) AS sum FROM rooms');
  t.ok(Number(epochs[0]?.sum) > roomIds.length * 5, `the owners changed: ${epochs[0]?.sum}`);
  return await problemsOfHistory(query, acknowledged);
}

for (const nodes of [2, 3])
  t.test(`of ${nodes} nodes one owns a room in each epoch, and no acknowledged write is lost`, async (t) => {
    t.comment(`HEARTHROOM_SEED=${seed}`);
    t.same(await play(t, nodes, new Random(seed)), []);
  });
