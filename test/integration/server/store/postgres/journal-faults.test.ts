/** Records of media when the answer to their storing is lost, or while their room is being deleted. */
import pg from 'pg';
import t, { type Test } from 'tap';
import { OutcomeUnknown } from '../../../../../server/src/rooms/ports.ts';
import { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { sharedCluster } from '../../../../support/server/store/every-store.ts';
import { makeNode } from '../../../../support/server/store/nodes.ts';
import { InterruptedLink } from '../../../../support/server/store/postgres/interrupted-link.ts';
import { nodesOf, ttlMs } from '../../../../support/server/store/postgres/open-nodes.ts';
import { makeRecord } from '../../../../support/server/store/room-records.ts';

const recordAt = (at: number) => ({
  ...{ roomId: 'r-1', at, count: 1 },
  event: { what: 'path.lost', seatId: 'p-anna', direction: 'send' } as const,
});
const timesOf = async (store: PostgresStore) =>
  (await store.journal.findEvidence('r-1', 0, 100)).records.map(({ at }) => at);

/** A store behind a link, whose next commit is kept back in one direction. */
async function withLink(t: Test) {
  const cluster = await sharedCluster();
  const { database, user } = await cluster.createDatabase();
  const link = await InterruptedLink.open(cluster.socket);
  const connection = { host: '127.0.0.1', port: link.port, database, user, timeoutMs: 1_000 };
  const store = await PostgresStore.open({ connection, node: makeNode(), nodeTtlMs: ttlMs });
  t.teardown(async () => {
    link.forgetOpen();
    await store.close();
    await link.close();
  });
  await store.insertRoom(makeRecord('r-1'));
  return { store, link };
}

t.test('records whose commit was not answered, and that are given again, are stored once', async (t) => {
  const { store, link } = await withLink(t);
  const records = [recordAt(10), recordAt(20)];
  link.onSent = (text) => {
    if (text.includes('COMMIT')) link.hold('toServer');
  };
  await t.rejects(store.journal.add(records), OutcomeUnknown);
  link.onSent = () => {};
  link.forgetOpen();
  await store.journal.add([...records, recordAt(30)]);
  t.same(await timesOf(store), [10, 20, 30]);
});

t.test('records whose commit did not arrive are stored when they are given again', async (t) => {
  const { store, link } = await withLink(t);
  const records = [recordAt(10)];
  link.holds = (text) => text.includes('INSERT INTO insertions');
  await t.rejects(store.journal.add(records));
  link.forgetOpen();
  await store.journal.add(records);
  t.same(await timesOf(store), [10]);
});

/** A transaction of somebody else. */
async function openTransaction(t: Test, connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(connection);
  await client.connect();
  t.teardown(() => client.end());
  await client.query('BEGIN');
  return client;
}

/** Resolves when a statement waits for a lock. */
async function aStatementWaits(query: (sql: string) => Promise<object[]>): Promise<void> {
  while ((await query('SELECT 1 FROM pg_locks WHERE NOT granted')).length === 0);
}

t.test('of a room that is being deleted no records are stored', async (t) => {
  const { connection, open, query } = await nodesOf(t);
  const store = await open('node-1');
  await store.insertRoom(makeRecord('r-1'));
  const deletion = await openTransaction(t, connection);
  await deletion.query(`DELETE FROM rooms WHERE id = 'r-1'`);
  const adding = store.journal.add([recordAt(10)]);
  await aStatementWaits(query);
  await deletion.query('COMMIT');
  await adding;
  t.same(await query('SELECT * FROM media_journal'), []);
});

t.test('records that are being stored while their room is deleted are deleted with it', async (t) => {
  const { connection, open, query } = await nodesOf(t);
  const store = await open('node-1');
  await store.insertRoom(makeRecord('r-1'));
  const adding = await openTransaction(t, connection);
  await adding.query(`SELECT 1 FROM rooms WHERE id = 'r-1' FOR KEY SHARE`);
  await adding.query(`INSERT INTO media_journal (room_id, at, count, event) VALUES ('r-1', 1, 1, '{}')`);
  const deletion = store.deleteRoom('r-1');
  await aStatementWaits(query);
  await adding.query('COMMIT');
  t.ok(await deletion);
  t.same(await query('SELECT * FROM media_journal'), []);
});
