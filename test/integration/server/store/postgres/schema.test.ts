import t from 'tap';
import { Database } from '../../../../../server/src/store/postgres/connection/database.ts';
import { PostgresStore } from '../../../../../server/src/store/postgres/postgres-store.ts';
import { migrate } from '../../../../../server/src/store/postgres/schema/migrate.ts';
import { sharedCluster } from '../../../../support/server/store/every-store.ts';
import { makeNode } from '../../../../support/server/store/nodes.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';
import { nodesOf } from '../../../../support/server/store/postgres/open-nodes.ts';
import { makeRecord, withSomebody } from '../../../../support/server/store/room-records.ts';

const first = { sql: 'CREATE TABLE rooms (id text); INSERT INTO rooms VALUES (1)', isContract: true };
const expand = { sql: 'ALTER TABLE rooms ADD COLUMN colour text' };
const contract = { sql: 'ALTER TABLE rooms DROP COLUMN id', isContract: true };

async function openDatabase(): Promise<{ database: Database; query: (sql: string) => Promise<object[]> }> {
  const cluster = await sharedCluster();
  const connection = await cluster.createDatabase();
  const database = new Database(connection);
  return { database, query: (sql) => cluster.query(connection.database, sql) };
}

t.test('servers that start at the same time migrate once', async (t) => {
  const { database, query } = await openDatabase();
  t.teardown(() => database.close());
  await Promise.all(Array.from({ length: 8 }, () => migrate(database, [first, expand])));
  t.same(await query('SELECT * FROM rooms'), [{ id: '1', colour: null }]);
  t.same(await query('SELECT * FROM schema_version'), [{ version: 2, readable_from: 1 }]);
});

t.test('an older schema is migrated; if that fails it stays as it was', async (t) => {
  const { database, query } = await openDatabase();
  t.teardown(() => database.close());
  await migrate(database, [first]);
  await t.rejects(migrate(database, [first, expand, { sql: 'ALTER TABLE nothing ADD COLUMN colour text' }]));
  t.same(await query('SELECT * FROM rooms'), [{ id: '1' }]);
  t.same(await query('SELECT * FROM schema_version'), [{ version: 1, readable_from: 1 }]);
  await migrate(database, [first, expand]);
  t.same(await query('SELECT * FROM rooms'), [{ id: '1', colour: null }]);
});

t.test('a server goes on with a newer schema that was only expanded, and is refused by a contracted one', async (t) => {
  const { database, query } = await openDatabase();
  t.teardown(() => database.close());
  await migrate(database, [first, expand]);
  await migrate(database, [first]);
  t.same(await query('SELECT version FROM schema_version'), [{ version: 2 }], 'which it leaves as it is');
  await migrate(database, [first, expand, contract]);
  await t.rejects(migrate(database, [first, expand]), {
    message: 'was migrated by a newer Hearthroom (schema 3, this one knows 2)',
  });
});

t.test('the database itself changes and removes no entry of the audit log', async (t) => {
  const cluster = await sharedCluster();
  const connection = await cluster.createDatabase();
  const store = await PostgresStore.open({ connection, node: makeNode() });
  t.teardown(() => store.close());
  await store.audit.append([changeAt(1), changeAt(2)]);
  await store.audit.head();
  const query = (sql: string) => cluster.query(connection.database, sql);
  await t.rejects(query("UPDATE audit SET line = 'x'"), /not changed/);
  await t.rejects(query('DELETE FROM audit WHERE seq = 2'), /pruned from the oldest/);
});

t.test('a broken room is named, without its content, and the others load', async (t) => {
  const cluster = await sharedCluster();
  const connection = await cluster.createDatabase();
  const broken: Error[] = [];
  const store = await PostgresStore.open({ connection, node: makeNode(), onBrokenRoom: (error) => broken.push(error) });
  t.teardown(() => store.close());
  for (const id of ['r-1', 'r-2', 'r-3']) await store.insertRoom(withSomebody(makeRecord(id), 'canary'));
  await cluster.query(connection.database, `UPDATE rooms SET state = 'canary{' WHERE id = 'r-2'`);
  t.same(
    (await store.loadOpenRooms()).map(({ id }) => id),
    ['r-1', 'r-3'],
  );
  t.match(broken, [/^BrokenRoomError: stored room r-2 .*JSON/]);
  t.notMatch(broken.map(String).join(), /canary/);
  await t.rejects(store.getRoom('r-2'), { name: 'BrokenRoomError', roomId: 'r-2' });
  t.ok(await store.deleteRoom('r-2'), 'it can still be erased');
  t.equal(await store.getRoom('r-2'), null);
});

t.test('a broken room stays at the node that adopted it, which can delete it', async (t) => {
  const { open, query } = await nodesOf(t);
  const broken: Error[] = [];
  const first = await open('node-1');
  for (const id of ['r-1', 'r-2', 'r-3']) await first.insertRoom(makeRecord(id));
  await query(`UPDATE rooms SET state = '{' WHERE id <> 'r-3'`);
  await first.cluster.nodes.leave();
  const second = await open('node-2', {}, { onBrokenRoom: (error) => broken.push(error) });
  const { ownership } = second.cluster;
  await t.rejects(ownership.adopt('r-1'), { name: 'BrokenRoomError' });
  t.same(
    (await ownership.adoptSome(10)).map(({ id }) => id),
    ['r-3'],
  );
  t.same(await ownership.owned(), [{ id: 'r-3', isCurrent: true }]);
  t.equal((await ownership.locate('r-2')).kind, 'here');
  t.same(await ownership.adoptSome(10), []);
  t.equal(broken.length, 1, 'it is reported once');
  await second.loadOpenRooms();
  t.same(await ownership.owned(), [{ id: 'r-3', isCurrent: true }], 'also of those that are loaded anew');
  for (const id of ['r-1', 'r-2']) t.ok(await second.deleteRoom(id));
  t.same(await query('SELECT id FROM rooms'), [{ id: 'r-3' }]);
});
