import type { SeriesEvent, SeriesNotes, SeriesRecord } from '../../../../../server/src/series/ports.ts';
import { makeSeries, member } from '../../../../support/series/series.ts';
import { onEveryStore } from '../../../../support/server/store/every-store.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';

const nothing: SeriesNotes = { changes: [], events: [] };
const recordOf = (id: string, more: Partial<SeriesRecord> = {}): SeriesRecord => ({
  ...{ id, createdFrom: 'hash', version: 1, revision: 1, state: makeSeries({}, { a: member('Änna 😀') }) },
  ...{ dueAt: 100.5, awaitsRooms: false, createdAt: 10, updatedAt: 20.5 },
  ...more,
});
const changed = (seriesId: string): SeriesEvent => ({ type: 'series.changed', seriesId, members: ['a'], at: 1 });

onEveryStore('a series is as it was written, also after a restart', async (t, open) => {
  const store = await open();
  const record = recordOf('s-1');
  t.equal(await store.series.insert(record, nothing), true);
  t.equal(await store.series.insert(recordOf('s-1', { createdFrom: 'other' }), nothing), false, 'its id is taken');
  t.same(await store.series.get('s-1'), record);
  t.equal(await store.series.get('s-2'), null);
  await store.close();
  t.same(await (await open()).series.get('s-1'), record);
});

onEveryStore('of writes based on the same revision one is stored', async (t, open) => {
  const store = await open({ keepsOutbox: true });
  await store.series.insert(recordOf('s-1'), nothing);
  const notes = { changes: [changeAt(1, 'series.changed')], events: [changed('s-1')] };
  const next = recordOf('s-1', { revision: 2, version: 2, dueAt: null });
  t.equal(await store.series.save(next, 1, notes), true);
  t.equal(await store.series.save(recordOf('s-1', { revision: 2, version: 9 }), 1, notes), false);
  t.equal(await store.series.save(recordOf('s-none', { revision: 2 }), 1, notes), false);
  t.same(await store.series.get('s-1'), next);
  t.equal((await store.outbox.backlog()).count, 1, 'nothing of the others is stored');
  t.equal(await store.series.remove('s-1', 1), false);
  t.equal(await store.series.remove('s-1', 2), true);
  t.equal(await store.series.get('s-1'), null);
});

onEveryStore('one that cannot be read is reported, and the others are handled', async (t, open) => {
  const broken: string[] = [];
  const { series } = await open({ onBrokenRoom: ({ message }) => broken.push(message) });
  const unreadable = { ...makeSeries(), members: 'canary' } as never;
  await series.insert(recordOf('s-1', { state: unreadable }), nothing);
  await series.insert(recordOf('s-2'), nothing);
  t.same(
    (await series.claimDue(200, 10)).map(({ id }) => id),
    ['s-2'],
  );
  t.same(broken, ["stored series s-1 can't be read"], 'without its content');
});

onEveryStore('events of a series are delivered in their order, with numbers of their own', async (t, open) => {
  const store = await open({ keepsOutbox: true });
  const times = { startsAt: 1_000, endsAt: 2_000, at: 500 };
  const upcoming = { type: 'session.upcoming', seriesId: 's-1', occurrence: 'o', roomId: 'r' } as const;
  await store.series.insert(recordOf('s-1'), {
    changes: [],
    events: [changed('s-1'), { ...upcoming, ...times, members: [] }],
  });
  await store.series.insert(recordOf('s-2'), { changes: [], events: [changed('s-2')] });
  const bodies: Record<string, unknown>[] = [];
  for (let round = 0; round < 2; round += 1)
    for (const { id, body } of await store.outbox.due(Date.now() + 1_000, 10)) {
      bodies.push(JSON.parse(body));
      await store.outbox.remove(id);
    }
  t.match(
    bodies.filter(({ seriesId }) => seriesId === 's-1'),
    [
      { type: 'series.changed', sequence: 1, members: ['a'], at: '1970-01-01T00:00:00.001Z' },
      { type: 'session.upcoming', sequence: 2, startsAt: '1970-01-01T00:00:01.000Z', roomId: 'r' },
    ],
  );
  t.match(
    bodies.find(({ seriesId }) => seriesId === 's-2'),
    { sequence: 1 },
  );
});

onEveryStore(
  'lists are paged, without deleted ones; due ones and those that await rooms are found',
  async (t, open) => {
    const { series } = await open();
    const deleted = { ...makeSeries(), deletedAt: 5 };
    for (const [index, id] of ['s-1', 's-2', 's-3', 's-4'].entries())
      await series.insert(
        recordOf(id, {
          ...{ createdAt: index, dueAt: index < 2 ? 100 - index : null, awaitsRooms: index === 2 },
          ...(index === 3 && { state: deleted }),
        }),
        nothing,
      );
    const first = await series.list({ limit: 2, cursor: null });
    t.same(
      first.records.map(({ id }) => id),
      ['s-3', 's-2'],
    );
    const second = await series.list({ limit: 2, cursor: first.nextCursor });
    t.same([second.records.map(({ id }) => id), second.nextCursor], [['s-1'], null]);
    t.same(
      (await series.claimDue(98, 10)).map(({ id }) => id),
      [],
    );
    t.same(
      (await series.claimDue(100, 10)).map(({ id }) => id),
      ['s-2', 's-1'],
    );
    t.same(
      (await series.claimDue(100, 1)).map(({ id }) => id),
      ['s-2'],
      'its own claims are no hindrance',
    );
    t.same(
      (await series.awaitingRooms(10, '')).map(({ id }) => id),
      ['s-3'],
    );
    t.same(await series.awaitingRooms(10, 's-3'), [], 'behind this one');
    await series.makeAllDue(50);
    t.same((await series.claimDue(50, 10)).map(({ id }) => id).sort(), ['s-1', 's-2', 's-3'], 'not the deleted one');
  },
);
