/**
 * The shell of one room: feeds events to the machine, stores what it decided, and carries out the consequences for
 * connections, timers and media. It decides nothing itself.
 */
import type { CloseReason, ConsumerDescription, OwnTrack, Snapshot } from '@hearthroom/sdk/protocol';
import { AppError } from '../errors.ts';
import type { ServerObserver } from '../observer.ts';
import { Audience } from './audience.ts';
import type { Clock } from './clock.ts';
import {
  type Accepted,
  type Claims,
  type ConnectionId,
  isPresent,
  type RoomEvent,
  type RoomState,
  type SeatId,
  scrubEnded,
  seatOfConnection,
  transition,
} from './machine/index.ts';
import type { MediaEngine, RoomConnection, RoomMedia, RoomRecord, RoomStore } from './ports.ts';
import { hashSecret, newId, newSecret } from './random.ts';
import { RoomMediaHolder } from './room-media-holder.ts';
import { RoomTimers } from './room-timers.ts';

export interface RoomContext {
  store: RoomStore;
  media: MediaEngine;
  observer: ServerObserver;
  clock: Clock;
}

export interface Arrival {
  snapshot: Snapshot;
  /** Proves at the next connect that it is the same client. */
  resumeSecret: string;
  /** What the server still has of the client's media, when it wanted to keep it and it lives. */
  media: { tracks: OwnTrack[]; consumers: ConsumerDescription[] } | null;
}

/** Facts: they happened, whether or not the store takes them now. Everything else is a wish and can be refused. */
const facts: ReadonlySet<RoomEvent['type']> = new Set(['disconnected', 'left', 'timerFired', 'restarted']);
/** Events that leave nothing behind which would have to outlive the process. */
const fleeting: ReadonlySet<RoomEvent['type']> = new Set(['mute', 'askToUnmute', 'messageWaiting']);
const storeRetryMs = 1_000;

