/** The rooms that run on this server: makes them, finds them, brings them back after a restart or from another node. */

import type { CloseReason, Phase, RoomSettings, SeatState } from '@hearthroom/sdk/protocol';
import { AppError } from '../core/errors/errors.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { type Clock, WallClock } from '../core/time/clock.ts';
import { type AttendanceRow, attendanceRows } from './attendance-report.ts';
import { type RoomEvent, seatOfIdentity } from './machine/index.ts';
import { answerInTime } from './persistence/answer-in-time.ts';
import { type Confirming, writeWhole } from './persistence/confirm.ts';
import { type MediaEngine, OwnershipLost, type Receipt, type RoomRecord, type RoomStore } from './ports.ts';
import { type Applied, type Origin, Room, type RoomContext } from './room.ts';
import { type Created, type Creation, changeOf, type Regions, RoomCreation } from './room-creation.ts';

export interface RoomRegistryOptions {
  store: RoomStore;
  media: MediaEngine;
  observer: ServerObserver;
  clock?: Clock;
  /** Other nodes share the store: rooms are adopted one by one, and not all of them run here. */
  isShared?: boolean;
  /** Of the nodes; null: there are none. */
  regions?: Regions | null;
}

export class RoomRegistry {
  readonly #rooms = new Map<string, Room>();
  readonly #context: RoomContext;
  #state: 'running' | 'draining' | 'closed' = 'running';
  #closing: Promise<void> | null = null;
  readonly #isShared: boolean;
  readonly #creation: RoomCreation;
  /** Called after a room was closed here because the store says that it is not this server's as it runs here. */
  onLost: () => void = () => {};

  private constructor({ isShared = false, regions = null, ...options }: RoomRegistryOptions) {
    this.#isShared = isShared;
    const onLost = (room: Room): void => {
      this.#forget(room);
      this.onLost();
    };
    this.#context = { clock: new WallClock(), ...options, onLost };
    this.#creation = new RoomCreation({
      ...{ context: this.#context, regions },
      find: (roomId) => this.#find(roomId),
      start: (record) => {
        // Adopted while the outcome of its insertion was not known.
        if (!this.#rooms.has(record.id)) this.#start(record);
      },
      isClosing: () => this.isClosed,
    });
  }

