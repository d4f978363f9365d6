/** Keeps the audit log beside the rooms' own entries: refused authentications, and how long entries are kept. */
import type { ErrorCode } from '@hearthroom/sdk/protocol';
import type { ServerObserver } from '../observer.ts';
import type { Change } from '../rooms/ports.ts';
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
  /** 0: for good. */
  retentionDays: number;
}

const dayMs = 86_400_000;
const pruneIntervalMs = 3_600_000;
/** Whoever knocks with bad tokens must not be able to fill the disk: within this time they are counted, not listed. */
const gatherMs = 1_000;

export class AuditLog {
  readonly #options: AuditLogOptions;
  readonly #refused = new Map<ErrorCode, number>();
  readonly #pruning: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: AuditLogOptions) {
    this.#options = options;
    options.observer.on('authenticationRefused', ({ code }) => this.#gather(code));
    this.#pruning = setInterval(() => this.#attempt(() => this.#prune()), pruneIntervalMs).unref();
    this.#attempt(() => this.#prune());
  }

  #gather(code: ErrorCode): void {
    if (this.#isClosed) return;
    this.#refused.set(code, (this.#refused.get(code) ?? 0) + 1);
    this.#gathering ??= setTimeout(() => this.#attempt(() => this.#flush()), gatherMs).unref();
  }

  /** Writes what was gathered: one entry for each code. */
  #flush(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const refused = [...this.#refused];
    if (refused.length === 0) return;
    const common = { what: 'authentication.refused', roomId: null, by: null, seatId: null, at: Date.now() } as const;
    this.#options.store.append(refused.map(([code, count]) => ({ ...common, detail: { code, count } })));
    this.#refused.clear();
  }

  #prune(): void {
    const { store, retentionDays } = this.#options;
    const now = Date.now();
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
