/**
 * Makes the rooms of series in time, announces sessions, and keeps rooms as their series is. Where several servers share the
 * store each series that is due is worked on by one of them; a room is changed by the server that runs it. A write that another
 * one came before changes nothing, so that nothing is done twice.
 */
import { createHmac } from 'node:crypto';
import { defaultRoomSettings } from '@hearthroom/sdk/protocol';
import { AppError } from '../core/errors/errors.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { Clock } from '../core/time/clock.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import type { SeriesEvent, SeriesRecord, SeriesStore } from './ports.ts';
import { membersAt } from './rules/occurrences.ts';
import {
  dueOf,
  isForgettable,
  markOf,
  nextDueAt,
  type RoomChange,
  roomChanges,
  roomSettings,
  tidy,
} from './rules/plan.ts';
import type { Occurrence, RoomMark, SeriesState } from './rules/state.ts';

export interface RoomKeeperOptions {
  store: SeriesStore;
  registry: Pick<RoomRegistry, 'createRoom' | 'updateSettings' | 'endRoom' | 'getRecord' | 'running' | 'isDraining'>;
  observer: ServerObserver;
  clock: Pick<Clock, 'now'>;
  /** Ids of rooms are derived with it: they can't be guessed, and the same occurrence never gets two rooms. */
  secret: Uint8Array;
}

/** Also how exact announcements are. */
const pollMs = 10_000;
const atOnce = 20;
/** After a room could not be made. */
const retryMs = 15_000;
/** What was done to rooms is noted in a series that others change at the same time: so often is that tried. */
const maxAttempts = 5;

export class RoomKeeper {
  readonly #options: RoomKeeperOptions;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | null = null;
  #isWoken = false;
  #wasSetBack = false;
  #isClosed = false;

  constructor(options: RoomKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.wake();
  }

