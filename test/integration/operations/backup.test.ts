/** Backup and restore of a running server, as in docs/operations-reference.md. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { nodeOptions } from '../../../server/setup/install/compiled.mjs';
import { root } from '../../../server/setup/shared/paths.mjs';
import { AuditVerifier } from '../../../server/src/audit/verify-lines.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { ServerProcess } from '../../support/server/server-process.ts';
import { testKey } from '../../support/server/test-server.ts';

const hasSqlite = spawnSync('sqlite3', ['--version']).status === 0;

async function start(t: Test, env: Record<string, string>): Promise<{ server: ServerProcess; url: string }> {
  const server = await ServerProcess.start(env);
  t.teardown(() => server.remove());
  return { server, url: await server.url() };
}

async function call(url: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${url}${path}`, {
    method: path === '/v1/audit' ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await createAdminToken({ key: testKey })}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** A room with its therapist and a client inside. */
async function startSession(url: string) {
  const room = String(JSON.parse((await call(url, '/v1/rooms', { waitingRoom: false })).text).id);
  const tokenOf = (sub: string, role: 'therapist' | 'client') =>
    createAccessToken({ key: testKey, room, sub, role, name: sub });
  const [hostToken, annaToken] = [await tokenOf('weber', 'therapist'), await tokenOf('anna', 'client')];
  const host = await RawClient.join(url, { token: hostToken });
  const anna = await RawClient.join(url, { token: annaToken });
  /** Resumes their seats at another server. */
  const resume = async (elsewhere: string) => {
    const back = [];
    for (const [token, { arrival }] of [
      [hostToken, host],
      [annaToken, anna],
    ] as const)
      back.push(await RawClient.join(elsewhere, { token, resumeSecret: String(arrival.resumeSecret) }));
    return back;
  };
  return { room, host, anna, resume };
}

const idOf = (arrival: Record<string, unknown>) => (arrival.snapshot as { self: { id: string } }).self.id;

/** A directory for another server, with this file as its store. */
function restore(t: Test, backup: string): string {
  const dataDir = join(t.testdirName, 'restored');
  mkdirSync(dataDir, { mode: 0o700 });
  copyFileSync(backup, join(dataDir, 'hearthroom.sqlite'));
  return dataDir;
}

t.test('a backup of a running server, restored elsewhere after a crash, goes on with the session', async (t) => {
  const directory = join(t.testdir(), 'backups');
  const { server, url } = await start(t, { HEARTHROOM_BACKUP_DIR: directory });
  const session = await startSession(url);
  const { status, text } = await call(url, '/v1/backup');
  t.equal(status, 201, text);
  const { file, bytes } = JSON.parse(text);
  t.equal(statSync(join(directory, file)).size, bytes);
  t.equal(statSync(join(directory, file)).mode & 0o777, 0o600);
  while (!server.output.includes('"msg":"backup written"')) await new Promise((resolve) => setTimeout(resolve, 20));
  t.match(await (await fetch(`${url}/metrics`)).text(), /^hearthroom_backup_last_timestamp_seconds \d{10}/m);
  t.equal(await session.anna.client.codeOf('ping'), 'ok', 'the session goes on');
  server.child.kill('SIGKILL');
  await server.exited;

  const restored = await start(t, { HEARTHROOM_DATA_DIR: restore(t, join(directory, file)) });
  const [host, anna] = await session.resume(restored.url);
  t.match(host?.arrival, { snapshot: { state: 'admitted', room: { phase: 'live' } } });
  t.equal(idOf(host?.arrival ?? {}), idOf(session.host.arrival));
  t.match(anna?.arrival, { snapshot: { state: 'admitted' } });
  t.equal(idOf(anna?.arrival ?? {}), idOf(session.anna.arrival), 'in the seat that she had');
  const audit = await call(restored.url, '/v1/audit');
  t.match(audit.text, `"by":"api:test","detail":{"file":"${file}"}`, 'its audit log says which copy it goes on from');
  writeFileSync(join(t.testdirName, 'audit.jsonl'), audit.text);
  const verify = [...nodeOptions, 'server/src/commands/verify-audit.ts', join(t.testdirName, 'audit.jsonl')];
  t.match(execFileSync(process.execPath, verify, { cwd: root, encoding: 'utf8' }), /^whole: /m);
});

