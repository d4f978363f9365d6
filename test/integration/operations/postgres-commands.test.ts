/** Commands of operators over PostgreSQL, as in docs/cluster.md. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { nodeOptions } from '../../../server/setup/install/compiled.mjs';
import { debianPrograms } from '../../../server/setup/install/postgres.mjs';
import { root } from '../../../server/setup/shared/paths.mjs';
import { ServerObserver } from '../../../server/src/core/events/observer.ts';
import { createFastify } from '../../../server/src/http/create-fastify.ts';
import { noBackups, registerBackup } from '../../../server/src/http/operations/backup-routes.ts';
import { addNamedSchemas } from '../../../server/src/http/schemas/http-schemas.ts';
import { Database } from '../../../server/src/store/postgres/connection/database.ts';
import { PostgresStore } from '../../../server/src/store/postgres/postgres-store.ts';
import { findEvidence } from '../../../server/src/store/postgres/tables/journal-table.ts';
import { sharedCluster } from '../../support/server/store/every-store.ts';
import { exportAudit } from '../../support/server/store/export-audit.ts';
import { makeNode } from '../../support/server/store/nodes.ts';
import { changeAt } from '../../support/server/store/notes.ts';
import { asEnded, makeRecord, withSomebody } from '../../support/server/store/room-records.ts';

const cluster = await sharedCluster();
const programs = dirname(process.env.POSTGRES_BIN ?? debianPrograms()[0] ?? '');
const at = Date.parse('2026-11-28T18:05:00Z');
const record = { roomId: 'r-1', at, count: 1 };
const urlOf = (database: string, user = 'hearthroom') =>
  `postgres://${user}:canary@/${database}?host=${cluster.folder}`;

interface Result {
  code: number;
  out: string;
  err: string;
}

const run = (program: string, args: readonly string[], env: Record<string, string> = {}) =>
  new Promise<Result>((resolve) => {
    const options = { cwd: root, env: { PATH: `${programs}:${process.env.PATH}`, ...env } };
    execFile(program, args, options, (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }));
  });
const runCommand = (name: string, args: readonly string[], env: Record<string, string> = {}) =>
  run(process.execPath, [...nodeOptions, `server/src/commands/${name}.ts`, ...args], env);

/** A database that a node has used; the node goes on. */
async function startNode(t: Test, connection: { database: string; host: string; user: string }) {
  const store = await PostgresStore.open({ connection, node: makeNode(), nodeTtlMs: 600_000 });
  t.teardown(() => store.close());
  await store.insertRoom(makeRecord('r-1'), { changes: [changeAt(at, 'room.created')], receipts: [] });
  const somebody = withSomebody(makeRecord('r-1'), 'anna');
  await store.saveRoom(somebody, { changes: [changeAt(at, 'seat.admitted')], receipts: [] });
  await store.insertRoom(asEnded(makeRecord('r-2')));
  await store.journal.add([
    { ...record, event: { what: 'transport.closed', seatId: 'p-1', direction: 'send', why: 'client' } },
  ] as never);
  return { store, somebody };
}

t.test('explain reads the database of nodes, with a user who may only read', async (t) => {
  const connection = await cluster.createDatabase();
  await startNode(t, connection);
  await cluster.query('postgres', 'CREATE ROLE reader LOGIN IN ROLE pg_read_all_data; CREATE ROLE stranger LOGIN');
  const args = ['--room', 'r-1', '--from', '2026-11-28T18:00:00Z', '--to', '2026-11-28T18:10:00Z'];
  const explain = (user: string, database = connection.database) =>
    runCommand('explain', args, { HEARTHROOM_DATABASE_URL: urlOf(database, user) });
  const told = await explain('reader');
  t.match(told, { code: 0, err: '' });
  t.match(told.out, /18:05:00/);
  t.match(await explain('stranger'), { code: 1, out: '', err: /may not read the tables: GRANT pg_read_all_data/ });
  t.match(await explain('reader', 'postgres'), { code: 1, err: /^no node has used the database/ });
  const away = await runCommand('explain', args, { HEARTHROOM_DATABASE_URL: 'postgres://u:canary@127.0.0.1:1/db' });
  t.match(away, { code: 1, err: /^Nothing accepts connections at 127\.0\.0\.1:1/ });
  t.notMatch(away.err, 'canary');
});

