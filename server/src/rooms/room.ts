/**
 * The shell of one room: feeds events to the machine, stores what it decided, and carries out the consequences for
 * connections, timers and media. It decides nothing itself.
 */
import type {
  ChatMessage,
  CloseReason,
  ConsumerDescription,
  MissedNotification,
  Notification,
  OwnTrack,
  Snapshot,
} from '@hearthroom/sdk/protocol';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { ServerObserver } from '../core/observer.ts';
import { hashSecret, newId, newSecret } from '../core/random.ts';
import { Audience } from './delivery/audience.ts';
import { ChatRelay } from './delivery/chat-relay.ts';
import { MissedNotifications } from './delivery/missed-notifications.ts';
import {
  type Accepted,
  type Claims,
  type ConnectionId,
  isPresent,
  type RoomEvent,
  type RoomState,
  type SeatActor,
  type SeatId,
  seatOfConnection,
  transition,
} from './machine/index.ts';
import { apartOf } from './machine/visibility/places.ts';
import type { PasscodeProof } from './passcode-gate.ts';
import { changesOf } from './persistence/changes.ts';
import { receiptsOf } from './persistence/receipts.ts';
import { asStored, RoomSaver } from './persistence/room-saver.ts';
import { TraceLimit } from './persistence/trace-limit.ts';
import type { MediaEngine, RoomConnection, RoomMedia, RoomRecord, RoomStore } from './ports.ts';
import { RoomMediaHolder } from './room-media-holder.ts';
import { RoomTimers } from './timing/room-timers.ts';

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
  /** What it missed within its lease, or the session's chat where the room keeps it. */
  chat: ChatMessage[];
  /** What was told once and did not reach it; null when nobody knows. */
  missed: MissedNotification[] | null;
}

export interface ConnectOptions {
  resumeSecret?: string | undefined;
  keepMedia?: boolean | undefined;
  /** Left out: none was presented. */
  passcode?: PasscodeProof | undefined;
  lastChatSeq?: number | undefined;
  lastSeq?: number | undefined;
}

/** Where an event comes from, beyond what it says itself. */
export interface Origin {
  /** Id of the API key behind an event of the API. */
  apiKeyId?: string;
}

/** Facts: they happened, whether or not the store takes them now. Everything else is a wish and can be refused. */
const facts: ReadonlySet<RoomEvent['type']> = new Set([
  'disconnected',
  'left',
  'timerFired',
  'clockStepped',
  'restarted',
]);

/** Whoever holds an older ETag of the room has not seen these. */
const edits: ReadonlySet<RoomEvent['type']> = new Set(['updateSettings', 'extend', 'undoExtension']);

export class Room {
  readonly #context: RoomContext;
  readonly #missed = new MissedNotifications();
  readonly #audience = new Audience((...delivered) => this.#missed.handleDelivered(this.state, ...delivered));
  readonly #timers: RoomTimers;
  readonly #media: RoomMediaHolder;
  readonly #chat: ChatRelay;
  readonly #saver: RoomSaver;
  readonly #traces: TraceLimit;
  #record: RoomRecord;
  #closed = false;

