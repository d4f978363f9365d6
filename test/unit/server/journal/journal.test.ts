import t, { type Test } from 'tap';
import type { MediaEvent } from '../../../../server/src/core/events/media-events.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { MediaJournal, pruneIntervalMs, writeIntervalMs } from '../../../../server/src/journal/journal.ts';
import type { JournalRecord } from '../../../../server/src/journal/records.ts';
import { useFakeTime } from '../../../support/time/fake-time.ts';

const lost: MediaEvent = { what: 'path.lost', seatId: 'p-anna', direction: 'send' };
const confidential = { agoMs: 0, isConfidential: true };
const restored: MediaEvent = { what: 'path.restored', seatId: 'p-anna', direction: 'send', path: 'udp', afterMs: 10 };

function setUp(t: Test) {
  const time = useFakeTime(t, 1_000_000_000);
  const clock = { now: () => Date.now(), monotonic: () => Date.now() };
  const written: JournalRecord[][] = [];
  const store: { refuses: boolean; held?: Promise<void> } = { refuses: false };
  const observer = new ServerObserver();
  const pruned: number[] = [];
  const journal = new MediaJournal({
    store: {
      add: async (records) => {
        if (store.refuses) throw new Error('the disk is full');
        if (store.held) await store.held;
        written.push([...records]);
      },
      prune: async (olderThan) => pruned.push(olderThan),
      removeAll: async () => {},
    },
    observer,
    clock,
    retentionDays: 30,
  });
  t.teardown(() => journal.close());
  return {
    ...{ time, written, store, observer, journal, pruned },
    tell: (event: MediaEvent, agoMs = 0) => observer.emit('mediaEvent', { roomId: 'r-1', event, agoMs }),
    /** Advances the time by one write interval. */
    tick: () => time.tickAsync(writeIntervalMs),
  };
}

const whats = (records: JournalRecord[] = []) => records.map(({ event }) => event.what);

t.test('events are written together, the first of a room after a mark', async (t) => {
  const { tell, tick, written } = setUp(t);
  tell(lost);
  tell(restored);
  t.same(written, []);
  await tick();
  t.same(written.map(whats), [['journal.started', 'path.lost', 'path.restored']]);
  await tick();
  t.equal(written.length, 1, 'nothing is written while nothing happens');
});

t.test('what was found out later has its own time', async (t) => {
  const { tell, tick, written } = setUp(t);
  tell(restored);
  tell(lost, 500);
  await tick();
  t.same(whats(written[0]), ['journal.started', 'path.restored', 'path.lost']);
  t.equal(written[0]?.[2]?.at, Date.now() - writeIntervalMs - 500);
});

t.test(
  'what changes back and forth is gathered in one record, which is its last state and the number of changes',
  async (t) => {
    const { tell, tick, written, time } = setUp(t);
    for (let index = 0; index < 100; index += 1) {
      tell(lost);
      tell(restored);
    }
    await tick();
    t.equal(written[0]?.length, 7, 'a mark and six at once');
    await time.tickAsync(60_000);
    t.match(written[1], [{ event: { what: 'path.restored' }, count: 194 }]);
    await tick();
    t.equal(written.length, 2);
  },
);

t.test('what tells the answer of a client about an observer is not recorded', async (t) => {
  const { observer, journal, written } = setUp(t);
  const pair = { seatId: 'p-olga', from: 'p-anna', source: 'microphone' } as const;
  observer.emit('mediaEvent', { roomId: 'r-1', event: { what: 'consumer.opened', ...pair }, ...confidential });
  const withheld = { what: 'consumer.withheld', ...pair, rule: 'not-consented' } as const;
  observer.emit('mediaEvent', { roomId: 'r-1', event: withheld, ...confidential });
  await journal.close();
  t.same(written, []);
});

t.test('a subject of which nothing is recorded any more takes no memory, and its rate stays', async (t) => {
  const { tell, tick, written, journal, time } = setUp(t);
  for (let index = 0; index < 100; index += 1) tell({ ...lost, seatId: `p-${index}` });
  for (let index = 0; index < 9; index += 1) tell(index % 2 ? restored : lost);
  await tick();
  t.equal(journal.subjectCount, 101, 'their buckets are not full yet');
  await time.tickAsync(120_000);
  t.equal(journal.subjectCount, 1, 'that of which much was recorded');
  for (let index = 0; index < 9; index += 1) tell(index % 2 ? restored : lost);
  await tick();
  t.ok((written.at(-1)?.length ?? 9) <= 2, 'and it is still limited');
  for (let minute = 0; minute < 10; minute += 1) await time.tickAsync(60_000);
  tell({ ...lost, seatId: 'p-ben' });
  await tick();
  t.equal(journal.subjectCount, 1, 'after a time that one too');
  t.same(written.flat().filter(({ event }) => event.what === 'journal.started').length, 1, 'the room is the same');
});

