/**
 * Limits what one person can write to the audit log, the receipts and the outbox, over all their connections. Beyond the rate their
 * lines are counted and written together later, but for those that others act on or that prove something: these are written with
 * their step, repeats of them later. Leaving, asking for help and withdrawing an agreement or consent are never refused.
 */

import { AppError } from '../../core/errors/errors.ts';
import type { Change, ChangeType } from '../../core/events/domain-events.ts';
import { TokenBucket } from '../../core/limits/token-bucket.ts';
import {
  elapsedMs,
  isHost,
  partsOfTimerName,
  type RoomEvent,
  type RoomState,
  type SeatId,
  seatOfConnection,
} from '../machine/index.ts';
import type { ReceiptNote, RoomNotes } from '../ports.ts';

const linesAtOnce = 60;
const linesPerSecond = 0.1;
/** Lines that were counted are written after this at the latest. */
export const gatherMs = 600_000;

/** What one person caused beyond the rate. */
interface Gathered {
  counts: Map<ChangeType, number>;
  /** The newest of each kind and person concerned, in the order in which they came: how it stands in the end. */
  newest: Map<string, Change>;
  receipts: ReceiptNote[];
}

export interface TraceStep {
  before: RoomState;
  after: RoomState;
  event: RoomEvent;
  notes: RoomNotes;
}

export class AuditRateLimit {
  readonly #buckets = new Map<SeatId, TokenBucket>();
  #gathered = new Map<SeatId, Gathered>();
  /** What each person had written beyond the rate since the timer began: repeats are gathered. */
  #urgent = new Map<SeatId, Set<string>>();
  readonly #onDue: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param onDue called when it is time to write what was gathered (`takeAll`) */
  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  /**
   * Which notes of a step are written with it; the others are gathered by `taken`, to be called when the step is going to be
   * stored. Throws `rate-limited` for what a client may well do later.
   */
  divide(step: TraceStep): { notes: RoomNotes; taken: () => void } {
    const { after, event, notes } = step;
    const seatId = causeOf(step);
    if (seatId === null || linesIn(notes) === 0) return this.#withGathered(after, notes);
    const owed = linesIn(this.#notesOf(after.roomId, seatId));
    if (this.#bucketOf(seatId, elapsedMs(after)).take(elapsedMs(after), linesIn(notes) + owed))
      return this.#withGathered(after, notes);
    if (isRefusable(event)) throw new AppError('rate-limited');
    const { urgent, others } = this.#split(seatId, notes);
    const { notes: written, taken } = this.#withGathered(after, urgent, seatId);
    return {
      notes: written,
      taken: () => {
        taken();
        this.#remember(seatId, urgent);
        this.#gather(seatId, others);
      },
    };
  }

  /** What is written with its step also beyond the rate. A person can bring it about only so often without others. */
  #split(causeId: SeatId, { changes, receipts }: RoomNotes): { urgent: RoomNotes; others: RoomNotes } {
    const isNew = (key: string) => this.#urgent.get(causeId)?.has(key) !== true;
    const proofs = receipts.filter((receipt) => isNew(keyOf(receipt)));
    const isUrgent = ({ what, seatId }: Change): boolean => {
      if (what.startsWith('agreement.')) return proofs.length > 0;
      if (what === 'help.raised') return isNew(what);
      return !isOfPerson(what) || (seatId !== causeId && isOfPlace(what));
    };
    return {
      urgent: { changes: changes.filter(isUrgent), receipts: proofs },
      others: {
        changes: changes.filter((change) => !isUrgent(change)),
        receipts: receipts.filter((receipt) => !proofs.includes(receipt)),
      },
    };
  }

  #remember(seatId: SeatId, { changes, receipts }: RoomNotes): void {
    const keys = [...receipts.map(keyOf), ...changes.flatMap(({ what }) => (what === 'help.raised' ? [what] : []))];
    if (keys.length === 0) return;
    this.#urgent.set(seatId, new Set([...(this.#urgent.get(seatId) ?? []), ...keys]));
    this.#startTimer();
  }

