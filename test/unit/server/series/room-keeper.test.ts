/** The room keeper over a store and a registry in memory, in which a test lets other things happen meanwhile. */
import t, { type Test } from 'tap';
import { AppError } from '../../../../server/src/core/errors/errors.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import type { RoomRegistry } from '../../../../server/src/rooms/registry.ts';
import type { SeriesEvent, SeriesRecord, SeriesStore } from '../../../../server/src/series/ports.ts';
import { RoomKeeper } from '../../../../server/src/series/room-keeper.ts';
import { restoreOccurrence, skipOccurrence } from '../../../../server/src/series/rules/change-series.ts';
import { roomChanges } from '../../../../server/src/series/rules/plan.ts';
import type { SeriesState } from '../../../../server/src/series/rules/state.ts';

import { MovedClock } from '../../../support/series/moved-clock.ts';
import { makeSeries, member } from '../../../support/series/series.ts';
import { turnsUntil } from '../../../support/time/turns-until.ts';

const first = '20261020T180000';

function start(t: Test, instant = '2026-10-20T12:00Z') {
  const clock = new MovedClock(instant);
  const kept = new Map<string, SeriesRecord>();
  const events: SeriesEvent[] = [];
  const rooms = new Map<string, 'open' | 'ended'>();
  /** Called while a room is being made or ended. */
  const meanwhile = { made: () => {}, ended: () => {} };
  const storage = { isAway: false };
  const store: SeriesStore = {
    insert: async (record) => kept.set(record.id, record).size > 0,
    save: async (record, readRevision, notes) => {
      if (kept.get(record.id)?.revision !== readRevision) return false;
      kept.set(record.id, record);
      events.push(...notes.events);
      return true;
    },
    get: async (id) => kept.get(id) ?? null,
    list: async () => ({ records: [], nextCursor: null }),
    claimDue: async (now, limit) =>
      [...kept.values()].filter(({ dueAt }) => dueAt !== null && dueAt <= now).slice(0, limit),
    makeAllDue: async (dueAt) => {
      for (const [id, record] of kept) kept.set(id, { ...record, dueAt });
    },
    awaitingRooms: async (limit, after) =>
      [...kept.values()].filter(({ awaitsRooms, id }) => awaitsRooms && id > after).slice(0, limit),
    remove: async (id) => kept.delete(id),
  };
  const registry = {
    isDraining: false,
    createRoom: async (_settings: object, { roomId }: { roomId: string }) => {
      if (storage.isAway) throw new AppError('storage-unavailable');
      if (!rooms.has(roomId)) rooms.set(roomId, 'open');
      meanwhile.made();
    },
    running: (roomId: string) => (rooms.get(roomId) === 'open' ? {} : undefined),
    endRoom: async (roomId: string) => {
      rooms.set(roomId, 'ended');
      meanwhile.ended();
    },
    getRecord: async () => ({ state: { phase: 'live' } }),
  } as unknown as RoomRegistry;
  const keeper = new RoomKeeper({ store, registry, observer: new ServerObserver(), clock, secret: new Uint8Array(32) });
  t.teardown(() => keeper.close());
  const put = (id: string, state: SeriesState, dueAt: number | null = 0): void => {
    const revision = (kept.get(id)?.revision ?? 0) + 1;
    const awaitsRooms = roomChanges(state, clock.now()).length > 0;
    const times = { createdAt: 0, updatedAt: 0, dueAt };
    kept.set(id, { ...{ id, createdFrom: '', version: revision, revision, state, awaitsRooms }, ...times });
  };
  const edit = (id: string, change: (series: SeriesState, now: number) => SeriesState): void => {
    const record = kept.get(id);
    if (record) put(id, change(record.state, clock.now()));
  };
  const markOf = (id: string, occurrence = first) => kept.get(id)?.state.rooms[occurrence];
  return { clock, keeper, kept, events, rooms, meanwhile, put, edit, markOf, storage };
}

