import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import { stateVersion } from '../../../../../server/src/rooms/machine/save.ts';
import { SqliteStore } from '../../../../../server/src/store/sqlite/sqlite-store.ts';
import { asEnded, makeRecord, withSomebody } from '../../../../support/server/store/room-records.ts';

const fileOf = (dataDir: string) => join(dataDir, 'hearthroom.sqlite');

/** Everything on disk for this store. */
const bytesOf = (dataDir: string) =>
  Buffer.concat(readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)))).toString('latin1');

/** Edits the file directly, while no store has it open. */
function tamper(dataDir: string, sql: string): void {
  const database = new DatabaseSync(fileOf(dataDir));
  database.exec(sql);
  database.close();
}

t.test('nothing of its people is on the disk once a room has ended or was deleted', async (t) => {
  for (const how of ['end', 'delete'] as const) {
    const dataDir = t.testdir();
    const store = SqliteStore.open(dataDir);
    await store.insertRoom(makeRecord('r-1'));
    let record = makeRecord('r-1');
    for (let index = 0; index < 20; index += 1) {
      record = withSomebody(record, `canary${index}`);
      await store.saveRoom(record);
    }
    t.match(bytesOf(dataDir), /canary7/, 'while it runs it has to be there');
    if (how === 'end') await store.saveRoom(asEnded(record));
    else await store.deleteRoom('r-1');
    t.notMatch(bytesOf(dataDir), /canary/, `after ${how}`);
    store.close();
    t.notMatch(bytesOf(dataDir), /canary/, `after ${how} and closing`);
  }
});

t.test('files are for the server’s user alone, and so is a directory that it makes', async (t) => {
  const dataDir = join(t.testdir(), 'made', 'here');
  const store = SqliteStore.open(dataDir);
  t.teardown(() => store.close());
  await store.insertRoom(makeRecord('r-1'));
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  t.equal(modeOf(dataDir), '700');
  t.ok(existsSync(`${fileOf(dataDir)}-wal`));
  for (const name of readdirSync(dataDir)) t.equal(modeOf(join(dataDir, name)), '600', name);
});

t.test('rights of a file that was there are narrowed', async (t) => {
  const dataDir = t.testdir();
  writeFileSync(fileOf(dataDir), '', { mode: 0o644 });
  SqliteStore.open(dataDir).close();
  t.equal((statSync(fileOf(dataDir)).mode & 0o777).toString(8), '600');
});

t.test('two servers never share their data', async (t) => {
  const dataDir = t.testdir();
  const first = SqliteStore.open(dataDir);
  t.throws(() => SqliteStore.open(dataDir), { message: /in use by another server.*HEARTHROOM_DATA_DIR/ });
  await first.insertRoom(makeRecord('r-1'));
  first.close();
  const second = SqliteStore.open(dataDir);
  t.ok(await second.getRoom('r-1'), 'after the first one is gone its data is there');
  second.close();
});

t.test('what is not a store of this version is refused with the mend', async (t) => {
  const noDatabase = t.testdir({ 'hearthroom.sqlite': 'x'.repeat(5_000) });
  t.throws(() => SqliteStore.open(noDatabase), { message: /damaged or not a database.*backup/ });
  t.equal(readFileSync(fileOf(noDatabase), 'utf8'), 'x'.repeat(5_000), 'and left as it is');
  const newer = t.testdir({ data: {} });
  SqliteStore.open(newer).close();
  tamper(newer, 'PRAGMA user_version = 99');
  t.throws(() => SqliteStore.open(newer), { message: /newer Hearthroom \(data version 99, this one knows \d+\)/ });
  const directory = t.testdir({});
  mkdirSync(fileOf(directory));
  t.throws(() => SqliteStore.open(directory), { code: 'EISDIR' });
});

t.test('a broken room is named and the others load', async (t) => {
  const dataDir = t.testdir();
  const store = SqliteStore.open(dataDir);
  for (const id of ['r-1', 'r-2', 'r-3', 'r-4', 'r-5', 'r-6'])
    await store.insertRoom(withSomebody(makeRecord(id), 'canary'));
  store.close();
  tamper(dataDir, `UPDATE rooms SET state = 'canary{' WHERE id = 'r-2'`);
  tamper(dataDir, `UPDATE rooms SET state = '{"version":1,"name":"canary"}' WHERE id = 'r-3'`);
  tamper(
    dataDir,
    `UPDATE rooms SET state = replace(state, '"version":${stateVersion}', '"version":9') WHERE id = 'r-4'`,
  );
  tamper(dataDir, `UPDATE rooms SET state = (SELECT state FROM rooms WHERE id = 'r-1') WHERE id = 'r-5'`);
  const broken: Error[] = [];
  const reopened = SqliteStore.open(dataDir, { onBrokenRoom: (error) => broken.push(error) });
  t.teardown(() => reopened.close());
  t.same(
    (await reopened.loadOpenRooms()).map(({ id }) => id),
    ['r-1', 'r-6'],
  );
  t.match(
    broken.map(({ message }) => message),
    [/^stored room r-2 .*JSON/, /^stored room r-3 /, /^stored room r-4 .*version 9/, /^stored room r-5 /],
  );
  t.notMatch(broken.map(({ message }) => message).join('\n'), /canary/);
  await t.rejects(reopened.getRoom('r-2'), { name: 'BrokenRoomError', roomId: 'r-2' });
  t.equal((await reopened.listRooms({ limit: 10, cursor: null })).records.length, 2);
  t.ok(await reopened.deleteRoom('r-2'), 'it can still be erased');
  t.notOk(await reopened.deleteRoom('r-2'));
  t.equal(await reopened.getRoom('r-2'), null);
});

t.test('a probe tells whether the store works', async (t) => {
  const store = SqliteStore.open(t.testdir());
  await store.probe();
  await store.probe();
  store.close();
  await t.rejects(store.probe());
  store.close();
});