t.test('what was decided a moment ago explains too, before it is put into the order of the audit log', async (t) => {
  const connection = await cluster.createDatabase();
  const { store, somebody } = await startNode(t, connection);
  await store.audit.head();
  await cluster.query(
    connection.database,
    `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''later''; END';
    CREATE TRIGGER wait BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION wait()`,
  );
  const changes = [changeAt(at + 1_000, 'seat.muted'), { ...changeAt(at + 1_000, 'seat.left'), roomId: 'r-other' }];
  await store.addNotes({ changes, receipts: [] }, { ...somebody, revision: somebody.revision + 1 });
  const database = new Database({ ...connection, maxConnections: 1 });
  t.teardown(() => database.close());
  const { decisions } = await findEvidence(database, 'r-1', at - 1, at + 2_000);
  t.same(
    decisions.map(({ what }) => what),
    ['room.created', 'seat.admitted', 'seat.muted'],
  );
});

t.test('audit:verify accepts an export of a log in PostgreSQL', async (t) => {
  const connection = await cluster.createDatabase();
  const { store } = await startNode(t, connection);
  const file = join(t.testdir(), 'audit.jsonl');
  writeFileSync(file, `${(await exportAudit(store.audit)).join('\n')}\n`);
  t.match(await runCommand('verify-audit', [file]), { code: 0, out: /^whole: 2 entries/ });
});

t.test('no backup is made of data that are in PostgreSQL, and it is said how to make one', async (t) => {
  const refused = await runCommand('backup', [], { HEARTHROOM_DATABASE_URL: urlOf('db') });
  t.match(refused, { code: 1, out: '', err: /pg_dump or its continuous archiving \(docs\/cluster\.md/ });
  t.notMatch(refused.err, 'canary');
  const fastify = createFastify({ tls: null, trustedProxies: [] }, new ServerObserver());
  addNamedSchemas(fastify);
  registerBackup(fastify.withTypeProvider(), noBackups);
  const answer = await fastify.inject({ method: 'POST', url: '/backup' });
  t.match(answer, { statusCode: 501 });
  t.match(answer.json(), { code: 'backup-unsupported', message: /PostgreSQL/ });
});

t.test('what the guide says about backups brings everything back', async (t) => {
  const connection = await cluster.createDatabase();
  const { store, somebody } = await startNode(t, connection);
  const before = await exportAudit(store.audit);
  const guide = readFileSync(join(root, 'docs/cluster.md'), 'utf8');
  const lines = [...guide.matchAll(/^(pg_dump|createdb|pg_restore) .*$/gm)].map(([line]) => line);
  t.equal(lines.length, 3);
  const folder = t.testdir();
  const restored = `${connection.database}_restored`;
  const script = lines
    .join('\n')
    .replaceAll('restored', restored)
    .replaceAll('hearthroom.dump', `${folder}/hearthroom.dump`);
  const made = await run('sh', ['-euc', script], {
    ...{ PGHOST: cluster.folder, PGUSER: 'hearthroom' },
    ...{ HEARTHROOM_DATABASE_URL: urlOf(connection.database), RESTORED_URL: urlOf(restored) },
  });
  t.match(made, { code: 0, err: '' });
  // The node that was restored with the data has the same name, and a lease that has expired.
  await cluster.query(restored, `UPDATE nodes SET lease_until = now() - interval '1 second'`);
  const again = await PostgresStore.open({ connection: { ...connection, database: restored }, node: makeNode() });
  t.teardown(() => again.close());
  t.same(await again.loadOpenRooms(), [{ ...somebody, region: 'default' }]);
  t.same((await again.getRoom('r-2'))?.state.phase, 'ended');
  t.same(await exportAudit(again.audit), before);
  t.same(again.serverSecret, store.serverSecret);
  t.ok((await again.journal.findEvidence('r-1', at - 1, at + 1)).records.length > 0);
  await again.saveRoom({ ...somebody, revision: somebody.revision + 1 }, { changes: [changeAt(at)], receipts: [] });
  t.equal((await exportAudit(again.audit)).length, before.length + 1, 'and goes on');
});