  /** Looks soon at what is due. */
  wake(): void {
    this.#isWoken = true;
    if (this.#working === null) this.#schedule(0);
  }

  /** After the clock was set back: what seemed over may be still to come. */
  handleClockStep(byMs: number): void {
    if (byMs < 0) this.#wasSetBack = true;
    this.wake();
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#working = this.#work().finally(() => {
        this.#working = null;
        this.#schedule(this.#isWoken ? 0 : pollMs);
      });
    }, afterMs).unref();
  }

  async #work(): Promise<void> {
    this.#isWoken = false;
    const { store, clock, registry, observer } = this.#options;
    if (registry.isDraining) return;
    try {
      if (this.#wasSetBack) await store.makeAllDue(clock.now());
      this.#wasSetBack = false;
      await this.#changeAwaiting();
      const due = await store.claimDue(clock.now(), atOnce);
      for (const record of due) await this.#handleDue(record).catch((error) => this.#setAside(record, error));
      if (due.length === atOnce) this.#isWoken = true;
    } catch (error) {
      observer.emit('storeFailed', { roomId: '', error });
    }
  }

  /** All of them each time: rooms of some may be those of a server that is away. */
  async #changeAwaiting(): Promise<void> {
    let after: string | undefined = '';
    while (after !== undefined) {
      const records: SeriesRecord[] = await this.#options.store.awaitingRooms(atOnce, after);
      for (const record of records) await this.#changeRooms(record).catch((error) => this.#report(error));
      after = records.at(-1)?.id;
    }
  }

  /** One that can't be handled holds up no other one. Rejects when the store is away. */
  async #setAside(record: SeriesRecord, error: unknown): Promise<void> {
    const { store, observer, clock } = this.#options;
    observer.emit('storeFailed', { roomId: '', error });
    const next = { ...record, revision: record.revision + 1, dueAt: clock.now() + retryMs };
    await store.save(next, record.revision, { changes: [], events: [] });
  }

  async #handleDue(record: SeriesRecord): Promise<void> {
    const { store, clock } = this.#options;
    const now = clock.now();
    if (isForgettable(record.state, now)) {
      await store.remove(record.id, record.revision);
      return;
    }
    const due = dueOf(record.state, now);
    let state = record.state;
    let isComplete = true;
    for (const occurrence of due.rooms) {
      const room = await this.#makeRoom(record.id, state, occurrence);
      if (room) state = { ...state, rooms: { ...state.rooms, [occurrence.id]: room } };
      else isComplete = false;
    }
    const { events, announced } = announce(record.id, state, due.announcements, now);
    state = tidy({ ...state, announced: [...state.announced, ...announced] }, now);
    const dueAt = isComplete ? nextDueAt(state, now) : now + retryMs;
    await this.#save(record, state, dueAt, events);
  }

  /** @returns null: it has to be tried again */
  async #makeRoom(seriesId: string, series: SeriesState, occurrence: Occurrence): Promise<RoomMark | null> {
    const { registry, secret } = this.#options;
    const last = Object.hasOwn(series.rooms, occurrence.id) ? series.rooms[occurrence.id] : undefined;
    const generation = last ? last.generation + 1 : 0;
    const name = `series ${seriesId} ${occurrence.id} ${generation}`;
    const roomId = `r-${createHmac('sha256', secret).update(name).digest('base64url')}`;
    const settings = roomSettings(series, occurrence);
    const { startsAt, endsAt } = occurrence;
    const room = { roomId, generation, startsAt, endsAt, isEnded: false, given: Object.keys(settings) };
    try {
      await registry.createRoom(settings, { roomId, ...(series.region !== null && { region: series.region }) });
      return { ...room, madeFrom: markOf(settings) };
    } catch (error) {
      // Made before, and the series was changed before that was stored: the room is changed like others.
      if (error instanceof AppError && error.code === 'conflict')
        return { ...room, madeFrom: '', given: Object.keys(defaultRoomSettings) };
      this.#report(error);
      return null;
    }
  }

  /** Of the rooms that run here, or nowhere any more. */
  async #changeRooms(record: SeriesRecord): Promise<void> {
    let { state } = record;
    for (const change of roomChanges(state, this.#options.clock.now())) {
      const room = await this.#changeRoom(change);
      if (room) state = { ...state, rooms: { ...state.rooms, [change.occurrenceId]: room } };
    }
    if (state !== record.state) await this.#save(record, state, record.dueAt, []);
  }

  /** @returns null: another server runs it, or it has to be tried again */
  async #changeRoom(change: RoomChange): Promise<RoomMark | null> {
    const { registry } = this.#options;
    const { room } = change;
    const done: RoomMark =
      change.what === 'end'
        ? { ...room, isEnded: true }
        : {
            ...{ ...room, madeFrom: markOf(change.settings), given: Object.keys(change.settings) },
            ...{ startsAt: change.occurrence.startsAt, endsAt: change.occurrence.endsAt },
          };
    try {
      if (!registry.running(room.roomId)) return (await this.#isOver(room.roomId)) ? done : null;
      if (change.what === 'end') await registry.endRoom(room.roomId);
      else await registry.updateSettings(room.roomId, change.patch, undefined);
      return done;
    } catch (error) {
      this.#report(error);
      // The rules of the room refuse it, or it has ended meanwhile: trying again would change nothing.
      return error instanceof AppError && !isTemporary(error) ? done : null;
    }
  }

  async #isOver(roomId: string): Promise<boolean> {
    try {
      return (await this.#options.registry.getRecord(roomId)).state.phase === 'ended';
    } catch (error) {
      if (error instanceof AppError && error.code === 'not-found') return true;
      throw error;
    }
  }

  async #save(record: SeriesRecord, state: SeriesState, dueAt: number | null, events: SeriesEvent[]): Promise<void> {
    const { store, clock } = this.#options;
    const awaitsRooms = roomChanges(state, clock.now()).length > 0;
    const next = { ...record, revision: record.revision + 1, state, dueAt, awaitsRooms };
    if (!(await store.save(next, record.revision, { changes: [], events }))) await this.#noteRooms(record, state);
  }

  /** The series was changed meanwhile. Rooms that it does not know would not follow it, ended ones would have no successor. */
  async #noteRooms(record: SeriesRecord, { rooms }: SeriesState): Promise<void> {
    const { store, clock } = this.#options;
    const done = Object.entries(rooms).filter(([id, room]) => room !== record.state.rooms[id]);
    for (let attempt = 1; done.length > 0 && attempt <= maxAttempts; attempt += 1) {
      const newest = await store.get(record.id);
      if (!newest) return;
      const state = { ...newest.state, rooms: newerOf(newest.state.rooms, done) };
      const now = clock.now();
      const changed = { state, dueAt: now, awaitsRooms: roomChanges(state, now).length > 0 };
      const next = { ...newest, ...changed, revision: newest.revision + 1 };
      this.#isWoken = true;
      if (await store.save(next, newest.revision, { changes: [], events: [] })) return;
    }
  }

  /** What is refused is tried again: the store is away, the server drains. */
  #report(error: unknown): void {
    if (error instanceof AppError) return;
    this.#options.observer.emit('storeFailed', { roomId: '', error });
  }

  /** Resolves when nothing is under way any more. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#working;
  }
}

const isTemporary = ({ code }: AppError): boolean => code === 'storage-unavailable' || code === 'server-draining';

function newerOf(known: SeriesState['rooms'], done: readonly [string, RoomMark][]): SeriesState['rooms'] {
  const newer = done.filter(([id, { generation }]) => {
    const own = Object.hasOwn(known, id) ? known[id] : undefined;
    return !own || own.generation < generation || (own.generation === generation && !own.isEnded);
  });
  return { ...known, ...Object.fromEntries(newer) };
}

/** Sessions whose room could not be made yet are announced later. */
function announce(
  seriesId: string,
  state: SeriesState,
  occurrences: readonly Occurrence[],
  at: number,
): { events: SeriesEvent[]; announced: string[] } {
  const events: SeriesEvent[] = [];
  const announced: string[] = [];
  for (const { id, startsAt, endsAt } of occurrences) {
    const room = state.rooms[id];
    if (!room || room.isEnded) continue;
    announced.push(id);
    const members = membersAt(state, id);
    events.push({
      ...{ type: 'session.upcoming', seriesId, occurrence: id, roomId: room.roomId },
      ...{ startsAt, endsAt, members, at },
    });
  }
  return { events, announced };
}