t.test(
  'readiness checks and sqlite3 leave the write-ahead log of a running server alone',
  { skip: !hasSqlite && 'needs sqlite3' },
  async (t) => {
    const directory = t.testdir();
    const { server, url } = await start(t, {});
    const session = await startSession(url);
    const store = join(server.dataDir, 'hearthroom.sqlite');
    t.equal((await fetch(`${url}/readyz`)).status, 200);
    execFileSync('sqlite3', [store, `.backup '${join(directory, 'copy.sqlite')}'`]);
    t.ok(readdirSync(server.dataDir).includes('hearthroom.sqlite-wal'));
    t.equal(await session.host.client.codeOf('ping'), 'ok');
    server.child.kill('SIGKILL');
    await server.exited;
    const restored = await start(t, { HEARTHROOM_DATA_DIR: restore(t, join(directory, 'copy.sqlite')) });
    const [, anna] = await session.resume(restored.url);
    t.equal(idOf(anna?.arrival ?? {}), idOf(session.anna.arrival));
  },
);

t.test('a second server on the same data directory doesn’t start', async (t) => {
  const { server } = await start(t, {});
  const second = await ServerProcess.start({ HEARTHROOM_DATA_DIR: server.dataDir });
  t.teardown(() => second.remove());
  t.equal(await second.exited, 1);
  t.match(second.output, /in use by another server/);
});

function lastEntryOf(backup: string): unknown {
  const database = new DatabaseSync(backup, { readOnly: true });
  t.teardown(() => database.close());
  return JSON.parse(String(database.prepare('SELECT line FROM audit ORDER BY seq DESC').get()?.line));
}

t.test('a backup that can’t be recorded in the audit log isn’t made by the command', async (t) => {
  const { server } = await start(t, {});
  const { dataDir } = server;
  server.child.kill('SIGTERM');
  await server.exited;
  const database = new DatabaseSync(join(dataDir, 'hearthroom.sqlite'));
  database.exec('PRAGMA user_version = 999');
  database.close();
  const command = [...nodeOptions, 'server/src/commands/backup.ts'];
  const env = { PATH: process.env.PATH, HEARTHROOM_DATA_DIR: dataDir };
  const { status, stderr, stdout } = spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' });
  t.equal(status, 1);
  t.equal(stdout, '');
  t.match(stderr, /^no backup is made, since it can't be recorded in the audit log: .* newer Hearthroom/);
  t.notOk(existsSync(join(dataDir, 'backups')));
});

t.test('the command writes a backup beside a running server, and says what keeps it from doing so', async (t) => {
  const { server } = await start(t, {});
  const command = fileURLToPath(new URL('../../../server/src/commands/backup.ts', import.meta.url));
  const run = (env: Record<string, string>) =>
    spawnSync(process.execPath, [...nodeOptions, command], {
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
    });
  await server.url();
  const done = run({ HEARTHROOM_DATA_DIR: server.dataDir });
  t.equal(done.status, 0, done.stderr);
  t.equal(readFileSync(done.stdout.trim()).subarray(0, 15).toString(), 'SQLite format 3');
  t.match(done.stdout, join(server.dataDir, 'backups'));
  const entry = `"by":"command","detail":{"file":"${basename(done.stdout.trim())}"}`;
  t.match((await call(await server.url(), '/v1/audit')).text, entry, 'the log of the running server has it');
  t.match(JSON.stringify(lastEntryOf(done.stdout.trim())), entry, 'and so has the copy');
  server.child.kill('SIGTERM');
  await server.exited;
  t.equal(run({ HEARTHROOM_DATA_DIR: server.dataDir }).status, 0, 'also while no server runs');
  const later = await start(t, { HEARTHROOM_DATA_DIR: server.dataDir });
  const { text } = await call(later.url, '/v1/audit');
  t.equal(text.match(/"by":"command"/g)?.length, 2);
  const verifier = new AuditVerifier();
  for (const line of text.split('\n')) verifier.read(line);
  t.same(verifier.findings().problems, []);
  const failed = run({ HEARTHROOM_DATA_DIR: t.testdir() });
  t.equal(failed.status, 1);
  t.match(failed.stderr, /^there is no store in .*\n$/);
  t.match(run({ HEARTHROOM_BACKUPS_KEPT: 'many' }).stderr, /HEARTHROOM_BACKUPS_KEPT is "many"/);
});
