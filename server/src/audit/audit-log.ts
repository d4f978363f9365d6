/** Keeps the audit log beside the rooms' own entries: refused authentications, and how long entries are kept. */

import type { ErrorCode } from '@hearthroom/sdk/protocol';
import type { Clock } from '../core/clock.ts';
import type { Change } from '../core/domain-events.ts';
import type { ServerObserver } from '../core/observer.ts';
import type { AuditPlace } from './chain.ts';

/** Where entries are; a part of the store. */
export interface AuditStore {
  append(changes: Change[]): void;
  /** Removes whatever is older and says so in an entry. @returns how many entries were removed */
  prune(olderThan: number, now: number): number;
  /** Entries after `seq`, as their lines. */
  read(after: number, limit: number): { seq: number; line: string }[];
  /** The place after which an export may begin, or null: that entry was pruned, or is not there yet. */
  placeAfter(seq: number): AuditPlace | null;
  /** The last entry that was pruned. */
  readonly anchor: AuditPlace;
  readonly head: AuditPlace;
}

export interface AuditLogOptions {
  store: AuditStore;
  observer: ServerObserver;
  clock: Clock;
  /** 0: for good. */
  retentionDays: number;
}

const dayMs = 86_400_000;
/** Nothing is removed for its age before the clock has gone on for so long without a step: one that is wrong is set until then. */
const pruneIntervalMs = 3_600_000;
/**
 * Whoever knocks with bad tokens must not be able to fill the disk: they are counted, not listed, and the counts are written a
 * second later; after that was done so many times, every ten minutes. Strangers without any right signature bring about eight
 * codes and reasons of 350 bytes: 144 times a day that is less than half a megabyte, whatever the rhythm of their knocking.
 */
const gatherMs = 1_000;
const writesAtOnce = 60;
const msPerFurtherWrite = 600_000;

export class AuditLog {
  readonly #options: AuditLogOptions;
  /** By code and reason: both are of fixed lists. */
  readonly #refused = new Map<string, { code: ErrorCode; why: string | undefined; count: number }>();
  #pruning: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | undefined;
  /** Negative: taken before the bucket refilled. */
  #writesLeft = writesAtOnce;
  #writesCountedAt: number;
  #isClosed = false;

  constructor(options: AuditLogOptions) {
    this.#options = options;
    this.#writesCountedAt = options.clock.monotonic();
    options.observer.on('authenticationRefused', ({ code, why }) => this.#gather(code, why));
    this.#pruning = this.#startPruning();
  }

  /** The clock was set: entries before this one have their times by the clock as it was then. */
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

  /** @returns milliseconds until it may be made */
  #takeWrite(): number {
    const now = this.#options.clock.monotonic();
    const regained = (now - this.#writesCountedAt) / msPerFurtherWrite;
    this.#writesCountedAt = now;
    this.#writesLeft = Math.min(this.#writesLeft + regained, writesAtOnce) - 1;
    return Math.max(gatherMs, -this.#writesLeft * msPerFurtherWrite);
  }

  /** Writes what was gathered: one entry for each code and reason. */
  #flush(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const refused = [...this.#refused.values()];
    const { store, clock } = this.#options;
    if (refused.length === 0) return;
    const common = { what: 'authentication.refused', roomId: null, by: null, seatId: null, at: clock.now() } as const;
    store.append(refused.map(({ code, why, count }) => ({ ...common, detail: { code, ...(why && { why }), count } })));
    this.#refused.clear();
  }

  #prune(): void {
    const { store, clock, retentionDays } = this.#options;
    const now = clock.now();
    if (retentionDays > 0) store.prune(now - retentionDays * dayMs, now);
  }

  /** A full disk must not take the server down: it is told, and the next time comes. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.observer.emit('storeFailed', { roomId: '', error });
    }
  }

  /** Idempotent; to be called before the store is closed. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#pruning);
    this.#attempt(() => this.#flush());
  }
}
