/** All rooms of this server: makes them, finds them, brings them back after a restart. */

import { createHash } from 'node:crypto';
import {
  type CloseReason,
  defaultRoomSettings,
  type Phase,
  type RoomSettings,
  type SeatState,
} from '@hearthroom/sdk/protocol';
import { type Clock, WallClock } from '../core/clock.ts';
import type { Change, ChangeType } from '../core/domain-events.ts';
import { nameOfKey } from '../core/domain-events.ts';
import { AppError } from '../core/errors.ts';
import type { ServerObserver } from '../core/observer.ts';
import { newId } from '../core/random.ts';
import { attemptWrite } from '../core/store-write.ts';
import { type AttendanceRow, attendanceRows } from './attendance-report.ts';
import { type Accepted, createRoomState, type RoomEvent, seatOfIdentity, transition } from './machine/index.ts';
import type { MediaEngine, Receipt, RoomRecord, RoomStore } from './ports.ts';
import { type Origin, Room, type RoomContext } from './room.ts';

export interface RoomRegistryOptions {
  store: RoomStore;
  media: MediaEngine;
  observer: ServerObserver;
  clock?: Clock;
}

export class RoomRegistry {
  readonly #rooms = new Map<string, Room>();
  readonly #context: RoomContext;
  #state: 'running' | 'draining' | 'closed' = 'running';

  private constructor(options: RoomRegistryOptions) {
    this.#context = { clock: new WallClock(), ...options };
  }

  /** Resumes every room that has not ended: nobody is connected any more, who waited still waits. */
  static create(options: RoomRegistryOptions): RoomRegistry {
    const registry = new RoomRegistry(options);
    for (const record of options.store.loadOpenRooms()) registry.#resume(record);
    registry.#forgetEnded();
    return registry;
  }

  get isDraining(): boolean {
    return this.#state !== 'running';
  }

  /**
   * @param settings whatever is not given has its default
   * @param options.roomId makes creation idempotent: the same again is answered with the room that exists
   * @param options.passcodeHash of a room that has a passcode, from hashPasscode
   * @param options.passcodeMark the same for the same passcode, and worthless without a secret of the caller: tells a retry with
   *   another passcode from the same creation again
   * @throws AppError `conflict` (that id was created with other settings), `invalid-params` (impossible times), `server-draining`,
   *   `storage-unavailable`
   */
  createRoom(
    settings: Partial<RoomSettings>,
    options: { roomId?: string; passcodeHash?: string | null; passcodeMark?: string } & Origin = {},
  ): { record: RoomRecord; created: boolean } {
    if (this.#state !== 'running') throw new AppError('server-draining');
    this.#forgetEnded();
    const { passcodeHash = null, passcodeMark = '' } = options;
    const createdFrom = hashSettings(settings, passcodeHash === null ? null : passcodeMark);
    const existing = options.roomId === undefined ? null : this.#find(options.roomId);
    if (existing) {
      if (existing.createdFrom !== createdFrom) throw new AppError('conflict');
      return { record: existing, created: false };
    }
    const record = this.#newRecord(options.roomId ?? newId('r'), settings, createdFrom, passcodeHash);
    const opened = record.state.phase === 'open' ? [changeOf('room.opened', record.id, record.createdAt, options)] : [];
    const changes = [changeOf('room.created', record.id, record.createdAt, options), ...opened];
    this.#write(record.id, (store) => store.insertRoom(record, { changes, receipts: [] }));
    this.#start(record);
    this.#context.observer.emit('roomCreated', { roomId: record.id });
    return { record, created: true };
  }

  #write<T>(roomId: string, write: (store: RoomStore) => T): T {
    const { store, observer } = this.#context;
    return attemptWrite(observer, roomId, () => write(store));
  }

