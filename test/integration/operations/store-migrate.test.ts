/** Moving a SQLite store into PostgreSQL, as in docs/cluster.md: a store of a real server, a real database. */
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t, { type Test } from 'tap';
import { nodeOptions } from '../../../server/setup/install/compiled.mjs';
import { root } from '../../../server/setup/shared/paths.mjs';
import { AuditVerifier } from '../../../server/src/audit/verify-lines.ts';
import { moveStore } from '../../../server/src/commands/store-move/move-store.ts';
import type { RoomRecord } from '../../../server/src/rooms/ports.ts';
import { Database } from '../../../server/src/store/postgres/connection/database.ts';
import { PostgresStore } from '../../../server/src/store/postgres/postgres-store.ts';
import { migrate } from '../../../server/src/store/postgres/schema/migrate.ts';
import { SqliteStore } from '../../../server/src/store/sqlite/sqlite-store.ts';
import { sharedCluster } from '../../support/server/store/every-store.ts';
import { exportAudit } from '../../support/server/store/export-audit.ts';
import { makeFilledStore } from '../../support/server/store/filled-store.ts';
import { makeNode } from '../../support/server/store/nodes.ts';

const cluster = await sharedCluster();
const filled = await makeFilledStore();
t.teardown(() => filled.remove());
const { rooms, odd } = filled;
const at = Date.now();

/** A copy of the store, so that each test moves its own. */
function copyStore(t: Test): string {
  const dataDir = join(t.testdir(), 'data');
  cpSync(filled.dataDir, dataDir, { recursive: true });
  return dataDir;
}

async function prepare(t: Test) {
  const connection = await cluster.createDatabase();
  const options = { dataDir: copyStore(t), connection, region: 'default', target: 'the database', now: () => at };
  return { ...options, query: (sql: string) => cluster.query(connection.database, sql) };
}

const outbox = { keepsOutbox: true };

async function read(store: SqliteStore | PostgresStore) {
  const { records } = await store.listRooms({ limit: 100, cursor: null });
  const { revocations } = await store.revocations.list({ limit: 100, cursor: null }, 0);
  return {
    records,
    open: await store.loadOpenRooms(),
    receipts: await Promise.all(Object.values(rooms).map((id) => store.listReceipts(id))),
    revocations,
    invitation: await store.invitations.find(filled.codeHash),
    isRevoked: store.revocations.issuedBefore({ kind: 'identity', roomId: rooms.open, identity: odd.identity }),
    // Without their times, which PostgreSQL answers by its own clock.
    events: (await store.outbox.due(Number.MAX_SAFE_INTEGER, 100)).map(({ id, body, attempts }) => [
      id,
      body,
      attempts,
    ]),
    backlog: (await store.outbox.backlog()).count,
    media: await store.journal.findEvidence(rooms.open, 0, at),
    secret: Buffer.from(store.serverSecret).toString('hex'),
  };
}

const run = (name: string, args: string[], env: Record<string, string>) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const command = [...nodeOptions, `server/src/commands/${name}.ts`, ...args];
    const options = { cwd: root, env: { PATH: process.env.PATH ?? '', ...env } };
    execFile(process.execPath, command, options, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });

function problemsOf(lines: readonly string[]): string[] {
  const verifier = new AuditVerifier();
  for (const line of lines) verifier.read(line);
  return verifier.findings().problems;
}

