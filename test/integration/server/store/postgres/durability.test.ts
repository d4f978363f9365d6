/** Databases that would lose acknowledged writes are refused: real settings, standby servers and their senders. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { debianPrograms } from '../../../../../server/setup/install/postgres.mjs';
import {
  checkDatabase,
  type DatabaseFacts,
  requireFit,
  type UnfitDatabaseError,
} from '../../../../../server/src/store/postgres/connection/check-database.ts';
import { PostgresCluster } from '../../../../support/server/store/postgres/postgres-cluster.ts';

const cluster = await PostgresCluster.start();
t.teardown(() => cluster.remove());
const connection = await cluster.createDatabase();

const query = (sql: string) => cluster.query(connection.database, sql);

/** @returns why the database is refused, or null */
async function refusal({ acceptsAsyncStandby = false, user = connection.user } = {}): Promise<string | null> {
  return await checkDatabase({ ...connection, user }, { acceptsAsyncStandby }).then(
    () => null,
    (error: UnfitDatabaseError) => error.reason,
  );
}

/** Repeats the query until it answers something: settings and senders change a moment after they are asked to. */
async function until(sql: string): Promise<void> {
  while ((await query(sql)).length === 0);
}

async function set(t: Test, name: string, value: string): Promise<void> {
  const apply = async (setting: string, isSet: string) => {
    await query(setting);
    await query('SELECT pg_reload_conf()');
    await until(`SELECT 1 WHERE ${isSet}`);
  };
  const [before] = await query(`SELECT current_setting('${name}') AS value`);
  await apply(`ALTER SYSTEM SET ${name} = '${value}'`, `current_setting('${name}') = '${value}'`);
  t.teardown(() => apply(`ALTER SYSTEM RESET ${name}`, `current_setting('${name}') = '${String(before?.value)}'`));
}

/** Receives the write-ahead log as a standby server does, under this name. */
async function startStandby(t: Test, name: string): Promise<ChildProcess> {
  const programs = dirname(process.env.POSTGRES_BIN ?? debianPrograms()[0] ?? '');
  const folder = mkdtempSync(join(tmpdir(), 'hr-wal-'));
  const args = ['-D', folder, '-h', cluster.folder, '-U', 'hearthroom', '--no-loop', '--synchronous'];
  const receiver: ChildProcess = spawn(join(programs, 'pg_receivewal'), args, {
    env: { ...process.env, PGAPPNAME: name },
    stdio: 'ignore',
  });
  t.teardown(async () => {
    const ended = once(receiver, 'exit');
    receiver.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true });
    await until(`SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pg_stat_replication WHERE application_name = '${name}')`);
  });
  await until(`SELECT 1 FROM pg_stat_replication WHERE application_name = '${name}' AND state = 'streaming'`);
  return receiver;
}

t.test('a database without standby servers is durable by itself', async (t) => {
  t.equal(await refusal(), null);
});

t.test('a database that a crash destroys is always refused', async (t) => {
  for (const name of ['fsync', 'full_page_writes'])
    await t.test(name, async (t) => {
      await set(t, name, 'off');
      t.equal(await refusal({ acceptsAsyncStandby: true }), 'not-durable');
    });
  t.equal(await refusal(), null);
});

t.test('commits that are not awaited are refused, unless accepted', async (t) => {
  await query(`ALTER DATABASE ${connection.database} SET synchronous_commit = off`);
  t.teardown(() => query(`ALTER DATABASE ${connection.database} RESET synchronous_commit`));
  t.equal(await refusal(), 'asynchronous-standby');
  t.equal(await refusal({ acceptsAsyncStandby: true }), null);
});

t.test('an asynchronous standby server is refused, unless accepted', async (t) => {
  await query('CREATE ROLE unprivileged LOGIN');
  await startStandby(t, 'standby_1');
  t.equal(await refusal(), 'asynchronous-standby');
  t.equal(await refusal({ user: 'unprivileged' }), 'asynchronous-standby', 'also for users who see less of it');
  t.equal(await refusal({ acceptsAsyncStandby: true }), null);
});

t.test('a synchronous standby server is good, unless commits do not wait for it', async (t) => {
  await startStandby(t, 'standby_1');
  await set(t, 'synchronous_standby_names', 'standby_1');
  await until(`SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'`);
  t.equal(await refusal(), null);
  t.equal(await refusal({ user: 'unprivileged' }), null);
  await startStandby(t, 'standby_2');
  t.equal(await refusal(), null, 'an asynchronous one beside it');
  await query(`ALTER DATABASE ${connection.database} SET synchronous_commit = local`);
  t.teardown(() => query(`ALTER DATABASE ${connection.database} RESET synchronous_commit`));
  t.equal(await refusal(), 'asynchronous-standby');
});

t.test('a synchronous standby server that is not connected is named: writes would wait for it', async (t) => {
  await set(t, 'synchronous_standby_names', 'standby_9');
  t.equal(await refusal({ acceptsAsyncStandby: true }), 'standby-missing');
  await startStandby(t, 'standby_1');
  t.equal(await refusal({ acceptsAsyncStandby: true }), 'standby-missing');
});

t.test('a synchronous standby server that is connected and does not answer is named, until it does', async (t) => {
  const receiver = await startStandby(t, 'standby_1');
  await set(t, 'synchronous_standby_names', 'standby_1');
  await until(`SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'`);
  receiver.kill('SIGSTOP');
  const write = query('CREATE TABLE waits_for_standby ()');
  let found = await refusal();
  while (found === null) found = await refusal();
  t.equal(found, 'standby-missing');
  receiver.kill('SIGCONT');
  await write;
  t.equal(await refusal(), null);
});

t.test('copies of the database and receivers of a part of it are no standby servers', async (t) => {
  await startStandby(t, 'pg_receivewal');
  t.equal(await refusal(), null);
});

t.test('a standby server is refused: it takes no writes', async (t) => {
  const standby = await PostgresCluster.start();
  t.teardown(() => standby.remove());
  const at = await standby.createDatabase();
  await standby.stop();
  writeFileSync(join(standby.folder, 'data', 'standby.signal'), '');
  await standby.restart();
  await t.rejects(checkDatabase(at, { acceptsAsyncStandby: true }), {
    reason: 'read-only',
    message: /^is on a standby server.*name the primary/,
  });
});

t.test('versions before 13 are refused', async (t) => {
  const facts: DatabaseFacts = {
    ...{ version: 130_000, encoding: 'UTF8', recovers: false, refuses_writes: false, syncs: true },
    ...{ writes_full_pages: true, commits: 'on', names_standbys: false, standbys: 0, known: 0, synchronous: 0 },
    ...{ is_waiting: false, now: 0 },
  };
  requireFit(facts, 0, { acceptsAsyncStandby: false });
  t.throws(() => requireFit({ ...facts, version: 120_017 }, 0, { acceptsAsyncStandby: true }), {
    reason: 'too-old',
    message: 'runs PostgreSQL 12, and 13 or later is needed: upgrade it',
  });
});
