/**
 * The shell of one room: feeds events to the machine, stores what it decided, and then carries out the consequences for
 * connections, timers and media. It decides nothing itself.
 */
import type { CloseReason, Notification } from '@hearthroom/sdk/protocol';
import { AppError } from '../core/errors/errors.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { newId } from '../core/secrets/random.ts';
import type { Clock } from '../core/time/clock.ts';
import { type Arrival, Arrivals, type ConnectOptions } from './delivery/arrivals.ts';
import { ChatRelay } from './delivery/chat-relay.ts';
import { ConnectionFanout } from './delivery/connection-fanout.ts';
import { KeyRelay } from './delivery/key-relay.ts';
import { MissedNotifications } from './delivery/missed-notifications.ts';
import { reportChanges } from './delivery/report-changes.ts';
import {
  type Accepted,
  type Claims,
  type ConnectionId,
  type RoomEvent,
  type RoomState,
  type SeatActor,
  type SeatId,
  seatOfConnection,
} from './machine/index.ts';
import { Occupancy } from './occupancy.ts';
import { answerInTime } from './persistence/answer-in-time.ts';
import { AuditRateLimit } from './persistence/audit-rate-limit.ts';
import { decideStep, RuleRefusal, type Step } from './persistence/decide-step.ts';
import { RoomSaver } from './persistence/room-saver.ts';
import { StepQueue } from './persistence/step-queue.ts';
import type { MediaEngine, RoomConnection, RoomMedia, RoomRecord, RoomStore } from './ports.ts';
import { RoomMediaHolder } from './room-media-holder.ts';
import { RoomTimers } from './timing/room-timers.ts';

export type { Arrival, ConnectOptions } from './delivery/arrivals.ts';

export interface RoomContext {
  store: RoomStore;
  media: MediaEngine;
  observer: ServerObserver;
  clock: Clock;
  /** Another node owns the room by now; it is closed here. */
  onLost: (room: Room) => void;
}

/** Where an event comes from, beyond what it says itself. */
export interface Origin {
  /** Id of the API key behind an event of the API. */
  apiKeyId?: string;
  /** Of the record that the caller has seen; another one is `precondition-failed`. */
  expectedVersion?: number;
}

/** A step that is stored. Its state is that after it, which others may have changed since. */
export interface Applied extends Accepted {
  record: RoomRecord;
  /** It left lines in the audit log. */
  isRecorded: boolean;
}

/** Before a timer whose rule failed fires again. */
const failedTimerWaitMs = 1_000;

/** Facts: they happened, whether or not the store takes them now. All other events are requests, which can be refused. */
const facts: ReadonlySet<RoomEvent['type']> = new Set([
  'disconnected',
  'left',
  'timerFired',
  'clockStepped',
  'restarted',
  'takenOver',
]);

export class Room {
  readonly occupancy: Occupancy;
  readonly keys: KeyRelay;
  readonly #context: RoomContext;
  readonly #missed = new MissedNotifications();
  readonly #fanout = new ConnectionFanout((...delivered) => this.#missed.handleDelivered(this.state, ...delivered));
  readonly #timers: RoomTimers;
  readonly #media: RoomMediaHolder;
  readonly #chat: ChatRelay;
  readonly #saver: RoomSaver;
  readonly #queue: StepQueue;
  readonly #traces = new AuditRateLimit(() => void this.#writeTraces());
  readonly #arrivals: Arrivals;
  #closed = false;

