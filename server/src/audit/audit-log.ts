/**
 * Maintains the audit log apart from the rooms' own entries: records refused authentications and removes old entries.
 */

import type { ErrorCode } from '@hearthroom/sdk/protocol';
import type { Change } from '../core/events/domain-events.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { Clock } from '../core/time/clock.ts';
import type { AuditPlace } from './chain.ts';

/** Stores the entries; part of the store. Promises are settled as those of RoomStore are. */
export interface AuditStore {
  /** Entries of calls that come one after the other stand in the log in that order. */
  append(changes: Change[]): Promise<void>;
  /**
   * Removes older entries and adds an entry about it. A store with a clock of its own goes by that: `now` minus
   * `olderThan` is how long entries are kept.
   * @returns how many entries were removed
   */
  prune(olderThan: number, now: number): Promise<number>;
  /** Entries after `seq`, as lines. */
  read(after: number, limit: number): Promise<{ seq: number; line: string }[]>;
  /**
   * The position of the entry `seq`, for an export that begins after it; null: it was pruned, or does not exist yet.
   */
  placeAfter(seq: number): Promise<AuditPlace | null>;
  /** The last pruned entry. */
  anchor(): Promise<AuditPlace>;
  /** The last entry; everything that was stored before the call is at or before it. */
  head(): Promise<AuditPlace>;
}

export interface AuditLogOptions {
  store: AuditStore;
  observer: ServerObserver;
  clock: Clock;
  /** 0: entries are kept forever. */
  retentionDays: number;
}

const dayMs = 86_400_000;
/**
 * Nothing is removed by age until the clock has run this long without a step, so that a wrong clock can be corrected
 * first.
 */
const pruneIntervalMs = 3_600_000;
/**
 * Clients with invalid tokens must not be able to fill the disk: refusals are counted, and the counts are written a
 * second later; after a number of such writes only every ten minutes. Clients without a valid signature cause about
 * eight codes and reasons of 350 bytes: at 144 writes a day this is less than half a megabyte.
 */
const gatherMs = 1_000;
const writesAtOnce = 60;
const msPerFurtherWrite = 600_000;

export class AuditLog {
  readonly #options: AuditLogOptions;
  /** By code and reason; both are from fixed lists. */
  readonly #refused = new Map<string, { code: ErrorCode; why: string | undefined; count: number }>();
  #pruning: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | undefined;
  /** Negative: taken before the bucket refilled. */
  #writesLeft = writesAtOnce;
  #writesCountedAt: number;
  #isClosed = false;
  /** Settles when the writes that were begun are finished. */
  #writing: Promise<void> = Promise.resolve();

  constructor(options: AuditLogOptions) {
    this.#options = options;
    this.#writesCountedAt = options.clock.monotonic();
    options.observer.on('authenticationRefused', ({ code, why }) => this.#gather(code, why));
    this.#pruning = this.#startPruning();
  }

  /** After a step of the clock: earlier entries have times on the old clock. */
  handleClockStep(byMs: number): void {
    if (this.#isClosed) return;
    clearInterval(this.#pruning);
    this.#pruning = this.#startPruning();
    const { store, clock } = this.#options;
    const entry = { what: 'clock.stepped', roomId: null, by: null, seatId: null, at: clock.now() } as const;
    this.#attempt(() => store.append([{ ...entry, detail: { stepMs: byMs } }]));
  }

  #startPruning(): NodeJS.Timeout {
    return setInterval(() => this.#attempt(() => this.#prune()), pruneIntervalMs).unref();
  }

  #gather(code: ErrorCode, why: string | undefined): void {
    if (this.#isClosed) return;
    const key = `${code} ${why}`;
    this.#refused.set(key, { code, why, count: (this.#refused.get(key)?.count ?? 0) + 1 });
    this.#gathering ??= setTimeout(() => this.#attempt(() => this.#flush()), this.#takeWrite()).unref();
  }

  /** @returns milliseconds until the next write is allowed */
  #takeWrite(): number {
    const now = this.#options.clock.monotonic();
    const regained = (now - this.#writesCountedAt) / msPerFurtherWrite;
    this.#writesCountedAt = now;
    this.#writesLeft = Math.min(this.#writesLeft + regained, writesAtOnce) - 1;
    return Math.max(gatherMs, -this.#writesLeft * msPerFurtherWrite);
  }

  /** Writes the counts: one entry for each code and reason. If that fails, they are in the next write. */
  async #flush(): Promise<void> {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const refused = [...this.#refused];
    const { store, clock } = this.#options;
    if (refused.length === 0) return;
    this.#refused.clear();
    const common = { what: 'authentication.refused', roomId: null, by: null, seatId: null, at: clock.now() } as const;
    try {
      await store.append(
        refused.map(([, { code, why, count }]) => ({ ...common, detail: { code, ...(why && { why }), count } })),
      );
    } catch (error) {
      for (const [key, { code, why, count }] of refused)
        this.#refused.set(key, { code, why, count: (this.#refused.get(key)?.count ?? 0) + count });
      throw error;
    }
  }

  async #prune(): Promise<void> {
    const { store, clock, retentionDays } = this.#options;
    const now = clock.now();
    if (retentionDays > 0) await store.prune(now - retentionDays * dayMs, now);
  }

  /** A full disk must not stop the server: the failure is reported, and the next write is tried as usual. */
  #attempt(work: () => Promise<unknown>): void {
    const attempt = work().catch((error: unknown) => this.#options.observer.emit('storeFailed', { roomId: '', error }));
    this.#writing = Promise.all([this.#writing, attempt]).then(() => {});
  }

  /** Resolves when everything is written. Idempotent; call before the store is closed. */
  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      clearInterval(this.#pruning);
      this.#attempt(() => this.#flush());
    }
    await this.#writing;
  }
}