t.test('one subject that changes often takes nothing from another one', async (t) => {
  const { tell, tick, written } = setUp(t);
  for (let index = 0; index < 50; index += 1) tell(index % 2 ? restored : lost);
  tell({ ...lost, direction: 'receive' });
  tell({ ...lost, seatId: 'p-ben' });
  await tick();
  t.equal(written[0]?.length, 9);
});

t.test(
  'while the store refuses, events wait; beyond a bound the oldest are given up, and the gap is noted',
  async (t) => {
    const { tell, tick, written, store, observer } = setUp(t);
    const dropped: number[] = [];
    observer.on('journalDropped', ({ cause, records }) => dropped.push(cause === 'store' ? records : Number.NaN));
    observer.on('storeFailed', () => {});
    store.refuses = true;
    for (let index = 0; index < 5_100; index += 1) tell({ ...lost, seatId: `p-${index}` });
    await tick();
    t.same(dropped, [101]);
    store.refuses = false;
    await tick();
    t.equal(written[0]?.length, 5_001);
    t.match(written[0]?.at(-1), { event: { what: 'journal.gap', cause: 'store', missingMs: writeIntervalMs * 2 } });
  },
);

t.test('the end of a room is noted with what was still gathered; a deleted room leaves nothing to write', async (t) => {
  const { tell, written, observer, journal } = setUp(t);
  for (let index = 0; index < 9; index += 1) tell(index % 2 ? restored : lost);
  observer.emit('phaseChanged', { roomId: 'r-1', from: 'live', to: 'ended' });
  await new Promise((resolve) => setImmediate(resolve));
  t.match(written[0]?.slice(-2), [{ event: lost, count: 3 }, { event: { what: 'journal.stopped' } }]);
  tell(lost);
  observer.emit('roomDeleted', { roomId: 'r-1' });
  await journal.close();
  t.equal(written.length, 1);
});

t.test('what there is is written when the server stops, once', async (t) => {
  const { tell, written, journal } = setUp(t);
  tell(lost);
  await journal.close();
  await journal.close();
  tell(restored);
  t.same(written.map(whats), [['journal.started', 'path.lost', 'journal.stopped']]);
});

t.test('when the clock is set, what came before is written before the note of it', async (t) => {
  const { tell, written, journal, time } = setUp(t);
  for (let index = 0; index < 9; index += 1) tell(index % 2 ? restored : lost);
  time.setSystemTime(Date.now() - 600_000);
  journal.handleClockStep(-600_000);
  t.match(written[0]?.slice(-2), [
    { event: lost, count: 3, at: 1_000_000_000 },
    { event: { what: 'journal.clock-stepped', stepMs: -600_000 }, at: 999_400_000 },
  ]);
  tell(restored);
  await journal.close();
  t.match(written[1], [{ event: restored, at: 999_400_000 }, { event: { what: 'journal.stopped' } }]);
});

t.test('nothing is removed for its age before the clock has gone on for an hour without a step', async (t) => {
  const { journal, pruned, time } = setUp(t);
  await time.tickAsync(pruneIntervalMs - 1);
  t.same(pruned, [], 'not at the start: the clock may be wrong');
  journal.handleClockStep(-86_400_000);
  await time.tickAsync(pruneIntervalMs - 1);
  t.same(pruned, []);
  await time.tickAsync(1);
  t.same(pruned, [Date.now() - 30 * 86_400_000]);
  await time.tickAsync(pruneIntervalMs);
  t.equal(pruned.length, 2, 'and each hour from then on');
});

t.test(
  'what comes while the store takes its time is written next, in its order, also when the store refuses',
  async (t) => {
    const { tell, tick, written, store, observer, journal } = setUp(t);
    observer.on('storeFailed', () => {});
    const held = Promise.withResolvers<void>();
    store.held = held.promise;
    tell(lost);
    await tick();
    tell(restored);
    await tick();
    t.same(written, [], 'one write at a time');
    held.reject(new Error('the connection is gone'));
    store.held = Promise.resolve();
    await tick();
    t.same(written.map(whats), [['journal.started', 'path.lost', 'path.restored']]);
    const last = Promise.withResolvers<void>();
    store.held = last.promise;
    tell(lost);
    await tick();
    tell(restored);
    const closed = journal.close();
    last.resolve();
    await closed;
    t.same(written.slice(1).map(whats), [['path.lost'], ['path.restored', 'journal.stopped']]);
  },
);
