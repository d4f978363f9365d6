import { DatabaseSync } from 'node:sqlite';
import t, { type Test } from 'tap';
import type { MediaEvent } from '../../../../../server/src/core/events/media-events.ts';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { startMediaJournal } from '../../../../../server/src/journal/journal.ts';
import type { JournalRecord } from '../../../../../server/src/journal/records.ts';
import { migrations } from '../../../../../server/src/store/sqlite/files/migrations.ts';
import { JournalTable } from '../../../../../server/src/store/sqlite/tables/journal-table.ts';

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
