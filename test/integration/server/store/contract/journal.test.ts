import type { MediaEvent } from '../../../../../server/src/core/events/media-events.ts';
import type { JournalRecord } from '../../../../../server/src/journal/records.ts';
import type { Store } from '../../../../../server/src/store/store.ts';
import { type OpenStore, onEveryStore } from '../../../../support/server/store/every-store.ts';
import { makeRecord } from '../../../../support/server/store/room-records.ts';

const lost: MediaEvent = { what: 'path.lost', seatId: 'p-anna', direction: 'send' };
const record = (at: number, roomId = 'r-1', event: JournalRecord['event'] = lost): JournalRecord => ({
  ...{ roomId, at, event },
  count: 1,
});
const timesOf = async (store: Store, roomId: string, until: number): Promise<number[]> =>
  (await store.journal.findEvidence(roomId, 0, until)).records.map(({ at }) => at);

async function withRooms(open: OpenStore, options: Parameters<OpenStore>[0] = {}): Promise<Store> {
  const store = await open(options);
  for (const id of ['r-1', 'r-2']) await store.insertRoom(makeRecord(id));
  return store;
}

onEveryStore('records of a room are found in their order, up to the time that is asked for', async (t, open) => {
  const store = await withRooms(open);
  await store.journal.add([record(10), record(20, 'r-2'), { ...record(30), count: 3 }, record(40)]);
  t.same(await store.journal.findEvidence('r-1', 0, 30), {
    isRoomKnown: true,
    records: [record(10), { ...record(30), count: 3 }],
    decisions: [],
  });
});

onEveryStore('records from before the clock was set back are found with those after it', async (t, open) => {
  const store = await withRooms(open);
  const stepped = record(20, 'r-1', { what: 'journal.clock-stepped', stepMs: -81 });
  await store.journal.add([record(90), record(100), stepped, record(40)]);
  t.same(await timesOf(store, 'r-1', 30), [90, 100, 20]);
});

onEveryStore('of a room that is not in the store nothing is kept', async (t, open) => {
  const store = await withRooms(open);
  await store.journal.add([record(10, 'r-none'), record(20)]);
  t.same(await store.journal.findEvidence('r-none', 0, 100), { isRoomKnown: false, records: [], decisions: [] });
  t.same(await timesOf(store, 'r-1', 100), [20]);
});

onEveryStore('a room keeps its newest records; what is gone is noted, once for all of it', async (t, open) => {
  const dropped: number[] = [];
  const onJournalDropped = (records: number) => dropped.push(records);
  const store = await withRooms(open, { limits: { recordsPerRoom: 10 }, onJournalDropped });
  for (let at = 1; at <= 25; at += 1) await store.journal.add([record(at * 1_000)]);
  await store.journal.add([record(1_000, 'r-2')]);
  const { records } = await store.journal.findEvidence('r-1', 0, 100_000);
  t.ok(records.length <= 11);
  t.equal(records.at(-1)?.at, 25_000);
  const [gap, first] = records;
  t.match(gap?.event, { what: 'journal.gap', cause: 'limit', missingMs: (gap?.at ?? 0) - 1_000 });
  t.equal(first?.at, (gap?.at ?? 0) + 1_000, 'nothing is missing besides');
  t.ok(dropped.length > 1);
  t.same(await timesOf(store, 'r-2', 100_000), [1_000], 'another room loses nothing');
});

onEveryStore('what is older than it is kept is removed, and all of it where nothing is to be kept', async (t, open) => {
  const store = await withRooms(open);
  const [now, dayMs] = [Date.now(), 86_400_000];
  const [old, recent] = [now - 3 * dayMs, now - dayMs];
  await store.journal.add([record(old), record(recent), record(now), record(old, 'r-2')]);
  t.equal(await store.journal.prune(now - 2 * dayMs, now), 2);
  t.same(await timesOf(store, 'r-1', now), [recent, now]);
  await store.journal.removeAll();
  t.same(await timesOf(store, 'r-1', now), []);
});

onEveryStore('with a room its records are deleted', async (t, open) => {
  const store = await withRooms(open);
  await store.journal.add([record(10), record(10, 'r-2')]);
  await store.deleteRoom('r-1');
  t.same(await timesOf(store, 'r-1', 100), []);
  t.same(await timesOf(store, 'r-2', 100), [10]);
});

onEveryStore('decisions are found with the room that they are about, and steps of the clock', async (t, open) => {
  const store = await withRooms(open);
  const change = { roomId: 'r-1', by: 'seat:p-weber', seatId: 'p-anna', at: 50 } as const;
  await store.saveRoom(
    { ...makeRecord('r-1'), revision: 2 },
    { changes: [{ ...change, what: 'seat.muted', detail: { source: 'microphone' } }], receipts: [] },
  );
  await store.audit.append([
    { ...change, what: 'seat.admitted', roomId: 'r-2' },
    { ...change, what: 'clock.stepped', roomId: null, by: null, seatId: null },
    { ...change, what: 'seat.removed', at: 500 },
  ]);
  const { decisions } = await store.journal.findEvidence('r-1', 0, 100);
  t.same(decisions, [
    { at: 50, what: 'seat.muted', by: 'seat:p-weber', seatId: 'p-anna', detail: { source: 'microphone' } },
    { at: 50, what: 'clock.stepped', by: null, seatId: null, detail: {} },
  ]);
});
