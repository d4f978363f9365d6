import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { nodeOptions } from '../../../../../server/setup/install/compiled.mjs';
import { writeBackup } from '../../../../../server/src/store/sqlite/backup/write-backup.ts';
import { SqliteStore } from '../../../../../server/src/store/sqlite/sqlite-store.ts';
import { asEnded, makeRecord, withSomebody } from '../../../../support/server/store/room-records.ts';

const hasSqlite = spawnSync('sqlite3', ['--version']).status === 0;
const sqlite3 = { skip: hasSqlite ? false : 'needs sqlite3' };
const fileOf = (dataDir: string) => join(dataDir, 'hearthroom.sqlite');
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

function shell(file: string, command: string): string {
  const { status, stdout, stderr } = spawnSync('sqlite3', [file, command], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** A store with this number of rooms, and the rooms of a store opened in `dataDir`. */
async function openWith(dataDir: string, rooms: number): Promise<SqliteStore> {
  const store = SqliteStore.open(dataDir);
  for (let index = 0; index < rooms; index += 1) await store.insertRoom(withSomebody(makeRecord(`r-${index}`), 'anna'));
  return store;
}

async function roomsIn(dataDir: string): Promise<number> {
  const store = SqliteStore.open(dataDir);
  const { length } = await store.loadOpenRooms();
  store.close();
  return length;
}

t.test('sqlite3 copies a store that is in use, and a server starts on the copy', sqlite3, async (t) => {
  const dataDir = t.testdir({ restored: {} });
  const store = await openWith(dataDir, 20);
  t.teardown(() => store.close());
  const copy = fileOf(join(dataDir, 'restored'));
  shell(fileOf(dataDir), `.backup '${copy}'`);
  await store.insertRoom(makeRecord('r-later'));
  t.equal(await roomsIn(join(dataDir, 'restored')), 20);
  t.ok(existsSync(`${fileOf(dataDir)}-wal`), 'and leaves the write-ahead log where it is');
  t.equal((await store.loadOpenRooms()).length, 21);
});

t.test('a reader keeps nothing of an ended room in the write-ahead log for longer than it reads', async (t) => {
  const dataDir = t.testdir();
  const store = await openWith(dataDir, 1);
  t.teardown(() => store.close());
  const reader = new DatabaseSync(fileOf(dataDir), { readOnly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM rooms').get();
  await store.saveRoom(asEnded(makeRecord('r-0')));
  t.not(statSync(`${fileOf(dataDir)}-wal`).size, 0, 'the reader still needs it');
  reader.close();
  store.releaseLog();
  t.equal(statSync(`${fileOf(dataDir)}-wal`).size, 0);
});

t.test('another program that holds the store’s write lock makes writes fail soon, not wait', async (t) => {
  const dataDir = t.testdir();
  const store = await openWith(dataDir, 1);
  t.teardown(() => store.close());
  const other = new DatabaseSync(fileOf(dataDir));
  other.exec('BEGIN IMMEDIATE');
  await t.rejects(store.insertRoom(makeRecord('r-1')), /locked/);
  other.close();
  await store.insertRoom(makeRecord('r-1'));
});

t.test('a process that was killed leaves its data directory free', async (t) => {
  const dataDir = t.testdir();
  const store = fileURLToPath(new URL('../../../../../server/src/store/sqlite/sqlite-store.ts', import.meta.url));
  const script = `import { SqliteStore } from '${store}'; SqliteStore.open('${dataDir}'); console.log('open'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, [...nodeOptions, '--input-type=module', '-e', script], { stdio: 'pipe' });
  await once(child.stdout, 'data');
  t.throws(() => SqliteStore.open(dataDir), /in use by another server/);
  child.kill('SIGKILL');
  await once(child, 'exit');
  SqliteStore.open(dataDir).close();
});

t.test(
  'a backup is one whole file for this user alone, of a store in use or not, and what was erased is not in it',
  async (t) => {
    const dataDir = t.testdir({ restored: {} });
    const directory = join(dataDir, 'backups');
    const store = await openWith(dataDir, 3);
    await store.insertRoom(withSomebody(makeRecord('r-ended'), 'canary'));
    await store.saveRoom(asEnded(makeRecord('r-ended')));
    const first = writeBackup({ dataDir, directory, kept: 0 });
    store.close();
    const second = writeBackup({ dataDir, directory, kept: 0 });
    t.same(readdirSync(directory).sort(), [first.file, second.file].sort());
    t.equal(modeOf(directory), '700');
    for (const { file, bytes } of [first, second]) {
      const path = join(directory, file);
      t.equal(modeOf(path), '600');
      t.equal(statSync(path).size, bytes);
      t.match(readFileSync(path, 'latin1'), /anna/);
      t.notMatch(readFileSync(path, 'latin1'), /canary/);
      copyFileSync(path, fileOf(join(dataDir, 'restored')));
      t.equal(await roomsIn(join(dataDir, 'restored')), 3);
    }
  },
);

t.test(
  'the oldest backups are removed beyond those that are kept; other files and unfinished ones of others are not',
  async (t) => {
    const dataDir = t.testdir({ backups: { 'notes.txt': 'x', 'hearthroom.sqlite': 'x' } });
    const directory = join(dataDir, 'backups');
    (await openWith(dataDir, 1)).close();
    const old = ['hearthroom-20250101T000000Z-aaaaaa.sqlite', 'hearthroom-20250102T000000Z-aaaaaa.sqlite'];
    const unfinished = 'hearthroom-20250103T000000Z-aaaaaa.sqlite.partial';
    for (const name of [...old, unfinished]) writeFileSync(join(directory, name), 'x');
    const { file, removed } = writeBackup({ dataDir, directory, kept: 2 });
    t.same(removed, [old[0]]);
    t.same(readdirSync(directory).sort(), ['notes.txt', 'hearthroom.sqlite', old[1], file].sort());
    // The clock was set back: the new name sorts first.
    const early = writeBackup({ dataDir, directory, kept: 1 }, 'hearthroom-20200101T000000Z-bbbbbb.sqlite');
    t.same(early.removed, [old[1], file]);
    t.throws(() => writeBackup({ dataDir, directory, kept: 0 }, early.file), /already/);
  },
);

t.test('a backup that can’t be written leaves nothing behind, and what was there', async (t) => {
  const dataDir = t.testdir({ backups: {}, file: 'x' });
  const directory = join(dataDir, 'backups');
  t.throws(() => writeBackup({ dataDir, directory, kept: 1 }), /no store in/);
  writeFileSync(fileOf(dataDir), 'x'.repeat(5_000));
  t.throws(() => writeBackup({ dataDir, directory, kept: 1 }), /not a database/);
  t.same(readdirSync(directory), []);
  rmSync(fileOf(dataDir));
  (await openWith(dataDir, 1)).close();
  t.throws(() => writeBackup({ dataDir, directory: join(dataDir, 'file'), kept: 1 }), { code: 'EEXIST' });
});

t.test('a backup whose predecessors can’t be removed is written all the same, and says what stayed', async (t) => {
  const dataDir = t.testdir({ backups: { 'hearthroom-20250101T000000Z-aaaaaa.sqlite': { kept: 'x' } } });
  const directory = join(dataDir, 'backups');
  (await openWith(dataDir, 1)).close();
  const { file, removed, removalProblem } = writeBackup({ dataDir, directory, kept: 1 });
  t.ok(existsSync(join(directory, file)));
  t.same(removed, []);
  t.match(removalProblem, /hearthroom-20250101T000000Z-aaaaaa/);
});
