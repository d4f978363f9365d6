/** The process of a node: over a real database, and what it says when it can't start. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import pg from 'pg';
import t, { type Test } from 'tap';
import { moveStore } from '../../../server/src/commands/store-move/move-store.ts';
import { until } from '../../support/faults/wait.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { ServerProcess } from '../../support/server/server-process.ts';
import { sharedCluster } from '../../support/server/store/every-store.ts';
import { testKey } from '../../support/server/test-server.ts';

const cluster = await sharedCluster();

const urlOf = (database: string) => `postgres://hearthroom:canary@/${database}?host=${cluster.folder}`;

async function start(t: Test, env: Record<string, string>): Promise<ServerProcess> {
  const server = await ServerProcess.start(env);
  t.teardown(() => server.remove());
  return server;
}

const nodeOver = (database: string, name = 'north') => ({
  HEARTHROOM_DATABASE_URL: urlOf(database),
  HEARTHROOM_NODE_NAME: name,
  HEARTHROOM_NODE_PORT: '0',
});

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

t.test('a node that cannot use its database ends with one line and exit code 1', async (t) => {
  const { database } = await cluster.createDatabase();
  await cluster.query('postgres', `ALTER DATABASE ${database} SET default_transaction_read_only = on`);
  const cases: [string, RegExp][] = [
    [urlOf('nothing'), /^The database server at .* has no database nothing\. Create it/],
    [urlOf(database), /^The database test_\d+ at .* is set to read-only transactions: turn/],
    ['postgres://u:canary@127.0.0.1:1/db', /^Nothing accepts connections at 127\.0\.0\.1:1\. Start the database/],
  ];
  for (const [url, expected] of cases) {
    const server = await start(t, { ...nodeOver('x'), HEARTHROOM_DATABASE_URL: url });
    t.equal(await server.exited, 1);
    const lines = server.output.trim().split('\n');
    t.equal(lines.length, 1, server.output);
    t.match(lines[0], expected);
    t.notMatch(server.output, 'canary');
  }
});

t.test('a node makes its data directory, and says so when it cannot', async (t) => {
  const { database } = await cluster.createDatabase();
  const folder = t.testdir({ file: '' });
  const directory = join(folder, 'new', 'data');
  const first = await start(t, { ...nodeOver(database), HEARTHROOM_DATA_DIR: directory });
  await first.url();
  t.ok(existsSync(join(directory, 'audit-key.pem')));
  const second = await start(t, { ...nodeOver(database, 'south'), HEARTHROOM_DATA_DIR: join(folder, 'file', 'data') });
  t.equal(await second.exited, 1);
  t.match(second.output, /^HEARTHROOM_DATA_DIR .* is a file, or lies below one/);
});

t.test('a second node of the same name does not start', async (t) => {
  const { database } = await cluster.createDatabase();
  const first = await start(t, nodeOver(database));
  await first.url();
  const second = await start(t, nodeOver(database));
  t.equal(await second.exited, 1);
  t.match(second.output, /^Another node that runs has the name north\. Set HEARTHROOM_NODE_NAME/m);
  t.equal(first.child.exitCode, null);
});

t.test('a node that fails to start has taken no rooms, and leaves at once', async (t) => {
  const { database } = await cluster.createDatabase();
  const rows = (sql: string) => cluster.query(database, sql);
  const first = await start(t, nodeOver(database));
  const url = await first.url();
  await call(url, 'POST', '/v1/rooms', {});
  first.child.kill('SIGTERM');
  t.equal(await first.exited, 0);
  const before = await rows('SELECT owner, epoch FROM rooms');
  t.match(before, [{ owner: null }]);
  const inUse = createServer().listen(0, '127.0.0.1');
  await once(inUse, 'listening');
  t.teardown(() => inUse.close());
  const port = String(Object(inUse.address()).port);
  for (const name of ['HEARTHROOM_PORT', 'HEARTHROOM_MEDIA_PORT']) {
    const second = await start(t, { ...nodeOver(database, 'south'), [name]: port });
    t.equal(await second.exited, 1);
    t.match(second.output, /in use/);
    t.same(await rows('SELECT owner, epoch FROM rooms'), before);
    t.same(await rows(`SELECT name FROM nodes WHERE state <> 'gone'`), [], 'its name is free');
  }
  const third = await start(t, nodeOver(database, 'south'));
  await third.url();
  t.match(await rows('SELECT adopted, nodes.state FROM rooms JOIN nodes ON owner = incarnation'), [
    { adopted: true, state: 'running' },
  ]);
});

t.test('a node is ready over its database, and makes no backups', async (t) => {
  const { database } = await cluster.createDatabase();
  const server = await start(t, nodeOver(database));
  const url = await server.url();
  t.match(await call(url, 'GET', '/readyz'), { status: 200, body: { checks: { store: 'ok' } } });
  t.match(await call(url, 'POST', '/v1/backup'), { status: 501, body: { code: 'backup-unsupported' } });
  t.notMatch(server.output, 'canary');
});

t.test('a session that began over SQLite continues after its store was moved', async (t) => {
  const before = await start(t, { HEARTHROOM_DRAIN_LIMIT_SECONDS: '0' });
  const url = await before.url();
  const room = String((await call(url, 'POST', '/v1/rooms', { waitingRoom: false })).body.id);
  const token = await createAccessToken({ key: testKey, room, sub: 'weber', role: 'therapist', name: 'Dr. Weber' });
  const { arrival } = await RawClient.join(url, { token });
  before.child.kill('SIGTERM');
  t.equal(await before.exited, 0);
  const connection = await cluster.createDatabase();
  await moveStore({ dataDir: before.dataDir, connection, region: 'default', target: 'the database' });
  const dataDir = { HEARTHROOM_DATA_DIR: before.dataDir };
  const refused = await start(t, dataDir);
  t.equal(await refused.exited, 1);
  t.match(refused.output, /was moved to PostgreSQL\. Set HEARTHROOM_DATABASE_URL/);
  const after = await start(t, { ...nodeOver(connection.database), ...dataDir });
  const back = await RawClient.join(await after.url(), { token, resumeSecret: String(arrival.resumeSecret) });
  const selfOf = (told: Record<string, unknown>) => Object(Object(told.snapshot).self);
  t.equal(selfOf(back.arrival).id, selfOf(arrival).id, 'in the same seat');
  t.equal(selfOf(back.arrival).state, selfOf(arrival).state);
  t.match(await call(await after.url(), 'GET', `/v1/rooms/${room}`), { status: 200 });
});

t.test('a node that is ended while it begins to take rooms gives back its name', async (t) => {
  const { database } = await cluster.createDatabase();
  const before = await start(t, nodeOver(database));
  await before.url();
  before.child.kill('SIGTERM');
  t.equal(await before.exited, 0);
  // Its first renewal as a running node, when it listens, waits for this lock.
  await cluster.query(
    database,
    `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END';
      CREATE TRIGGER wait BEFORE UPDATE ON nodes FOR EACH ROW WHEN (NEW.state = 'running') EXECUTE FUNCTION wait()`,
  );
  const holder = new pg.Client({ host: cluster.folder, user: 'hearthroom', database });
  await holder.connect();
  t.teardown(() => holder.end());
  await holder.query('SELECT pg_advisory_lock(1)');
  const ended = await start(t, nodeOver(database));
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`;
  await until(async () => (await cluster.query(database, waiting)).length > 0, 'it begins to take rooms');
  ended.child.kill('SIGTERM');
  await holder.query('SELECT pg_advisory_unlock(1)');
  t.equal(await ended.exited, 0, ended.output);
  t.same(await cluster.query(database, `SELECT DISTINCT state FROM nodes`), [{ state: 'gone' }]);
});
