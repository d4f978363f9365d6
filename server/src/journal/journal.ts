/**
 * Stores what happens to media, per room. Records are collected and written together every few seconds; repeated
 * changes of one subject are merged into one record. A crash may lose the last seconds.
 */

import type { MediaEvent } from '../core/events/media-events.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { TokenBucket } from '../core/limits/token-bucket.ts';
import type { Clock } from '../core/time/clock.ts';
import type { JournalRecord, JournalStore } from './records.ts';

export interface MediaJournalOptions {
  store: JournalStore;
  observer: ServerObserver;
  clock: Clock;
  /** How many days records are kept, at least 1. */
  retentionDays: number;
}

export const writeIntervalMs = 2_000;
/**
 * Nothing is removed by age until the clock has run this long without a step, so that a wrong clock can be corrected
 * first.
 */
export const pruneIntervalMs = 3_600_000;
const dayMs = 86_400_000;
/**
 * Rate limit per subject (a path, a track, or a track on its way to one receiver): a burst, then one a minute that
 * includes the number of the others.
 */
const recordsAtOnce = 6;
const recordsPerSecond = 1 / 60;
/** Limit while the store refuses writes. */
const maxUnwritten = 5_000;

interface Subject {
  bucket: TokenBucket;
  /** The latest event beyond the rate limit, with the number of events it represents. */
  held: JournalRecord | null;
}

export class MediaJournal {
  readonly #options: MediaJournalOptions;
  /** Rooms with records by this process, and the subjects of the records. */
  readonly #rooms = new Map<string, Map<string, Subject>>();
  #pruning: NodeJS.Timeout;
  #unwritten: JournalRecord[] = [];
  /** Rooms whose records were dropped while the store refused writes, and since when. */
  readonly #gaps = new Map<string, number>();
  #writing: NodeJS.Timeout | undefined;
  /** The write that is under way. */
  #underWay: Promise<void> | null = null;
  #isClosed = false;
  #closing = Promise.resolve();

  constructor(options: MediaJournalOptions) {
    this.#options = options;
    const { observer, clock } = options;
    observer.on('mediaEvent', ({ roomId, event, agoMs, isConfidential }) => {
      if (!isConfidential) this.#record(roomId, event, clock.now() - agoMs);
    });
    observer.on('phaseChanged', ({ roomId, to }) => {
      // Deferred, to include what is closed when the room ends. Written at once, so that the records are complete when
      // the session is over.
      if (to === 'ended') setImmediate(() => this.#end(roomId));
    });
    observer.on('roomDeleted', ({ roomId }) => this.#forget(roomId));
    this.#pruning = this.#startPruning();
  }

  /**
   * After a step of the clock: earlier records have times on the old clock, and are written before the record of the
   * step.
   */
  handleClockStep(stepMs: number): void {
    if (this.#isClosed) return;
    clearInterval(this.#pruning);
    this.#pruning = this.#startPruning();
    const at = this.#options.clock.now();
    for (const [roomId, subjects] of this.#rooms) {
      this.#release(subjects, true);
      this.#unwritten.push({ roomId, at, event: { what: 'journal.clock-stepped', stepMs }, count: 1 });
    }
    for (const [roomId, since] of this.#gaps) this.#gaps.set(roomId, since + stepMs);
    this.#write();
  }

  #startPruning(): NodeJS.Timeout {
    return setInterval(() => void this.#prune(), pruneIntervalMs).unref();
  }

  #record(roomId: string, event: MediaEvent, at: number): void {
    if (this.#isClosed) return;
    const now = this.#options.clock.monotonic();
    const subjects = this.#rooms.get(roomId) ?? this.#start(roomId);
    const key = subjectOf(event);
    const subject = subjects.get(key) ?? { bucket: new TokenBucket(recordsPerSecond, recordsAtOnce, now), held: null };
    subjects.set(key, subject);
    const record = { roomId, at, event, count: (subject.held?.count ?? 0) + 1 };
    if (subject.bucket.take(now)) {
      subject.held = null;
      this.#add(record);
    } else {
      subject.held = record;
      this.#startTimer();
    }
  }

  #start(roomId: string): Map<string, Subject> {
    const subjects = new Map<string, Subject>();
    this.#rooms.set(roomId, subjects);
    this.#add({ roomId, at: this.#options.clock.now(), event: { what: 'journal.started' }, count: 1 });
    return subjects;
  }

  #end(roomId: string): void {
    if (this.#isClosed) return;
    this.#stop(roomId);
    this.#write();
  }

  #stop(roomId: string): void {
    const subjects = this.#rooms.get(roomId);
    if (!subjects || this.#isClosed) return;
    this.#release(subjects, true);
    this.#rooms.delete(roomId);
    this.#add({ roomId, at: this.#options.clock.now(), event: { what: 'journal.stopped' }, count: 1 });
  }

  #forget(roomId: string): void {
    this.#rooms.delete(roomId);
    this.#gaps.delete(roomId);
    this.#unwritten = this.#unwritten.filter((record) => record.roomId !== roomId);
  }

  #add(record: JournalRecord): void {
    this.#unwritten.push(record);
    this.#startTimer();
  }

  #startTimer(): void {
    this.#writing ??= setTimeout(() => this.#write(), writeIntervalMs).unref();
  }

  /** Writes held records of these subjects: those within the rate limit, or all of them. */
  #release(subjects: ReadonlyMap<string, Subject>, isLast: boolean): void {
    const now = this.#options.clock.monotonic();
    for (const subject of subjects.values()) {
      if (!subject.held || !(subject.bucket.take(now) || isLast)) continue;
      this.#unwritten.push(subject.held);
      subject.held = null;
    }
  }

