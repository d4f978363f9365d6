import { DatabaseSync } from 'node:sqlite';
import t, { type Test } from 'tap';
import type { MediaEvent } from '../../../../../server/src/core/media-events.ts';
import { ServerObserver } from '../../../../../server/src/core/observer.ts';
import { startMediaJournal } from '../../../../../server/src/journal/journal.ts';
import type { JournalRecord } from '../../../../../server/src/journal/records.ts';
import { migrations } from '../../../../../server/src/store/sqlite/files/migrations.ts';
import { SqliteStore } from '../../../../../server/src/store/sqlite/sqlite-store.ts';
import { JournalTable } from '../../../../../server/src/store/sqlite/tables/journal-table.ts';
import { makeRecord } from '../../../../support/server/store/room-records.ts';

const lost: MediaEvent = { what: 'path.lost', seatId: 'p-anna', direction: 'send' };
const record = (at: number, roomId = 'r-1', event: JournalRecord['event'] = lost): JournalRecord => ({
  ...{ roomId, at, event },
  count: 1,
});

/** A table in memory, with rooms whose records it may store. */
function openTable(t: Test, options: ConstructorParameters<typeof JournalTable>[1] = {}) {
  return open(t, options).table;
}

function open(t: Test, options: ConstructorParameters<typeof JournalTable>[1] = {}) {
  const database = new DatabaseSync(':memory:');
  t.teardown(() => database.close());
  for (const sql of migrations) database.exec(sql);
  for (const id of ['r-1', 'r-2'])
    database.prepare("INSERT INTO rooms VALUES (?, '', 1, 'live', '{}', 0, 0, 0)").run(id);
  return { database, table: new JournalTable(database, options) };
}

t.test('records of a room are found in their order, up to the time that is asked for', async (t) => {
  const table = openTable(t);
  await table.add([record(10), record(20, 'r-2'), record(30), record(40)]);
  t.same(await table.findEvidence('r-1', 0, 30), {
    isRoomKnown: true,
    records: [record(10), record(30)],
    decisions: [],
  });
});

t.test('records from before the clock was set back are found with those after it', async (t) => {
  const table = openTable(t);
  await table.add([
    record(90),
    record(100),
    record(20, 'r-1', { what: 'journal.clock-stepped', stepMs: -81 }),
    record(40),
  ]);
  t.same(
    (await table.findEvidence('r-1', 0, 30)).records.map(({ at }) => at),
    [90, 100, 20],
  );
});

t.test('records that cannot be read stand in their place, and are removed in their turn', async (t) => {
  const { database, table } = open(t, { maxPerRoom: 10 });
  const insert = database.prepare("INSERT INTO media_journal (room_id, at, count, event) VALUES ('r-1', ?, 1, ?)");
  insert.run(10, '{ "what": "media.teleported" }');
  insert.run(20, '{ "what": "pa');
  await table.add([record(30)]);
  t.same(
    (await table.findEvidence('r-1', 0, 100)).records.map(({ at, event }) => [at, event.what]),
    [
      [10, 'journal.unreadable'],
      [20, 'journal.unreadable'],
      [30, 'path.lost'],
    ],
  );
  await table.add(Array.from({ length: 10 }, (_, index) => record(40 + index)));
  t.match((await table.findEvidence('r-1', 0, 100)).records[0]?.event, { what: 'journal.gap', missingMs: 30 });
});

t.test('of a room that is not in the store nothing is kept', async (t) => {
  const table = openTable(t);
  await table.add([record(10, 'r-none')]);
  t.same(await table.findEvidence('r-none', 0, 100), { isRoomKnown: false, records: [], decisions: [] });
});

t.test('a room keeps its newest records; what is gone is noted, once for all of it', async (t) => {
  const dropped: number[] = [];
  const table = openTable(t, { maxPerRoom: 10, onDropped: (records) => dropped.push(records) });
  for (let at = 1; at <= 25; at += 1) await table.add([record(at * 1_000)]);
  await table.add([record(1_000, 'r-2')]);
  const { records } = await table.findEvidence('r-1', 0, 100_000);
  t.ok(records.length <= 11);
  t.equal(records.at(-1)?.at, 25_000);
  const [gap, first] = records;
  t.match(gap?.event, { what: 'journal.gap', cause: 'limit', missingMs: (gap?.at ?? 0) - 1_000 });
  t.equal(first?.at, (gap?.at ?? 0) + 1_000, 'nothing is missing besides');
  t.ok(dropped.length > 1);
  t.equal((await table.findEvidence('r-2', 0, 100_000)).records.length, 1, 'another room loses nothing');
});

t.test('what is older than it is kept is removed', async (t) => {
  const table = openTable(t);
  await table.add([record(10), record(20), record(30)]);
  t.equal(await table.prune(20), 1);
  t.same(
    (await table.findEvidence('r-1', 0, 100)).records.map(({ at }) => at),
    [20, 30],
  );
});

t.test('with a retention of 0 days nothing is recorded, and the start removes what there is', async (t) => {
  const table = openTable(t);
  await table.add([record(10), record(Date.now() + 86_400_000), record(10, 'r-2')]);
  const observer = new ServerObserver();
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  t.equal(await startMediaJournal({ store: table, observer, clock, retentionDays: 0 }), null);
  for (const roomId of ['r-1', 'r-2'])
    t.same((await table.findEvidence(roomId, 0, Number.MAX_SAFE_INTEGER)).records, [], roomId);
  t.equal(observer.listenerCount('mediaEvent'), 0);
});

t.test('with a room its records are deleted', async (t) => {
  const store = SqliteStore.open(t.testdir());
  t.teardown(() => store.close());
  const { id } = makeRecord('r-1');
  await store.insertRoom(makeRecord('r-1'));
  await store.journal.add([record(10, id)]);
  t.equal((await store.journal.findEvidence(id, 0, 100)).records.length, 1);
  await store.deleteRoom(id);
  t.equal((await store.journal.findEvidence(id, 0, 100)).records.length, 0);
});

t.test('a decision of the audit log is found with the room that it is about', async (t) => {
  const store = SqliteStore.open(t.testdir());
  t.teardown(() => store.close());
  await store.insertRoom(makeRecord('r-1'));
  const change = { roomId: 'r-1', by: 'seat:p-weber', seatId: 'p-anna', at: 50 } as const;
  await store.audit.append([
    { ...change, what: 'seat.muted', detail: { source: 'microphone' } },
    { ...change, what: 'seat.admitted', roomId: 'r-2' },
    { ...change, what: 'seat.removed', at: 500 },
  ]);
  t.same((await store.journal.findEvidence('r-1', 0, 100)).decisions, [
    { at: 50, what: 'seat.muted', by: 'seat:p-weber', seatId: 'p-anna', detail: { source: 'microphone' } },
  ]);
});