t.test('everything that a server stored is there after a move, and the audit log goes on', async (t) => {
  const options = await prepare(t);
  const sqlite = SqliteStore.open(options.dataDir, outbox);
  const before = await read(sqlite);
  const log = await exportAudit(sqlite.audit);
  sqlite.close();
  t.equal(before.records.length, 2);
  for (const kind of ['open', 'receipts', 'revocations', 'events'] as const)
    t.ok(before[kind].flat().length > 0, `there are ${kind}`);
  t.ok(before.media.records.length > 0, 'there are records of media');
  t.ok(JSON.stringify(before.records).includes('\\u0000'), 'and odd characters');
  t.type(before.isRevoked, 'number');

  const report = await moveStore(options);
  t.match(report, { wasThere: false, audit: { problems: [], entries: log.length - 2 } });

  const store = await PostgresStore.open({ connection: options.connection, node: makeNode(), ...outbox });
  t.teardown(() => store.close());
  const inRegion = <T extends object>(room: T) => ({ ...room, region: 'default' });
  const expected = { ...before, open: before.open.map(inRegion), records: before.records.map(inRegion) };
  t.same(await read(store), expected, 'rooms have the region of the move, everything else is as it was');
  const after = await exportAudit(store.audit);
  t.same(after.slice(0, log.length - 1), log.slice(0, -1), 'the same lines, with the same hashes');
  t.match(after.at(-2), /"by":"command".*"what":"store.moved"/);
  t.same(problemsOf(after), []);
  const file = join(options.dataDir, 'export.jsonl');
  writeFileSync(file, `${after.join('\n')}\n`);
  const checkpoints = join(options.dataDir, 'hearthroom-audit-checkpoints.jsonl');
  const verified = await run('verify-audit', [file, '--since', checkpoints], {});
  t.match(verified, { code: 0, out: /^whole: \d+ entries/m }, 'checkpoints from before the move hold');

  const [room] = before.open;
  const sequences = (id: string, bodies: { body: string }[]) =>
    bodies.map(({ body }) => JSON.parse(body)).flatMap(({ roomId, sequence }) => (roomId === id ? [sequence] : []));
  const change = { what: 'seat.left', roomId: rooms.open, by: null, seatId: 'p-1', at } as const;
  const { rows } = (await moved(options.query, rooms.open)) ?? { rows: [] };
  const last = Math.max(...sequences(rooms.open, rows));
  const next: RoomRecord = { ...room, revision: (room?.revision ?? 0) + 1 } as RoomRecord;
  const note = { type: 'accepted', roomId: rooms.open, seatId: 'p-1', version: '1', textSha256: 'ab', at } as const;
  await store.saveRoom(next, { changes: [change], receipts: [note] });
  t.equal((await store.listReceipts(rooms.open)).length, (before.receipts[0]?.length ?? 0) + 1);
  t.same(problemsOf(await exportAudit(store.audit)), [], 'the log is whole with what is decided later');
  const later = (await moved(options.query, rooms.open)).rows;
  t.equal(Math.max(...sequences(rooms.open, later)), last + 1, 'webhooks are numbered on');
});

async function moved(query: (sql: string) => Promise<object[]>, room: string): Promise<{ rows: { body: string }[] }> {
  const rows = await query(`SELECT body FROM outbox WHERE room_id = '${room}'`);
  return { rows: rows.map((row) => ({ body: 'body' in row ? String(row.body) : '' })) };
}

t.test('the webhooks of a room that is deleted and created again are numbered on', async (t) => {
  const options = await prepare(t);
  await moveStore(options);
  const [row] = await options.query(`SELECT last_event > 0 AS goes_on FROM chains WHERE id = '${rooms.deleted}'`);
  t.same(row, { goes_on: true });
});

t.test('no server starts on a store that was moved, until its mark is removed', async (t) => {
  const { dataDir, ...options } = await prepare(t);
  await moveStore({ dataDir, ...options });
  const mark = join(dataDir, 'hearthroom.moved');
  t.match(readFileSync(mark, 'utf8'), /^\d{4}-.*: moved to the database\n$/);
  t.throws(() => SqliteStore.open(dataDir), {
    message: /was moved to PostgreSQL\. Set HEARTHROOM_DATABASE_URL; .*remove/,
  });
  await t.rejects(moveStore({ dataDir, ...options }), { message: /was moved already.*remove .*hearthroom\.moved/ });
  rmSync(mark);
  SqliteStore.open(dataDir).close();
});

t.test('a store that a server uses is not moved', async (t) => {
  const options = await prepare(t);
  const store = SqliteStore.open(options.dataDir);
  await t.rejects(moveStore(options), { message: /^A server uses the store in .*Stop it/ });
  store.close();
  await moveStore(options);
});

t.test('a directory without a store is named, and stays as it is', async (t) => {
  const options = await prepare(t);
  const dataDir = t.testdir({ sub: {} });
  await t.rejects(moveStore({ ...options, dataDir }), { message: /^There is no store in .*--from/ });
});

t.test('a database that a server has used is refused, and stays as it is', async (t) => {
  const options = await prepare(t);
  const store = await PostgresStore.open({ node: makeNode(), connection: options.connection });
  await store.close();
  const [secret] = await options.query('SELECT value FROM server_secret');
  await t.rejects(moveStore(options), { message: /^The database is not empty, and has other data/ });
  t.same(await options.query('SELECT value FROM server_secret'), [secret]);
  t.same(await options.query('SELECT id FROM rooms'), []);
  SqliteStore.open(options.dataDir).close();
});