  /**
   * Resumes every room that has not ended: nobody is connected any more, who waited still waits. With a shared store
   * none: see `adopt`.
   */
  static async create(options: RoomRegistryOptions): Promise<RoomRegistry> {
    const registry = new RoomRegistry(options);
    if (registry.#isShared) return registry;
    const records = await options.store.loadOpenRooms();
    await Promise.all(records.map((record) => registry.#resume(record, 'restarted')));
    registry.#forgetEnded();
    return registry;
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
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
   * @param options.region of the nodes that may run it; left out: this node's
   * @throws AppError `conflict` (that id was created with other settings), `invalid-params` (impossible times), `region-unknown`,
   *   `server-draining`, `storage-unavailable`
   */
  async createRoom(settings: Partial<RoomSettings>, options: Creation = {}): Promise<Created> {
    if (this.#state !== 'running') throw new AppError('server-draining');
    this.#forgetEnded();
    return await answerInTime(this.#creation.create(settings, options));
  }

  /** See RoomCreation. */
  regionFor(wanted: string | undefined): Promise<string | null> {
    return this.#creation.regionFor(wanted);
  }

  /** See RoomCreation. */
  requireValid(settings: Partial<RoomSettings>): void {
    this.#creation.requireValid(settings);
  }

  #writing(roomId: string): Confirming {
    const { store, observer } = this.#context;
    return { store, observer, roomId, isClosing: () => this.#state === 'closed' };
  }

  /** A stored room that the rules can't read is left alone; the others go on. @returns whether they read it */
  async #resume(record: RoomRecord, type: 'restarted' | 'takenOver'): Promise<boolean> {
    try {
      await this.#start(record).apply({ type });
      return true;
    } catch (error) {
      // Closed meanwhile: by the first write, which found that the room is not this server's, or with the server.
      if (error instanceof AppError && error.code === 'storage-unavailable') return true;
      this.#drop(record.id);
      this.#context.observer.emit('roomUnreadable', { error });
      return false;
    }
  }

  /**
   * Runs a room that this server has become the owner of, from another node or from none.
   * @returns false: the rules can't read it
   */
  async adopt(record: RoomRecord): Promise<boolean> {
    if (this.#state === 'closed' || this.#rooms.has(record.id)) return true;
    const isReadable = await this.#resume(record, 'takenOver');
    this.#forgetEnded();
    return isReadable;
  }

  /**
   * Stops running a room, whose connections are told to reconnect. Everything of it is stored or refused when this
   * resolves; what comes later is refused.
   * @returns whether it ran here
   */
  async release(roomId: string): Promise<boolean> {
    const room = this.#rooms.get(roomId);
    if (!room) return false;
    await room.finish();
    room.close('server-shutdown');
    this.#forget(room);
    return true;
  }

  /** The store says that the room is not this server's as it runs here: it is closed at once, nothing more is stored. */
  lose(roomId: string): void {
    this.#rooms.get(roomId)?.lose();
  }

  #forget(room: Room): void {
    const { id } = room.record;
    if (this.#rooms.get(id) === room) this.#rooms.delete(id);
  }

  /**
   * This server may not run rooms any more: all are closed at once, and nothing more of them is stored. Their
   * connections are told to reconnect.
   */
  abandon(): void {
    this.#state = 'closed';
    this.#closing ??= Promise.resolve();
    for (const room of this.#rooms.values()) room.close('server-shutdown');
    this.#rooms.clear();
  }

  /** The room that runs here under this id; undefined: none. */
  running(roomId: string): Room | undefined {
    const room = this.#rooms.get(roomId);
    return room?.hasEnded ? undefined : room;
  }

  /** Ids of the rooms that run here, and how many people are connected to each. */
  occupants(): Map<string, number> {
    this.#forgetEnded();
    return new Map([...this.#rooms].map(([roomId, room]) => [roomId, room.occupants]));
  }

  #start(record: RoomRecord): Room {
    const room = new Room(record, this.#context);
    this.#rooms.set(record.id, room);
    return room;
  }

  async #find(roomId: string): Promise<RoomRecord | null> {
    return this.#rooms.get(roomId)?.record ?? (await this.#context.store.getRoom(roomId));
  }

  /** Also of rooms that have ended. Rejects with `not-found`. */
  async getRecord(roomId: string): Promise<RoomRecord> {
    const record = await this.#find(roomId);
    if (!record) throw new AppError('not-found');
    return record;
  }

  /** Of a room that has not ended, also where another node runs it. Rejects with `room-ended` or `not-found`. */
  async getOpenRecord(roomId: string): Promise<RoomRecord> {
    const record = await this.getRecord(roomId);
    if (record.state.phase === 'ended') throw new AppError('room-ended');
    return record;
  }

  /** As `getRoom`. Rejects with OwnershipLost when another server may run it: locate it again. */
  async enter(roomId: string): Promise<Room> {
    const room = this.running(roomId);
    if (room) return room;
    await this.getOpenRecord(roomId);
    if (this.#isShared) throw new OwnershipLost(roomId);
    throw new AppError('not-found');
  }

  /**
   * A room that may be entered. Rejects with `room-ended`, `not-found` when there is none, or `storage-unavailable` when
   * it is moving to another node.
   */
  async getRoom(roomId: string): Promise<Room> {
    try {
      return await this.enter(roomId);
    } catch (error) {
      throw error instanceof OwnershipLost ? new AppError('storage-unavailable') : error;
    }
  }

  /**
   * While the server drains, only people who have a seat may come back. With a shared store everybody may come: the room
   * moves to another node when this one ends.
   */
  mayEnter(room: Room, sub: string): boolean {
    if (this.#state === 'running') return true;
    if (this.#isShared) return this.#state === 'draining';
    return this.#state === 'draining' && seatOfIdentity(room.state, sub) !== undefined;
  }

  /**
   * While the server drains, no line is tested with it, since the session will be elsewhere; with a shared store only by
   * people of a room that runs here, who may enter too.
   */
  takesPreflight(roomId: string): boolean {
    if (this.#state === 'running') return true;
    return this.#isShared && this.#state === 'draining' && this.running(roomId) !== undefined;
  }

  async listRecords(page: {
    limit: number;
    cursor: string | null;
  }): Promise<{ records: RoomRecord[]; nextCursor: string | null }> {
    const { records, nextCursor } = await this.#context.store.listRooms(page);
    // What runs is what people have been told: older than what is stored for a moment, newer only while the disk refuses.
    return { records: records.map((record) => this.#rooms.get(record.id)?.record ?? record), nextCursor };
  }

  /**
   * @param expectedVersion of the record that the caller has seen; another one is `precondition-failed`. Undefined: any
   * @param options.passcodeHash null takes the passcode away; left out it stays
   */
  async updateSettings(
    roomId: string,
    patch: Partial<RoomSettings>,
    expectedVersion: number | undefined,
    options: { passcodeHash?: string | null } & Origin = {},
  ): Promise<RoomRecord> {
    const { passcodeHash, ...origin } = options;
    const passcode = passcodeHash === undefined ? {} : { passcodeHash };
    const event = { type: 'updateSettings', actor: { kind: 'api' }, patch, ...passcode } as const;
    const { record } = await this.apply(roomId, event, {
      ...origin,
      ...(expectedVersion !== undefined && { expectedVersion }),
    });
    return record;
  }

  /** One step of a room, stored when it resolves. Rejects with the code of the rule that refused, `not-found`, `room-ended`. */
  async apply(roomId: string, event: RoomEvent, origin: Origin = {}): Promise<Applied> {
    const room = await this.getRoom(roomId);
    const applied = await room.apply(event, origin);
    this.#forgetEnded();
    return applied;
  }

  /** Ends a room if it has not ended. Rejects with `not-found`, `storage-unavailable`. */
  async endRoom(roomId: string, origin: Origin = {}): Promise<RoomRecord> {
    await this.#rooms.get(roomId)?.end(origin);
    const record = await this.getRecord(roomId);
    this.#requireHere(record);
    this.#forgetEnded();
    return record;
  }

  /**
   * Ends it if it runs, then forgets it, receipts too; also one that can't be read any more. The audit log keeps what happened,
   * under opaque ids. Rejects with `not-found`, `storage-unavailable`.
   */
  async deleteRoom(roomId: string, origin: Origin = {}): Promise<void> {
    await answerInTime(this.#delete(roomId, origin));
  }

  async #delete(roomId: string, origin: Origin): Promise<void> {
    const room = this.#rooms.get(roomId);
    await room?.end(origin);
    if (!room) await this.#requireNotElsewhere(roomId);
    // Nothing of it may be stored after it is gone.
    await room?.settle();
    const deleted = changeOf('room.deleted', roomId, this.#context.clock.now(), origin);
    const remove = () => this.#context.store.deleteRoom(roomId, { changes: [deleted], receipts: [] });
    if (!(await writeWhole(this.#writing(roomId), remove, (revision) => revision === null)))
      throw new AppError('not-found');
    // A room that was made under this id meanwhile stays.
    if (this.#rooms.get(roomId) === room) this.#drop(roomId);
    this.#context.observer.emit('roomDeleted', { roomId });
  }

  /** A room that runs is ended by the server that runs it; meanwhile it may have moved. Throws `storage-unavailable`. */
  #requireHere({ id, state }: RoomRecord): void {
    if (this.#isShared && state.phase !== 'ended' && !this.running(id)) throw new AppError('storage-unavailable');
  }

  /** A room that can't be read runs nowhere. */
  async #requireNotElsewhere(roomId: string): Promise<void> {
    if (!this.#isShared) return;
    const record = await this.#context.store.getRoom(roomId).catch(() => null);
    if (record) this.#requireHere(record);
  }

  /** How long everybody was there, also after the end. Rejects with `not-found`. */
  async attendance(roomId: string, options: { labels: boolean }): Promise<AttendanceRow[]> {
    return attendanceRows((await this.getRecord(roomId)).state, this.#context.clock.now(), options);
  }

  /** Who accepted the room's agreement, and who took it back; also after the end. Rejects with `not-found`. */
  async receipts(roomId: string): Promise<Receipt[]> {
    await this.getRecord(roomId);
    return await this.#context.store.listReceipts(roomId);
  }

  /** Rooms that ended are found in the store. They are let go lazily, since timers end rooms on their own. */
  #forgetEnded(): void {
    for (const [roomId, room] of this.#rooms) if (room.hasEnded && room.isSettled) this.#drop(roomId);
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

  /** Rejects when the store doesn't work. */
  async probe(): Promise<void> {
    await this.#context.store.probe();
  }

  /** From now on: no new rooms, no new seats. */
  startDraining(): void {
    if (this.#state === 'running') this.#state = 'draining';
  }

  /** Resolves when everything that was asked for is stored or refused, and all rooms are closed; also when called again. */
  close(reason: CloseReason = 'server-shutdown'): Promise<void> {
    this.#closing ??= this.#closeRooms(reason);
    return this.#closing;
  }

  async #closeRooms(reason: CloseReason): Promise<void> {
    this.#state = 'closed';
    // Each is closed as soon as it is finished: a timer of its own could begin another write while it waits for the others.
    await Promise.all(
      [...this.#rooms.values()].map(async (room) => {
        await room.finish();
        room.close(reason);
      }),
    );
    this.#rooms.clear();
  }
}
