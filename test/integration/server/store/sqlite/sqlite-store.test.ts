import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
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

t.test('a room comes back as it was stored, also from another process', async (t) => {
  const dataDir = t.testdir();
  const record = withSomebody(makeRecord('r-1'), 'anna');
  const first = SqliteStore.open(dataDir);
  await first.insertRoom(makeRecord('r-1'));
  await first.saveRoom({ ...record, version: 2, updatedAt: record.updatedAt + 5 });
  first.close();
  const second = SqliteStore.open(dataDir);
  t.same(await second.getRoom('r-1'), { ...record, version: 2, updatedAt: record.updatedAt + 5 });
  t.equal(await second.getRoom('r-2'), null);
  second.close();
});

t.test('the same id is not stored twice, and what is not stored cannot be saved', async (t) => {
  const store = SqliteStore.open(t.testdir());
  t.teardown(() => store.close());
  await store.insertRoom(makeRecord('r-1'));
  await t.rejects(store.insertRoom(makeRecord('r-1')));
  await t.rejects(store.saveRoom(makeRecord('r-2')), /no stored room r-2/);
});

t.test('rooms that have not ended are there to resume, oldest first', async (t) => {
  const store = SqliteStore.open(t.testdir());
  t.teardown(() => store.close());
  for (const [index, id] of ['r-1', 'r-2', 'r-3'].entries()) await store.insertRoom(makeRecord(id, 1_000 - index));
  await store.saveRoom(asEnded(makeRecord('r-2')));
  t.same(
    (await store.loadOpenRooms()).map(({ id }) => id),
    ['r-3', 'r-1'],
  );
});

t.test('a list has every room once, newest first, whatever the size of its pages', async (t) => {
  const store = SqliteStore.open(t.testdir());
  t.teardown(() => store.close());
  // Some have the same time: then the id decides.
  const ids = Array.from({ length: 11 }, (_, index) => `r-${String.fromCharCode(97 + index)}`);
  for (const [index, id] of ids.entries()) await store.insertRoom(makeRecord(id, 1_000.5 + Math.floor(index / 3)));
  const expected = [...ids].sort().reverse();
  for (const limit of [1, 3, 4, 11, 50]) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await store.listRooms({ limit, cursor });
      t.ok(page.records.length <= limit);
      seen.push(...page.records.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    t.same(seen, expected, `pages of ${limit}`);
  }
});

t.test('a list goes on where it was, whatever was made and deleted meanwhile', async (t) => {
  const store = SqliteStore.open(t.testdir());
  t.teardown(() => store.close());
  for (const id of ['r-1', 'r-2', 'r-3', 'r-4']) await store.insertRoom(makeRecord(id, Number(id.slice(2))));
  const { nextCursor } = await store.listRooms({ limit: 2, cursor: null });
  await store.insertRoom(makeRecord('r-5', 5));
  await store.deleteRoom('r-3');
  const page = await store.listRooms({ limit: 2, cursor: nextCursor });
  t.same(
    page.records.map(({ id }) => id),
    ['r-2', 'r-1'],
  );
  t.equal(page.nextCursor, null);
});

t.test('a cursor that no list answered is refused', async (t) => {
  const store = SqliteStore.open(t.testdir());
  t.teardown(() => store.close());
  for (const cursor of [
    '',
    'x',
    Buffer.from("1 ' OR 1=1").toString('base64url'),
    Buffer.from('x r-1').toString('base64url'),
  ]) {
    await t.rejects(store.listRooms({ limit: 1, cursor }), { code: 'invalid-params' });
  }
});

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
  tamper(dataDir, `UPDATE rooms SET state = replace(state, '"version":1', '"version":9') WHERE id = 'r-4'`);
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