  constructor(record: RoomRecord, context: RoomContext) {
    this.#context = context;
    const { store, observer } = context;
    this.#saver = new RoomSaver({ store, observer, onLost: () => this.lose() });
    this.#queue = new StepQueue({
      record,
      saver: this.#saver,
      checkpoint: () => this.#traces.checkpoint(),
      onStaged: () => this.#followStaged(),
      onTakenBack: () => this.#media.release(),
      onFailure: (error) => this.#reportFailure(error),
    });
    this.#timers = new RoomTimers(context.clock, (timer) => this.#applyFact({ type: 'timerFired', ...timer }));
    const notifySeat = (seatId: SeatId, notification: Notification) =>
      this.#fanout.notify(this.state.seats[seatId]?.connectionId, notification);
    this.#chat = new ChatRelay(notifySeat);
    this.keys = new KeyRelay({ stateOf: () => this.state, notifySeat, now: () => context.clock.monotonic() });
    this.#media = new RoomMediaHolder({
      roomId: record.id,
      engine: context.media,
      observer: context.observer,
      clock: context.clock,
      stateOf: () => this.state,
      comingStates: () => this.#queue.coming,
      notify: (mediaId, notification) => this.#fanout.notify(this.#media.connectionOf(mediaId), notification),
      closeSeat: (mediaId, reason) => this.#fanout.breakOff(this.#media.connectionOf(mediaId), reason),
    });
    this.occupancy = new Occupancy({
      stateOf: () => this.state,
      comingStates: () => this.#queue.coming,
      isGuest: (connectionId) => this.#media.isGuest(connectionId),
    });
    this.#arrivals = new Arrivals({
      audience: this.#fanout,
      chat: this.#chat,
      missed: this.#missed,
      media: this.#media,
      stateOf: () => this.state,
    });
    this.#timers.follow(record.state.timers);
  }

  /** As it is stored, but for facts that the store refused. */
  get record(): RoomRecord {
    return this.#queue.record;
  }

  get state(): RoomState {
    return this.record.state;
  }

  /** Of the passcode that is asked for, also when it is only being stored. */
  get passcodeHash(): string | null {
    return this.#queue.staged.state.passcodeHash;
  }

  get hasEnded(): boolean {
    return this.state.phase === 'ended';
  }

  /** The store has not taken the newest state yet. */
  get isUnsaved(): boolean {
    return this.#saver.isUnsaved;
  }

  /** Nobody is inside or waits, nor is somebody arriving; also nobody whose connection is lost and whose place is kept. */
  get isUnoccupied(): boolean {
    return this.occupancy.isUnoccupied;
  }

  /** People who are connected, also those who wait. */
  get occupants(): number {
    return this.occupancy.occupants;
  }

  /** Nothing is being stored, and everything is. */
  get isSettled(): boolean {
    return this.#queue.isSettled;
  }

  /** The room's media, opened by the first who needs it. Rejects as `MediaEngine.createRoomMedia` does. */
  openMedia(): Promise<RoomMedia> {
    return this.#media.open();
  }

  /**
   * Seats a verified person: from the answer on the connection is told every change of what it may know.
   * Rejects with the code of the rule that refuses.
   */
  async connect(connection: RoomConnection, claims: Claims, options: ConnectOptions): Promise<Arrival> {
    const { toEvent, answer } = this.#arrivals.begin(connection, claims, options);
    try {
      return await this.#submit(toEvent, {}, answer);
    } finally {
      this.#arrivals.forget(connection.id);
    }
  }

  /** The connection is gone without a word. */
  disconnect(connectionId: ConnectionId): void {
    const isArriving = this.#arrivals.forget(connectionId);
    if (!isArriving && !this.#fanout.has(connectionId)) return;
    this.#fanout.delete(connectionId);
    this.#applyFact({ type: 'disconnected', connectionId });
  }

  /** Closes what this connection sends and receives, at once; also if it is lost and its seat is kept. */
  closeMediaOf(connectionId: ConnectionId): void {
    const isHeld = seatOfConnection(this.state, connectionId) !== undefined;
    const mediaId = isHeld ? this.occupancy.mediaIdOf(connectionId) : this.#media.seatLostBy(connectionId);
    if (mediaId !== null) this.#media.current?.closePeer(mediaId);
  }

  /** Is there, or will there be, a seat of this lost connection, whose media continues? */
  mayHaveMediaOf(connectionId: ConnectionId): boolean {
    if (this.#closed || this.hasEnded) return false;
    const states = [this.state, ...this.#queue.coming];
    return (
      states.some((state) => seatOfConnection(state, connectionId) !== undefined) ||
      this.#media.seatLostBy(connectionId) !== null
    );
  }

  /** Milliseconds since 1970-01-01 UTC, by the clock of every time in this room's state. */
  get now(): number {
    return this.#context.clock.now();
  }

  /** Relays a message. @returns its number. Rejects with `rate-limited`, or the code of the rule that refused */
  async sendChat(event: Extract<RoomEvent, { type: 'sendChat' }> & { actor: SeatActor }): Promise<number> {
    this.#chat.admitMessage(event.actor.seatId, this.#context.clock.monotonic());
    return await this.#submit(
      () => event,
      {},
      () => this.#chat.lastSeq,
    );
  }

  /**
   * One step of the machine, decided in this call; stored, and carried out for everybody, when it resolves. Rejects with the code of
   * the rule that refused, or with `storage-unavailable`: also while the store does not answer, and the step may be
   * stored and carried out later.
   */
  async apply(event: RoomEvent, origin: Origin = {}): Promise<Applied> {
    const applied = this.#submit(
      () => event,
      origin,
      ({ accepted, after, notes }) => ({ ...accepted, record: after, isRecorded: notes.changes.length > 0 }),
    );
    return await (facts.has(event.type) ? applied : answerInTime(applied));
  }

  /** By the API, if it has not ended. Rejects with `storage-unavailable`. */
  async end(origin: Origin): Promise<void> {
    if (this.hasEnded) return;
    try {
      await this.apply({ type: 'end', actor: { kind: 'api' } }, origin);
    } catch (error) {
      // Somebody else's end was being stored.
      if (!(error instanceof AppError && error.code === 'room-ended')) throw error;
    }
  }

  /** @param answer called when the step has been carried out, before the next one is */
  async #submit<T>(
    toEvent: (before: RoomRecord) => RoomEvent,
    { apiKeyId, expectedVersion }: Origin,
    answer: (step: Step) => T,
  ): Promise<T> {
    // The time at which it came, also when it is decided again: the clock may have been set since.
    const { now } = this;
    try {
      return await this.#queue.submit({
        isFact: facts.has(toEvent(this.#queue.staged).type),
        decide: (before) => {
          if (expectedVersion !== undefined && before.version !== expectedVersion)
            throw new AppError('precondition-failed');
          const step = decideStep(before, toEvent(before), { now, apiKeyId, traces: this.#traces });
          const carryOut = () => {
            this.#carryOut(step);
            return answer(step);
          };
          return { after: step.after, notes: step.notes, carryOut };
        },
      });
    } catch (error) {
      if (error instanceof RuleRefusal) this.#context.observer.emit('rejection', { code: error.code });
      throw error;
    }
  }

  /** The machine's clock was set: times on it have come nearer or gone away, everything that lasts goes on as it would have. */
  handleClockStep(byMs: number): void {
    if (!this.hasEnded) this.#applyFact({ type: 'clockStepped', byMs });
  }

  #applyFact(event: RoomEvent): void {
    this.apply(event).catch((error: unknown) => {
      // A timer may be out of date, a connection already replaced: the machine says so, and nothing is to be done.
      const isFailure = !(error instanceof AppError);
      if (isFailure) this.#reportFailure(error);
      // A timer whose rule fails is still due: without the wait it would fail again at once, and for ever.
      this.#timers.follow(this.#queue.staged.state.timers, isFailure ? failedTimerWaitMs : 0);
    });
  }

  #reportFailure(error: unknown): void {
    this.#context.observer.emit('internalError', { correlationId: newId('c'), error });
  }

  /** Timers run by the newest state: what they bring about is decided on that too. */
  #followStaged(): void {
    this.#timers.follow(this.#queue.staged.state.timers);
    this.#media.expectStep();
  }

  #carryOut({ event, before: { state: before }, accepted: { state, effects } }: Step): void {
    // From here on it is told what changes, unless it has gone meanwhile.
    const newcomer = event.type === 'connected' ? this.#arrivals.connectionOf(event.connectionId) : undefined;
    if (newcomer) this.#fanout.add(newcomer);
    reportChanges(this.#context.observer, before, state);
    this.#missed.follow(before, state, effects);
    // Media first: a person who is told that somebody is gone doesn't receive them any more.
    this.#media.follow(before, state, effects);
    // Before the times that were moved: what is left of them is counted by the new clock.
    if (event.type === 'clockStepped')
      this.#fanout.tellAll({ method: 'clockStepped', params: { serverTime: state.now } });
    this.#fanout.follow(state, effects, requesterOf(before, event));
    this.keys.follow(before, state);
    const arriving = event.type === 'connected' ? (seatOfConnection(state, event.connectionId)?.id ?? null) : null;
    this.#chat.follow(before, state, effects, arriving);
    if (state.phase !== 'ended') return;
    this.#media.close();
    this.#missed.close();
  }

  /** Writes what was gathered of repeats. Where the store refuses it stays gathered, and is tried again after the same time. */
  async #writeTraces(): Promise<void> {
    const decide = (before: RoomRecord) => ({
      after: { ...before, revision: before.revision + 1 },
      notes: this.#traces.takeAll(before.id),
      carryOut: () => {},
    });
    await this.#queue.submit({ isFact: false, decide }).catch((error: unknown) => {
      if (!(error instanceof AppError)) this.#reportFailure(error);
      this.#traces.postpone();
    });
  }

  /** Resolves when everything that was asked for until now is stored or refused. */
  async settle(): Promise<void> {
    await this.#queue.settle();
  }

  /** As `settle`, with what was gathered for the audit log; to be called before the room is closed with its server. */
  async finish(): Promise<void> {
    this.#saver.stopAsking();
    // While the outcome of a write is unknown nothing else is written.
    await this.settle();
    await this.#writeTraces();
    await this.settle();
  }

  /** Another server owns it, or what is stored is not what this one knows. */
  lose(): void {
    this.close('server-shutdown');
    this.#context.onLost(this);
  }

  /** Lets go of connections, timers and media; the stored room stays. */
  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#queue.close();
    this.#traces.close();
    this.#timers.close();
    this.#fanout.closeAll(reason);
    this.keys.close();
    this.#chat.close();
    this.#missed.close();
    this.#media.close();
  }
}

/** The connection whose request an event is; null: nobody's, or that of the API. */
function requesterOf(before: RoomState, event: RoomEvent): ConnectionId | null {
  if ('connectionId' in event) return event.connectionId;
  const seatId = 'actor' in event && event.actor.kind === 'seat' ? event.actor.seatId : null;
  return seatId === null ? null : (before.seats[seatId]?.connectionId ?? null);
}
