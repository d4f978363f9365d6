/**
 * Relays what people write. Messages are in memory only, and only as long as somebody has a right to them: what a dropped seat
 * missed until its lease ends, and the session's chat until the end where the room's settings say so. Nothing is stored or logged.
 */
import type { ChatMessage, Notification } from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors/errors.ts';
import { SlidingLimit } from '../../core/limits/sliding-limit.ts';
import { sealedFor } from '../machine/group/texts.ts';
import { type Effect, elapsedMs, isHost, isInside, type RoomState, type Seat, type SeatId } from '../machine/index.ts';
import { isConsentedTo, needsConsent } from '../machine/visibility/observing.ts';
import { placeOf, seeEachOther } from '../machine/visibility/places.ts';

type ChatEffect = Extract<Effect, { type: 'deliverChat' }>;

/** A message to one seat, with the time by which it is known whether it arrived. */
interface Sent {
  message: ChatMessage;
  sentAtMs: number;
}

interface Kept {
  message: ChatMessage;
  recipients: ReadonlySet<SeatId>;
  /** Written to the whole group: also for those who come later. */
  isForAll: boolean;
}

const messagesPerWindow = 10;
const windowMs = 10_000;
const maxMissed = 200;
/**
 * A client that comes back gets all of them in one answer, which may not be more than it may leave unread (1 MiB, in
 * signaling/limits.ts).
 */
const maxMissedBytes = 524_288;
const maxHistory = 1_000;
/** A connection may be dead for a while before anybody notices: what was sent into it in this time counts as missed. */
const unnoticedMs = 15_000;

export class ChatRelay {
  readonly #notifySeat: (seatId: SeatId, notification: Notification) => void;
  readonly #limit = new SlidingLimit(messagesPerWindow, windowMs);
  /** By seat: what it missed, or may have. */
  readonly #inboxes = new Map<SeatId, Sent[]>();
  #history: Kept[] = [];
  #lastSeq = 0;

  constructor(notifySeat: (seatId: SeatId, notification: Notification) => void) {
    this.#notifySeat = notifySeat;
  }

  /** Number of the newest message. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Counts a message that is about to be sent. Throws `rate-limited`. @param now of a clock that doesn't step */
  admitMessage(seatId: SeatId, now: number): void {
    if (this.#limit.isReached(seatId, now)) throw new AppError('rate-limited');
    this.#limit.count(seatId, now);
  }

  /**
   * Sends what was written, then brings what is kept in line with who is inside.
   * @param arriving the seat that is just being answered its `authenticate`: it gets the past with that
   */
  follow(before: RoomState, after: RoomState, effects: Effect[], arriving: SeatId | null): void {
    for (const effect of effects) if (effect.type === 'deliverChat') this.#deliver(after, effect);
    for (const seat of Object.values(after.seats)) this.#followSeat(before.seats[seat.id], seat, after, arriving);
    if (after.settings.chatHistory === 'none' || after.phase === 'ended') this.#history = [];
    if (after.phase === 'ended') this.#inboxes.clear();
  }

  #deliver(state: RoomState, effect: ChatEffect): void {
    const { from, to, text, sealed } = effect;
    // Numbers grow with time and not by one: a gap says nothing about messages that were not for its reader.
    this.#lastSeq = Math.max(this.#lastSeq + 1, Math.floor(state.now));
    const message: ChatMessage = {
      seq: this.#lastSeq,
      from: { participantId: from.seatId, name: from.name },
      to: to.kind,
      ...(to.kind === 'participant' && { participantId: to.seatId }),
      text,
      at: state.now,
    };
    const plain: Notification = { method: 'chatReceived', params: { message } };
    for (const seatId of effect.recipients) {
      const seat = state.seats[seatId];
      const own = sealed && seat ? { ...message, sealed: sealedFor(seat, from.seatId, sealed) } : message;
      this.#keepForSeat(seatId, { message: own, sentAtMs: elapsedMs(state) }, seat?.state === 'suspended');
      this.#notifySeat(seatId, own === message ? plain : { method: 'chatReceived', params: { message: own } });
    }
    if (state.settings.chatHistory === 'session') this.#remember(state, effect, message);
  }

  #keepForSeat(seatId: SeatId, sent: Sent, isAway: boolean): void {
    const inbox = this.#inboxes.get(seatId) ?? [];
    const isWanted = ({ sentAtMs }: Sent): boolean => isAway || sent.sentAtMs - sentAtMs <= unnoticedMs;
    const kept = [...inbox.filter(isWanted), sent].slice(-maxMissed);
    while (kept.length > 1 && bytesOf(kept) > maxMissedBytes) kept.shift();
    this.#inboxes.set(seatId, kept);
  }

  #remember(state: RoomState, { from, to, recipients }: ChatEffect, message: ChatMessage): void {
    const writer = state.seats[from.seatId];
    const isToAll = state.circle === 'open' || (writer !== undefined && isHost(writer));
    const isForAll = to.kind === 'group' && isToAll && placeOf(state, from.seatId).kind === 'group';
    this.#history = [...this.#history, { message, recipients: new Set(recipients), isForAll }].slice(-maxHistory);
  }

  #followSeat(before: Seat | undefined, seat: Seat, state: RoomState, arriving: SeatId | null): void {
    if (!isInside(seat)) {
      this.#inboxes.delete(seat.id);
      return;
    }
    if (before && isInside(before)) {
      if (before.state === 'admitted' && seat.state === 'suspended') this.#startMissing(seat.id, elapsedMs(state));
      return;
    }
    if (seat.id === arriving) return;
    for (const message of this.#historyFor(state, seat))
      this.#notifySeat(seat.id, { method: 'chatReceived', params: { message } });
  }

  /** Of what was sent before only the last moments may not have arrived. */
  #startMissing(seatId: SeatId, now: number): void {
    const recent = this.#inboxes.get(seatId)?.filter(({ sentAtMs }) => now - sentAtMs <= unnoticedMs) ?? [];
    this.#inboxes.set(seatId, recent);
  }

  #historyFor(state: RoomState, seat: Seat): ChatMessage[] {
    return this.#history
      .filter(({ message, recipients, isForAll }) => {
        if (recipients.has(seat.id)) return true;
        return isForAll && mayReadLater(state, seat, state.seats[message.from.participantId]);
      })
      .map(({ message }) => message);
  }

  /**
   * The chat for a seat that has just connected, oldest first: the session's where it is kept, else what this seat missed.
   * @param lastSeq the last message that its client has
   */
  chatFor(state: RoomState, seat: Seat, lastSeq: number): ChatMessage[] {
    if (seat.state !== 'admitted') return [];
    const missed = this.#inboxes.get(seat.id)?.map(({ message }) => message) ?? [];
    const past = state.settings.chatHistory === 'session' ? this.#historyFor(state, seat) : missed;
    return past.filter(({ seq }) => seq > lastSeq);
  }

  /** Forgets everything. */
  close(): void {
    this.#history = [];
    this.#inboxes.clear();
  }
}

const bytesOf = (sent: readonly Sent[]): number =>
  sent.reduce((sum, { message: { text, sealed } }) => sum + Buffer.byteLength(text) + (sealed?.cipher.length ?? 0), 0);

/** May somebody read what was written to all before they came? An observer who needs consent reads that of hosts alone. */
function mayReadLater(state: RoomState, reader: Seat, writer: Seat | undefined): boolean {
  if (!writer) return !needsConsent(state, reader.claims);
  if (needsConsent(state, reader.claims) && !isHost(writer)) return false;
  if (!isConsentedTo(state, reader, writer)) return false;
  return !isInside(writer) || seeEachOther(state, reader, writer);
}