  constructor(record: RoomRecord, context: RoomContext) {
    this.#record = record;
    this.#context = context;
    this.#timers = new RoomTimers(context.clock, (timer) => this.#applyFact({ type: 'timerFired', ...timer }));
    const notifySeat = (seatId: SeatId, notification: Notification) =>
      this.#audience.notify(this.state.seats[seatId]?.connectionId, notification);
    this.#chat = new ChatRelay(notifySeat);
    this.#media = new RoomMediaHolder({
      roomId: record.id,
      engine: context.media,
      observer: context.observer,
      clock: context.clock,
      stateOf: () => this.state,
      notify: (mediaId, notification) => this.#audience.notify(this.#media.connectionOf(mediaId), notification),
      closeSeat: (mediaId, reason) => this.#audience.breakOff(this.#media.connectionOf(mediaId), reason),
    });
    const { store, observer } = context;
    this.#saver = new RoomSaver({ store, observer, newest: () => this.#record });
    this.#traces = new TraceLimit((notes) => this.#saver.addNotes(notes));
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
    return this.#saver.isUnsaved;
  }

  /** The room's media, opened by the first who needs it. Rejects as `MediaEngine.createRoomMedia` does. */
  openMedia(): Promise<RoomMedia> {
    return this.#media.open();
  }

  /**
   * Seats a verified person, at once: from here on the connection is told every change of what it may know.
   * Throws the code of the rule that refuses.
   */
  connect(connection: RoomConnection, claims: Claims, options: ConnectOptions): Arrival {
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
        passcode: options.passcode ?? (this.state.passcodeHash === null ? 'right' : 'missing'),
      });
    } catch (error) {
      this.#audience.delete(connection.id);
      throw error;
    }
    const snapshot = this.#audience.snapshot(this.state, connection.id);
    if (!snapshot) throw new AppError('not-available');
    const seat = seatOfConnection(this.state, connection.id);
    const isOwn = seat?.connectionId === connection.id;
    const chat = isOwn ? this.#chat.chatFor(this.state, seat, options.lastChatSeq ?? 0) : [];
    const missed = seat ? this.#missed.missedBy(this.state, seat, connection.id, options.lastSeq) : null;
    return { snapshot, resumeSecret, media: this.#keptMedia(connection.id, options.keepMedia ?? false), chat, missed };
  }

  /** Media of an earlier connection goes on when its owner proves to be that and says so; another device starts without it. */
  #keptMedia(connectionId: ConnectionId, wantsToKeep: boolean): Arrival['media'] {
    const seat = seatOfConnection(this.state, connectionId);
    if (seat?.connectionId !== connectionId) return null;
    const isProven = seat.formerResumeHash !== null;
    // Who waits opens transports anew: what the server kept of a second device would not be the same.
    const mayKeep = isProven && seat.state === 'admitted';
    if (wantsToKeep && mayKeep) return this.#media.current?.describePeer(seat.id) ?? null;
    // A waiting client has no claim to the capacity kept for returning seats: a second device has none either.
    if (seat.state === 'waiting') this.#media.current?.removePeer(seat.id);
    else this.#media.current?.closePeer(seat.id);
    return null;
  }

  /** The connection is gone without a word. */
  disconnect(connectionId: ConnectionId): void {
    if (!this.#audience.has(connectionId)) return;
    this.#audience.delete(connectionId);
    this.#applyFact({ type: 'disconnected', connectionId });
  }

  /** Takes away what this connection sends and receives, at once. */
  closeMediaOf(connectionId: ConnectionId): void {
    if (seatOfConnection(this.state, connectionId)) this.#media.current?.closePeer(this.mediaIdOf(connectionId));
  }

  /** Milliseconds since 1970-01-01 UTC, by the clock of every time in this room's state. */
  get now(): number {
    return this.#context.clock.now();
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
    return seat.connectionId === connectionId && !this.#media.isGuest(connectionId) ? seat.id : connectionId;
  }

  /** The seat that this connection holds, if it is in the group: `not-admitted` otherwise. */
  admittedSeatOf(connectionId: ConnectionId): SeatId {
    const seatId = this.seatHeldBy(connectionId);
    if (!isPresent(this.state, seatId)) throw new AppError('not-admitted');
    return seatId;
  }

  /** The seat that this connection holds, if it may have media: in the group, or in a preview. `not-admitted` otherwise. */
  publishingSeatOf(connectionId: ConnectionId): SeatId {
    const seatId = this.seatHeldBy(connectionId);
    if (apartOf(this.state, seatId)?.kind === 'preview') return seatId;
    return this.admittedSeatOf(connectionId);
  }

  /** Relays a message. @returns its number. Throws `rate-limited`, or the code of the rule that refused */
  sendChat(event: Extract<RoomEvent, { type: 'sendChat' }> & { actor: SeatActor }): number {
    this.#chat.admitMessage(event.actor.seatId, this.#context.clock.monotonic());
    this.apply(event);
    return this.#chat.lastSeq;
  }

  /** One step of the machine. Stored before it returns; throws the code of the rule that refused. */
  apply(event: RoomEvent, { apiKeyId }: Origin = {}): Accepted {
    const before = this.#record;
    const result = transition(before.state, event, this.#context.clock.now());
    if ('rejected' in result) {
      this.#context.observer.emit('rejection', { code: result.rejected });
      throw new AppError(result.rejected);
    }
    const { state: after, effects } = result;
    const isEdit = edits.has(event.type);
    const record: RoomRecord = {
      ...before,
      state: after,
      version: before.version + (isEdit ? 1 : 0),
      updatedAt: isEdit ? this.#context.clock.now() : before.updatedAt,
    };
    const changes = changesOf({ before: before.state, after, event, effects, apiKeyId });
    const traces = { changes, receipts: receiptsOf(after, effects) };
    const { notes, taken } = this.#traces.divide({ before: before.state, after, event, notes: traces });
    this.#saver.write(before, record, notes, facts.has(event.type));
    taken();
    this.#record = record;
    this.#carryOut(before.state, result, event);
    return result;
  }

  /** The machine's clock was set: times on it have come nearer or gone away, everything that lasts goes on as it would have. */
  handleClockStep(byMs: number): void {
    if (!this.hasEnded) this.#applyFact({ type: 'clockStepped', byMs });
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

  #carryOut(before: RoomState, { state, effects }: Accepted, event: RoomEvent): void {
    this.#report(before, state);
    this.#missed.follow(before, state, effects);
    // Media first: whoever is told that somebody is gone doesn't receive them any more.
    this.#media.follow(before, state, effects);
    // Before the times that were moved: what is left of them is counted by the new clock.
    if (event.type === 'clockStepped')
      this.#audience.tellAll({ method: 'clockStepped', params: { serverTime: state.now } });
    // From here on the newest state, not this step's: should telling somebody bring about another step, that one has the last word.
    this.#audience.follow(this.state, effects);
    const arriving = event.type === 'connected' ? (seatOfConnection(state, event.connectionId)?.id ?? null) : null;
    this.#chat.follow(before, state, effects, arriving);
    this.#timers.follow(this.state.timers);
    if (!this.hasEnded) return;
    this.#media.close();
    this.#missed.close();
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
    this.#traces.close(this.#record.id);
    this.#saver.close();
    this.#timers.close();
    this.#audience.closeAll(reason);
    this.#chat.close();
    this.#missed.close();
    this.#media.close();
  }
}