  /** A room's first state is an edit of the defaults, so that creation and PATCH obey the same rules. */
  #newRecord(
    roomId: string,
    settings: Partial<RoomSettings>,
    createdFrom: string,
    passcodeHash: string | null,
  ): RoomRecord {
    const now = this.#context.clock.now();
    const empty = createRoomState({ roomId, settings: defaultRoomSettings, now });
    const edit = { type: 'updateSettings', actor: { kind: 'api' }, patch: settings, passcodeHash } as const;
    const result = transition(empty, edit, now);
    if ('rejected' in result) throw new AppError(result.rejected);
    return { id: roomId, createdFrom, version: 1, state: result.state, createdAt: now, updatedAt: now };
  }

  /** A stored room that the rules can't read is left alone; the others go on. */
  #resume(record: RoomRecord): void {
    try {
      this.#start(record).apply({ type: 'restarted' });
    } catch (error) {
      this.#drop(record.id);
      this.#context.observer.emit('roomUnreadable', { error });
    }
  }

  #start(record: RoomRecord): Room {
    const room = new Room(record, this.#context);
    this.#rooms.set(record.id, room);
    return room;
  }

  #find(roomId: string): RoomRecord | null {
    return this.#rooms.get(roomId)?.record ?? this.#context.store.getRoom(roomId);
  }

  /** Also of rooms that have ended. Throws `not-found`. */
  getRecord(roomId: string): RoomRecord {
    const record = this.#find(roomId);
    if (!record) throw new AppError('not-found');
    return record;
  }

  /** A room that may be entered. Throws `room-ended`, or `not-found` when there is none. */
  getRoom(roomId: string): Room {
    const room = this.#rooms.get(roomId);
    if (room && !room.hasEnded) return room;
    throw new AppError(this.getRecord(roomId).state.phase === 'ended' ? 'room-ended' : 'not-found');
  }

  /** While the server drains, only who has a seat may come back. */
  mayEnter(room: Room, sub: string): boolean {
    if (this.#state === 'running') return true;
    return this.#state === 'draining' && seatOfIdentity(room.state, sub) !== undefined;
  }

  listRecords(page: { limit: number; cursor: string | null }): { records: RoomRecord[]; nextCursor: string | null } {
    const { records, nextCursor } = this.#context.store.listRooms(page);
    // What runs is newer than what is stored only while the disk refuses; then the running one is right.
    return { records: records.map((record) => this.#rooms.get(record.id)?.record ?? record), nextCursor };
  }

  /**
   * @param expectedVersion of the record that the caller has seen; another one is `precondition-failed`
   * @param options.passcodeHash null takes the passcode away; left out it stays
   */
  updateSettings(
    roomId: string,
    patch: Partial<RoomSettings>,
    expectedVersion: number,
    options: { passcodeHash?: string | null } & Origin = {},
  ): RoomRecord {
    const room = this.getRoom(roomId);
    if (room.record.version !== expectedVersion) throw new AppError('precondition-failed');
    const { passcodeHash } = options;
    const passcode = passcodeHash === undefined ? {} : { passcodeHash };
    this.apply(roomId, { type: 'updateSettings', actor: { kind: 'api' }, patch, ...passcode }, options);
    return room.record;
  }

  /** One step of a room, stored before it returns. Throws the code of the rule that refused, `not-found`, `room-ended`. */
  apply(roomId: string, event: RoomEvent, origin: Origin = {}): Accepted {
    const room = this.getRoom(roomId);
    const accepted = room.apply(event, origin);
    this.#forgetEnded();
    return accepted;
  }

  /**
   * Ends it if it runs, then forgets it, receipts too; also one that can't be read any more. The audit log keeps what happened,
   * under opaque ids. Throws `not-found`, `storage-unavailable`.
   */
  deleteRoom(roomId: string, origin: Origin = {}): void {
    const room = this.#rooms.get(roomId);
    if (room && !room.hasEnded) room.apply({ type: 'end', actor: { kind: 'api' } }, origin);
    const deleted = changeOf('room.deleted', roomId, this.#context.clock.now(), origin);
    const notes = { changes: [deleted], receipts: [] };
    if (!this.#write(roomId, (store) => store.deleteRoom(roomId, notes))) throw new AppError('not-found');
    this.#drop(roomId);
    this.#context.observer.emit('roomDeleted', { roomId });
  }

  /** How long everybody was there, also after the end. Throws `not-found`. */
  attendance(roomId: string, options: { labels: boolean }): AttendanceRow[] {
    return attendanceRows(this.getRecord(roomId).state, this.#context.clock.now(), options);
  }

  /** Who accepted the room's agreement, and who took it back; also after the end. Throws `not-found`. */
  receipts(roomId: string): Receipt[] {
    this.getRecord(roomId);
    return this.#context.store.listReceipts(roomId);
  }

  /** Rooms that ended are found in the store. They are let go lazily, since timers end rooms on their own. */
  #forgetEnded(): void {
    for (const [roomId, room] of this.#rooms) if (room.hasEnded && !room.isUnsaved) this.#drop(roomId);
  }

  #drop(roomId: string): void {
    this.#rooms.get(roomId)?.close('room-ended');
    this.#rooms.delete(roomId);
  }

  /** Rooms that run, by phase, and their seats by state; for metrics. */
  counts(): { roomsByPhase: Record<Phase, number>; seatsByState: Record<SeatState, number> } {
    this.#forgetEnded();
    const roomsByPhase: Record<Phase, number> = { scheduled: 0, open: 0, live: 0, held: 0, ended: 0 };
    const seatsByState: Record<SeatState, number> = {
      waiting: 0,
      admitted: 0,
      suspended: 0,
      denied: 0,
      removed: 0,
      left: 0,
      expired: 0,
    };
    for (const { state } of this.#rooms.values()) {
      roomsByPhase[state.phase] += 1;
      for (const seat of Object.values(state.seats)) seatsByState[seat.state] += 1;
    }
    return { roomsByPhase, seatsByState };
  }

  /** After the clock was set: see Room.handleClockStep. */
  handleClockStep(byMs: number): void {
    for (const room of this.#rooms.values()) room.handleClockStep(byMs);
    this.#forgetEnded();
  }

  /** Throws when the store doesn't work. */
  probe(): void {
    this.#context.store.probe();
  }

  /** From now on: no new rooms, no new seats. */
  startDraining(): void {
    if (this.#state === 'running') this.#state = 'draining';
  }

  close(reason: CloseReason = 'server-shutdown'): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    for (const room of this.#rooms.values()) room.close(reason);
    this.#rooms.clear();
  }
}

/** A plain hash of the passcode would give it away: what stands for it here was made with the caller's secret. */
function hashSettings(settings: Partial<RoomSettings>, passcodeMark: string | null): string {
  const sorted = Object.entries(settings).sort(([a], [b]) => a.localeCompare(b));
  const content = passcodeMark === null ? sorted : [...sorted, ['passcode', passcodeMark]];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

/** What happens to a room as a whole, outside its machine. */
function changeOf(what: ChangeType, roomId: string, at: number, { apiKeyId }: Origin): Change {
  return { what, roomId, by: nameOfKey(apiKeyId), seatId: null, at };
}