export class Room {
  readonly #context: RoomContext;
  readonly #audience = new Audience();
  readonly #timers: RoomTimers;
  readonly #media: RoomMediaHolder;
  #record: RoomRecord;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(record: RoomRecord, context: RoomContext) {
    this.#record = record;
    this.#context = context;
    this.#timers = new RoomTimers(context.clock, (timer) => this.#applyFact({ type: 'timerFired', ...timer }));
    this.#media = new RoomMediaHolder({
      roomId: record.id,
      engine: context.media,
      observer: context.observer,
      clock: context.clock,
      stateOf: () => this.state,
      notifySeat: (seatId, notification) => this.#audience.notify(this.state.seats[seatId]?.connectionId, notification),
    });
    this.#timers.follow(record.state.timers);
  }

  get record(): RoomRecord {
    return this.#record;
  }

  get state(): RoomState {
    return this.#record.state;
  }

  get hasEnded(): boolean {
    return this.state.phase === 'ended';
  }

  /** The store has not taken the newest state yet. */
  get isUnsaved(): boolean {
    return this.#retry !== undefined;
  }

  /** The room's media, opened by the first who needs it. Rejects with `capacity` or `media-unavailable`. */
  openMedia(): Promise<RoomMedia> {
    return this.#media.open();
  }

  /**
   * Seats a verified person, at once: from here on the connection is told every change of what it may know.
   * Throws the code of the rule that refuses.
   */
  connect(
    connection: RoomConnection,
    claims: Claims,
    options: { resumeSecret?: string | undefined; keepMedia?: boolean | undefined },
  ): Arrival {
    const resumeSecret = newSecret();
    this.#audience.add(connection);
    try {
      this.apply({
        type: 'connected',
        connectionId: connection.id,
        claims,
        newSeatId: newId('p'),
        resumeHash: hashSecret(resumeSecret),
        presentedResumeHash: options.resumeSecret === undefined ? null : hashSecret(options.resumeSecret),
      });
    } catch (error) {
      this.#audience.delete(connection.id);
      throw error;
    }
    const snapshot = this.#audience.snapshot(this.state, connection.id);
    if (!snapshot) throw new AppError('not-available');
    return { snapshot, resumeSecret, media: this.#keptMedia(connection.id, options.keepMedia ?? false) };
  }

  /** Media of an earlier connection goes on when its owner says so; another device starts without it. */
  #keptMedia(connectionId: ConnectionId, wantsToKeep: boolean): Arrival['media'] {
    const seat = seatOfConnection(this.state, connectionId);
    if (seat?.connectionId !== connectionId) return null;
    if (wantsToKeep) return this.#media.current?.describePeer(seat.id) ?? null;
    this.#media.current?.closePeer(seat.id);
    return null;
  }

  /** The connection is gone without a word. */
  disconnect(connectionId: ConnectionId): void {
    if (!this.#audience.has(connectionId)) return;
    this.#audience.delete(connectionId);
    this.#applyFact({ type: 'disconnected', connectionId });
  }

  /** The seat that this connection holds. A second device that waits for a seat holds none: `not-admitted`. */
  seatHeldBy(connectionId: ConnectionId): SeatId {
    const seat = seatOfConnection(this.state, connectionId);
    if (seat?.connectionId !== connectionId) throw new AppError('not-admitted');
    return seat.id;
  }

  /**
   * Under which id this connection's media is kept: its seat's, or its own while it waits as a second device. The answers are
   * the same, so that a forwarded link doesn't learn whether somebody holds the seat.
   */
  mediaIdOf(connectionId: ConnectionId): string {
    const seat = seatOfConnection(this.state, connectionId);
    if (!seat) throw new AppError('not-admitted');
    return seat.connectionId === connectionId ? seat.id : connectionId;
  }

  /** The seat that this connection holds, if it is in the group: `not-admitted` otherwise. */
  admittedSeatOf(connectionId: ConnectionId): SeatId {
    const seatId = this.seatHeldBy(connectionId);
    if (!isPresent(this.state, seatId)) throw new AppError('not-admitted');
    return seatId;
  }

  /** One step of the machine. Stored before it returns; throws the code of the rule that refused. */
  apply(event: RoomEvent): Accepted {
    const before = this.#record;
    const result = transition(before.state, event, this.#context.clock.now());
    if ('rejected' in result) {
      this.#context.observer.emit('rejection', { code: result.rejected });
      throw new AppError(result.rejected);
    }
    const isEdit = event.type === 'updateSettings';
    const record: RoomRecord = {
      ...before,
      state: result.state,
      version: before.version + (isEdit ? 1 : 0),
      updatedAt: isEdit ? this.#context.clock.now() : before.updatedAt,
    };
    if (!fleeting.has(event.type)) this.#save(record, facts.has(event.type));
    this.#record = record;
    this.#carryOut(before.state, result);
    return result;
  }

  #applyFact(event: RoomEvent): void {
    try {
      this.apply(event);
    } catch (error) {
      // A timer may be out of date, a connection already replaced: the machine says so, and nothing is to be done.
      if (!(error instanceof AppError)) throw error;
      this.#timers.follow(this.state.timers);
    }
  }

  #save(record: RoomRecord, isFact: boolean): void {
    try {
      this.#context.store.saveRoom(asStored(record));
      clearTimeout(this.#retry);
      this.#retry = undefined;
    } catch (error) {
      this.#context.observer.emit('storeFailed', { roomId: record.id, error });
      if (!isFact) throw new AppError('internal', undefined, { cause: error });
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.#save(this.#record, true), storeRetryMs);
    }
  }

  #carryOut(before: RoomState, { state, effects }: Accepted): void {
    this.#report(before, state);
    // Media first: whoever is told that somebody is gone doesn't receive them any more.
    this.#media.follow(before, state, effects);
    // From here on the newest state, not this step's: should telling somebody bring about another step, that one has the last word.
    this.#audience.follow(this.state, effects);
    this.#timers.follow(this.state.timers);
    if (!this.hasEnded) return;
    this.#media.close();
    this.#record = asStored(this.#record);
  }

  #report(before: RoomState, after: RoomState): void {
    const { observer } = this.#context;
    const roomId = this.#record.id;
    if (before.phase !== after.phase) observer.emit('phaseChanged', { roomId, from: before.phase, to: after.phase });
    for (const seat of Object.values(after.seats)) {
      const previous = before.seats[seat.id];
      if (previous?.state === seat.state) continue;
      observer.emit('seatChanged', { roomId, seatId: seat.id, from: previous?.state ?? null, to: seat.state });
      if (seat.state === 'admitted' && previous?.state !== 'suspended') {
        observer.emit('admission', { roomId, seatId: seat.id, waitedMs: after.now - seat.waitingSince });
      }
    }
  }

  /** Lets go of connections, timers and media; the stored room stays. */
  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#timers.close();
    this.#audience.closeAll(reason);
    this.#media.close();
  }
}

/** What is stored of people dies with the room. */
function asStored(record: RoomRecord): RoomRecord {
  return record.state.phase === 'ended' ? { ...record, state: scrubEnded(record.state) } : record;
}