t.test('a run that breaks leaves nothing, and may be repeated', async (t) => {
  const options = await prepare(t);
  const database = new Database(options.connection);
  await migrate(database);
  await database.close();
  await options.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END';
    CREATE TRIGGER fail BEFORE INSERT ON server_secret FOR EACH ROW EXECUTE FUNCTION fail()`);
  await t.rejects(moveStore(options));
  for (const table of ['rooms', 'audit', 'receipts', 'outbox', 'revocations', 'media_journal', 'audit_pending'])
    t.same(await options.query(`SELECT * FROM ${table}`), [], table);
  SqliteStore.open(options.dataDir).close();
  await options.query('DROP TRIGGER fail ON server_secret');
  t.equal((await moveStore(options)).wasThere, false);
});

t.test('a run that breaks after everything was stored is finished by the next one', async (t) => {
  const options = await prepare(t);
  await moveStore(options);
  rmSync(join(options.dataDir, 'hearthroom.moved'));
  t.equal((await moveStore(options)).wasThere, true);
  t.throws(() => SqliteStore.open(options.dataDir), /was moved/);
  rmSync(join(options.dataDir, 'hearthroom.moved'));
  await options.query('UPDATE receipts SET accepted_at = accepted_at + 1');
  await t.rejects(moveStore(options), { message: /not empty, and has other data .*receipts of agreements/ });
});

t.test('what the database stores otherwise is noticed, and nothing is marked as moved', async (t) => {
  const options = await prepare(t);
  const database = new Database(options.connection);
  await migrate(database);
  await database.close();
  await options.query(`CREATE FUNCTION damage() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN NEW.state := upper(NEW.state); RETURN NEW; END';
    CREATE TRIGGER damage BEFORE INSERT ON rooms FOR EACH ROW EXECUTE FUNCTION damage()`);
  await t.rejects(moveStore(options), { message: /^What the database has differs from the store \(rooms\)/ });
  SqliteStore.open(options.dataDir).close();
});

t.test('the command prints what it moved, and what else a node needs', async (t) => {
  const { dataDir, connection } = await prepare(t);
  const url = `postgres://hearthroom:canary@/${connection.database}?host=${connection.host}`;
  const move = (args: string[], env: Record<string, string>) => run('migrate-store', args, env);
  const none = await move(['--from', dataDir], {});
  t.match(none, { code: 1, out: '', err: /^Set HEARTHROOM_DATABASE_URL .*--to\.\n$/ });
  const wrong = await move([], { HEARTHROOM_DATABASE_URL: `${url}&sslmode=on` });
  t.match(wrong, { code: 1, err: /HEARTHROOM_DATABASE_URL has an unknown sslmode/ });
  const away = await move(['--to', 'postgres://u:canary@127.0.0.1:1/db'], {});
  t.match(away, { code: 1, err: /^Nothing accepts connections at 127\.0\.0\.1:1\./ });
  for (const option of ['--help', '-h'])
    t.match(await move([option], {}), { code: 0, out: /^npm run store:migrate -- .*\[--to URL\]\n$/, err: '' });
  const unknown = await move([`--url=${url}`], {});
  t.match(unknown, { code: 1, out: '', err: /^The option --url is unknown.* Usage: npm run store:migrate .*\n$/ });
  const noValue = await move(['--to'], {});
  t.match(noValue, { code: 1, out: '', err: /^The option --to .*lacks its value\. Usage: / });
  const stray = await move([url], {});
  t.match(stray, { code: 1, out: '', err: /^There is an unknown argument\. Usage: npm run store:migrate .*\n$/ });
  const done = await move(['--from', dataDir], { HEARTHROOM_DATABASE_URL: url });
  t.match(done, { code: 0, err: '' });
  t.match(done.out, /^rooms +2\n/);
  t.match(done.out, /is equal\.\nThe audit log is whole: \d+ entries, the last is \d+:[0-9a-f]{64}\n/);
  t.match(done.out, /data directory of a node: audit-key\.pem, hearthroom-audit-checkpoints\.jsonl in /);
  for (const { out, err } of [none, wrong, away, unknown, noValue, stray, done])
    t.notMatch(out + err, /canary| {4}at /);
});