  #write(): void {
    clearTimeout(this.#writing);
    this.#writing = undefined;
    for (const subjects of this.#rooms.values()) this.#release(subjects, this.#isClosed);
    this.#forgetQuiet();
    if (this.#unwritten.length > 0 && this.#underWay === null) {
      this.#underWay = this.#tryToWrite();
    }
    const isHeld = [...this.#rooms.values()].some((subjects) => [...subjects.values()].some(({ held }) => held));
    if (!this.#isClosed && isHeld) this.#startTimer();
  }

  /** Removes subjects that were quiet for so long that their rate limit is fully available again. */
  #forgetQuiet(): void {
    const now = this.#options.clock.monotonic();
    for (const subjects of this.#rooms.values())
      for (const [key, { held, bucket }] of subjects) if (!held && bucket.isFull(now)) subjects.delete(key);
  }

  /** Number of subjects of all rooms. */
  get subjectCount(): number {
    return [...this.#rooms.values()].reduce((sum, { size }) => sum + size, 0);
  }

  async #tryToWrite(): Promise<void> {
    const now = this.#options.clock.now();
    const [records, gaps] = [this.#unwritten, [...this.#gaps]];
    this.#unwritten = [];
    this.#gaps.clear();
    const gapRecords = gaps.map(([roomId, since]) => {
      const event = { what: 'journal.gap', cause: 'store', missingMs: Math.max(now - since, 0) } as const;
      return { roomId, at: now, event, count: 1 };
    });
    try {
      await this.#options.store.add([...records, ...gapRecords]);
    } catch (error) {
      this.#options.observer.emit('storeFailed', { roomId: '', error });
      this.#unwritten = [...records, ...this.#unwritten];
      for (const [roomId, since] of gaps) this.#gaps.set(roomId, since);
      this.#giveUpOldest();
    } finally {
      this.#underWay = null;
      if (!this.#isClosed && this.#unwritten.length > 0) this.#startTimer();
    }
  }

  #giveUpOldest(): void {
    const given = this.#unwritten.splice(0, this.#unwritten.length - maxUnwritten);
    if (given.length === 0) return;
    for (const { roomId, at } of given) this.#gaps.set(roomId, Math.min(this.#gaps.get(roomId) ?? at, at));
    this.#options.observer.emit('journalDropped', { cause: 'store', records: given.length });
  }

  async #prune(): Promise<void> {
    try {
      const { store, clock, retentionDays } = this.#options;
      const now = clock.now();
      await store.prune(now - retentionDays * dayMs, now);
    } catch (error) {
      this.#options.observer.emit('storeFailed', { roomId: '', error });
    }
  }

  /** Writes everything; resolves when that is done. Idempotent; call before the store is closed. */
  async close(): Promise<void> {
    if (!this.#isClosed) {
      for (const roomId of [...this.#rooms.keys()]) this.#stop(roomId);
      this.#isClosed = true;
      clearInterval(this.#pruning);
      this.#closing = this.#writeLast();
    }
    await this.#closing;
  }

  async #writeLast(): Promise<void> {
    if (this.#underWay !== null) await this.#underWay;
    this.#write();
    await this.#underWay;
  }
}

/** With a retention of 0 days nothing is recorded, and earlier records are removed when it resolves. */
export async function startMediaJournal(options: MediaJournalOptions): Promise<MediaJournal | null> {
  const { store, observer, retentionDays } = options;
  if (retentionDays > 0) return new MediaJournal(options);
  try {
    await store.removeAll();
  } catch (error) {
    observer.emit('storeFailed', { roomId: '', error });
  }
  return null;
}

/** The subject of an event: the media of a seat, one of its paths, one of its tracks, or a track on its way to it. */
function subjectOf(event: MediaEvent): string {
  const [area] = event.what.split('.');
  const part = 'from' in event ? `${event.from} ${event.source}` : 'source' in event ? event.source : '';
  return `${area} ${event.seatId} ${part} ${'direction' in event ? event.direction : ''}`;
}
