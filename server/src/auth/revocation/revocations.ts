/** Tokens that are no longer good though they are right: what was revoked, and until when it has to be remembered. */
import type { Change, ChangeType } from '../../core/domain-events.ts';
import { nameOfKey } from '../../core/domain-events.ts';
import { AppError } from '../../core/errors.ts';
import type { ServerObserver } from '../../core/observer.ts';
import { newId } from '../../core/random.ts';
import { attemptWrite } from '../../core/store-write.ts';
import { maxAccessLifetimeS } from '../tokens/access-token.ts';
import { clockToleranceS } from '../tokens/signed-token.ts';
import type { Revocation, RevocationStore, RevocationTarget } from './revocation-store.ts';

export type { Revocation, RevocationTarget };

/** What decides whether a token was revoked. Admin tokens have no room and no identity, and may lack a `jti`. */
export interface TokenFacts {
  jti: string | null;
  roomId: string | null;
  identity: string | null;
  keyId: string;
  /** Milliseconds since 1970-01-01 UTC. */
  issuedAt: number;
}

export interface RevocationsOptions {
  store: RevocationStore;
  observer: ServerObserver;
  now: () => number;
}

export interface NewRevocation {
  target: RevocationTarget;
  /** Of a room or a key: tokens issued before. Left out it is now, and for a single token whenever it was issued. */
  issuedBefore?: number;
  /** The seat that the identity has, for the audit log. */
  seatId?: string | null;
  apiKeyId: string;
}

/** As in the audit log: nothing is forgotten before the clock has gone on for so long without a step. */
const pruneIntervalMs = 3_600_000;
const toleranceMs = clockToleranceS * 1_000;
const lifetimeMs = maxAccessLifetimeS * 1_000;
/** Later than any token. */
const whenever = Number.MAX_SAFE_INTEGER;

export class Revocations {
  readonly #options: RevocationsOptions;
  #pruning: NodeJS.Timeout;

  constructor(options: RevocationsOptions) {
    this.#options = options;
    this.#pruning = this.#startPruning();
  }

  /** The clock was set: by a wrong one, tokens would be forgotten that are still good. */
  handleClockStep(): void {
    clearInterval(this.#pruning);
    this.#pruning = this.#startPruning();
  }

  #startPruning(): NodeJS.Timeout {
    return setInterval(() => this.#prune(), pruneIntervalMs).unref();
  }

  /**
   * Stored, with its entry in the audit log, when this returns. Doing it again for the same tokens changes nothing, or moves
   * its time on. Throws `storage-unavailable`.
   */
  add({ target, issuedBefore, seatId = null, apiKeyId }: NewRevocation): { revocation: Revocation; created: boolean } {
    const now = this.#options.now();
    const before = this.#limitOf(target, issuedBefore, now);
    const expiresAt = (before === whenever ? now + toleranceMs : before) + lifetimeMs + toleranceMs;
    const revocation: Revocation = { id: newId('v'), target, issuedBefore: before, createdAt: now, expiresAt };
    const stored = this.#attempt(() =>
      this.#options.store.put(revocation, (kept) => ({
        ...changeOf('revocation.added', kept.id, apiKeyId, now),
        roomId: roomOf(target),
        seatId,
        detail: { revocation: kept.id, of: target.kind },
      })),
    );
    return { revocation: stored, created: stored.id === revocation.id };
  }

  /**
   * An identity's tokens: all up to now. The issuer's clock may be ahead of this one, and a revoked token must not slip through by
   * that; where a time is given it is read on the issuer's clock.
   */
  #limitOf({ kind }: RevocationTarget, issuedBefore: number | undefined, now: number): number {
    if (kind === 'token') return whenever;
    if (kind === 'identity') return now + toleranceMs + 1;
    return issuedBefore ?? now;
  }

  /** @returns whether there was one with this id. Throws `storage-unavailable` */
  remove(id: string, apiKeyId: string): boolean {
    const change = changeOf('revocation.removed', id, apiKeyId, this.#options.now());
    return this.#attempt(() => this.#options.store.delete(id, change));
  }

  list(page: { limit: number; cursor: string | null }): { revocations: Revocation[]; nextCursor: string | null } {
    return this.#options.store.list(page, this.#options.now());
  }

  /**
   * Asked of the store every time: a row by its index costs microseconds, and a copy could be out of date. Throws
   * `storage-unavailable`.
   */
  covers({ jti, roomId, identity, keyId, issuedAt }: TokenFacts): boolean {
    const targets: RevocationTarget[] = [{ kind: 'key', keyId }];
    if (jti !== null) targets.push({ kind: 'token', jti });
    if (roomId !== null) targets.push({ kind: 'room', roomId });
    if (roomId !== null && identity !== null) targets.push({ kind: 'identity', roomId, identity });
    const { store } = this.#options;
    return this.#attempt(() =>
      targets.some((target) => issuedAt < (store.issuedBefore(target) ?? Number.NEGATIVE_INFINITY)),
    );
  }

  #attempt<T>(write: () => T): T {
    return attemptWrite(this.#options.observer, '', write);
  }

  /** Not worth an error: what stays too long refuses nothing that is still good. */
  #prune(): void {
    try {
      this.#attempt(() => this.#options.store.prune(this.#options.now()));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  /** Idempotent; to be called before the store is closed. */
  close(): void {
    clearInterval(this.#pruning);
  }
}

const roomOf = (target: RevocationTarget): string | null => ('roomId' in target ? target.roomId : null);

/** Neither the identity nor the `jti`, which may be anything: the revocation's own id is in the log. */
const changeOf = (what: ChangeType, revocation: string, apiKeyId: string, at: number): Change => ({
  what,
  roomId: null,
  by: nameOfKey(apiKeyId),
  seatId: null,
  at,
  detail: { revocation },
});