t.test('a series that cannot be handled holds up no other one', async (t) => {
  const { keeper, put, markOf } = start(t);
  put('s-1', { ...makeSeries(), rule: 'FREQ=NEVER' });
  put('s-2', makeSeries());
  keeper.wake();
  await turnsUntil(() => markOf('s-2') !== undefined, 'the other one has its room');
  t.pass();
});

t.test('a session that is skipped and restored while its room is being ended has another room', async (t) => {
  const { keeper, put, edit, markOf, rooms, meanwhile } = start(t);
  put('s-1', makeSeries());
  keeper.wake();
  await turnsUntil(() => markOf('s-1') !== undefined, 'it has a room');
  edit('s-1', (series, now) => skipOccurrence(series, first, now));
  meanwhile.ended = () => edit('s-1', (series, now) => restoreOccurrence(series, first, now));
  keeper.wake();
  await turnsUntil(() => markOf('s-1')?.generation === 1, 'it has another room');
  t.equal(rooms.get(markOf('s-1')?.roomId ?? ''), 'open');
});

t.test('a room that is made while its session is skipped is ended', async (t) => {
  const { keeper, put, edit, markOf, rooms, meanwhile } = start(t);
  put('s-1', makeSeries());
  meanwhile.made = () => {
    meanwhile.made = () => {};
    edit('s-1', (series, now) => skipOccurrence(series, first, now));
  };
  keeper.wake();
  await turnsUntil(() => markOf('s-1')?.isEnded === true, 'it is ended');
  t.equal(rooms.get(markOf('s-1')?.roomId ?? ''), 'ended');
});

t.test('a session is announced with the room that it will have, not with the one that was ended', async (t) => {
  const { keeper, put, kept, events, storage } = start(t);
  put('s-1', makeSeries({}, { a: member('A') }));
  keeper.wake();
  await turnsUntil(() => events.length === 1, 'it is announced');
  const record = kept.get('s-1');
  const room = record?.state.rooms[first];
  if (!record || !room) throw new Error('it has no room');
  storage.isAway = true;
  const ended = { ...record.state.rooms, [first]: { ...room, isEnded: true } };
  put('s-1', { ...record.state, announced: [], rooms: ended });
  const { revision = 0 } = kept.get('s-1') ?? {};
  keeper.wake();
  await turnsUntil(() => (kept.get('s-1')?.revision ?? 0) > revision, 'it is looked at');
  t.equal(events.length, 1);
});

t.test('after the clock was set back the sessions are held that seemed to be over', async (t) => {
  const { keeper, clock, put, kept, markOf } = start(t, '2026-11-30T12:00Z');
  put('s-1', makeSeries());
  keeper.wake();
  await turnsUntil(() => kept.get('s-1')?.dueAt === null, 'all seem to be over');
  clock.set('2026-10-20T12:00Z');
  keeper.handleClockStep(-1);
  await turnsUntil(() => markOf('s-1') !== undefined, 'the room is made');
  t.pass();
});

t.test('series whose rooms another server runs do not hold up those behind them', async (t) => {
  const { keeper, put, edit, markOf, rooms, kept } = start(t);
  const ids = Array.from({ length: 25 }, (_, index) => `s-${10 + index}`);
  for (const id of ids) put(id, makeSeries());
  keeper.wake();
  await turnsUntil(() => ids.every((id) => markOf(id) !== undefined), 'all have their rooms');
  for (const id of ids) edit(id, (series, now) => skipOccurrence(series, first, now));
  for (const id of ids.slice(0, 24)) rooms.delete(markOf(id)?.roomId ?? '');
  keeper.wake();
  await turnsUntil(() => markOf('s-34')?.isEnded === true, 'the room that runs here is ended');
  t.equal([...kept.values()].filter(({ awaitsRooms }) => awaitsRooms).length, 24);
});