  /**
   * A step of others comes after what it may be an answer to: whatever was gathered of the people whom it is about, or about them.
   * @param except who caused the step, when it is beyond the rate
   */
  #withGathered(
    after: RoomState,
    notes: RoomNotes,
    except: SeatId | null = null,
  ): { notes: RoomNotes; taken: () => void } {
    const people = new Set(notes.changes.flatMap(({ seatId }) => seatId ?? []));
    const isConcerned = ([id, { newest }]: [SeatId, Gathered]): boolean =>
      people.has(id) || [...newest.values()].some(({ seatId }) => seatId !== null && people.has(seatId));
    const concerned = [...this.#gathered]
      .filter((entry) => after.phase === 'ended' || (entry[0] !== except && isConcerned(entry)))
      .map(([id]) => id);
    if (concerned.length === 0) return { notes, taken: () => {} };
    const all = [...concerned.map((id) => this.#notesOf(after.roomId, id)), notes];
    return {
      notes: { changes: all.flatMap(({ changes }) => changes), receipts: all.flatMap(({ receipts }) => receipts) },
      taken: () => {
        for (const id of concerned) this.#gathered.delete(id);
      },
    };
  }

  #bucketOf(seatId: SeatId, now: number): TokenBucket {
    const bucket = this.#buckets.get(seatId) ?? new TokenBucket(linesPerSecond, linesAtOnce, now);
    this.#buckets.set(seatId, bucket);
    return bucket;
  }

  #gather(seatId: SeatId, { changes, receipts }: RoomNotes): void {
    if (changes.length + receipts.length === 0) return;
    const gathered = this.#gathered.get(seatId) ?? { counts: new Map(), newest: new Map(), receipts: [] };
    this.#gathered.set(seatId, gathered);
    for (const change of changes) {
      // Counted for its author, an answer would tell whose it is.
      if (!isAnswer(change)) gathered.counts.set(change.what, (gathered.counts.get(change.what) ?? 0) + 1);
      const key = `${change.what} ${change.seatId}`;
      gathered.newest.delete(key);
      gathered.newest.set(key, change);
    }
    for (const receipt of receipts) addReceipt(gathered.receipts, receipt);
    this.#startTimer();
  }

  #startTimer(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#onDue();
    }, gatherMs).unref();
  }

  #notesOf(roomId: string, seatId: SeatId): RoomNotes {
    const gathered = this.#gathered.get(seatId);
    const newest = [...(gathered?.newest.values() ?? [])];
    const answers = newest.filter(isAnswer);
    const others = newest.filter((change) => !isAnswer(change));
    const at = others.at(-1)?.at;
    if (!gathered || at === undefined) return { changes: answers, receipts: gathered?.receipts ?? [] };
    const detail = Object.fromEntries(gathered.counts);
    const counted: Change = { what: 'seat.repeated', roomId, by: `seat:${seatId}`, seatId, at, detail };
    return { changes: [...answers, counted, ...others], receipts: gathered.receipts };
  }

  /** All that was gathered, to be written now. */
  takeAll(roomId: string): RoomNotes {
    const all = [...this.#gathered.keys()].map((id) => this.#notesOf(roomId, id));
    this.#urgent.clear();
    this.#gathered.clear();
    return { changes: all.flatMap(({ changes }) => changes), receipts: all.flatMap(({ receipts }) => receipts) };
  }

  /**
   * Notes how it stands before steps that may not be stored. @returns what brings that back when they were not. Tokens that
   * they took from the rate stay taken.
   */
  checkpoint(): () => void {
    const gathered = [...this.#gathered].map(([id, of]) => [id, copyOf(of)] as const);
    const urgent = [...this.#urgent].map(([id, keys]) => [id, new Set(keys)] as const);
    return () => {
      this.#gathered = new Map(gathered);
      this.#urgent = new Map(urgent);
      if (gathered.length + urgent.length > 0) this.#startTimer();
    };
  }

  /** What was gathered could not be written now: `onDue` is called again after the same time. */
  postpone(): void {
    if (this.#gathered.size + this.#urgent.size > 0) this.#startTimer();
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#gathered.clear();
  }
}

const copyOf = ({ counts, newest, receipts }: Gathered): Gathered => ({
  counts: new Map(counts),
  newest: new Map(newest),
  receipts: [...receipts],
});

const linesIn = ({ changes, receipts }: RoomNotes): number => changes.length + receipts.length;

const isAnswer = ({ what }: Change): boolean => what === 'consent.given' || what === 'consent.refused';

/** What is of the session itself is rare, and never left out. */
const isOfPerson = (what: ChangeType): boolean => !/^(room|host|lead|circle|breakout)\./.test(what);

/** Where people are, and how their media is sent, which others act on. */
const isOfPlace = (what: ChangeType): boolean => /^(seat|device|side-room|preview|encryption)\./.test(what);

const keyOf = ({ type, version }: ReceiptNote): string => `${type} ${version}`;

/** Who brought a step about alone: by a connection of theirs, the end of their lease, or a command of somebody who hosts nothing. */
function causeOf({ before, after, event }: TraceStep): SeatId | null {
  if (event.type === 'timerFired') {
    const { kind, subject } = partsOfTimerName(event.name);
    return kind === 'lease' || kind === 'device' ? subject : null;
  }
  if ('connectionId' in event) {
    const seat = seatOfConnection(after, event.connectionId) ?? seatOfConnection(before, event.connectionId);
    return seat?.id ?? null;
  }
  if (!('actor' in event) || event.actor.kind === 'api') return null;
  const seat = before.seats[event.actor.seatId];
  return seat && !isHost(seat) ? seat.id : null;
}

/** Somebody in the group may be asked to do this later; never what protects them. Who waits is refused nothing. */
function isRefusable(event: RoomEvent): boolean {
  if (!('actor' in event) || event.type === 'requestHelp') return false;
  return !(event.type === 'answerConsent' && !event.consent);
}

/** Accepted and taken back again leaves no receipt, and the same said twice leaves one. */
function addReceipt(receipts: ReceiptNote[], receipt: ReceiptNote): void {
  const last = receipts.at(-1);
  const isUndone = receipt.type === 'withdrawn' && last?.type === 'accepted';
  if (isUndone || (last?.type === receipt.type && last.version === receipt.version)) receipts.pop();
  if (!isUndone) receipts.push(receipt);
}
