/** Nothing needs a session of the database, and an answer is understood in any language. */
import t, { type Test } from 'tap';
import { OutcomeUnknown } from '../../../../../server/src/rooms/ports.ts';
import { Database } from '../../../../../server/src/store/postgres/connection/database.ts';
import { sharedCluster } from '../../../../support/server/store/every-store.ts';
import { InterruptedLink } from '../../../../support/server/store/postgres/interrupted-link.ts';

async function openDatabase(t: Test, more: object = {}) {
  const cluster = await sharedCluster();
  const connection = await cluster.createDatabase();
  const database = new Database({ ...connection, maxConnections: 1, ...more });
  t.teardown(() => database.close());
  return { database, connection, query: (sql: string) => cluster.query(connection.database, sql) };
}

t.test('a statement works when the database has forgotten its name, as behind a pooler', async (t) => {
  const { database } = await openDatabase(t);
  await database.write('CREATE TABLE numbers (value integer)', []);
  const insert = (value: number) => database.write('INSERT INTO numbers VALUES ($1)', [value], 'insert');
  await insert(1);
  await database.write('DEALLOCATE ALL', []);
  await insert(2);
  await insert(3);
  t.same(await database.read('SELECT value FROM numbers ORDER BY 1'), [{ value: 1 }, { value: 2 }, { value: 3 }]);
});

t.test('a connection has no settings of its own outside of a transaction', async (t) => {
  const { database } = await openDatabase(t);
  const settings = `SELECT name FROM pg_settings WHERE source = 'session' ORDER BY name`;
  t.same(await database.read(settings), []);
  const inside = await database.transaction(async (query) => (await query(settings)).rows);
  t.same(inside, [{ name: 'idle_in_transaction_session_timeout' }, { name: 'lock_timeout' }]);
  t.same(await database.read(settings), []);
});

t.test('a refusal leaves the connection as it is', async (t) => {
  const { database } = await openDatabase(t);
  const pid = async () => (await database.read('SELECT pg_backend_pid() AS pid'))[0]?.pid;
  const before = await pid();
  await t.rejects(database.write('SELECT 1 / 0', []), { code: '22012' });
  t.equal(await pid(), before);
});

t.test('an error that ended the connection leaves the outcome unknown, in whatever language it is told', async (t) => {
  const cluster = await sharedCluster();
  const link = await InterruptedLink.open(cluster.socket);
  const { database, query } = await openDatabase(t, { host: '127.0.0.1', port: link.port });
  t.teardown(() => link.close());
  // With a code that a refusal may have too.
  link.rewrite = (text) => text.replaceAll('FATAL', 'GRAVE').replace('57P01', 'XX000');
  await database.read('SELECT 1');
  const waiting = database.write('SELECT pg_sleep(60)', []);
  const told = t.rejects(waiting, OutcomeUnknown);
  const sleeping = `FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'`;
  while ((await query(`SELECT 1 ${sleeping}`)).length === 0);
  await query(`SELECT pg_terminate_backend(pid) ${sleeping}`);
  await told;
});
