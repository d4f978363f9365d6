/** Revoked tokens, and how long revocations must be kept. */

import { AppError } from '../../core/errors/errors.ts';
import { attemptAsyncWrite, attemptWrite } from '../../core/errors/store-write.ts';
import type { Change, ChangeType } from '../../core/events/domain-events.ts';
import { nameOfKey } from '../../core/events/domain-events.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import { newId } from '../../core/secrets/random.ts';
import { maxAccessLifetimeS } from '../tokens/access-token.ts';
import { clockToleranceS } from '../tokens/signed-token.ts';
import type { Revocation, RevocationStore, RevocationTarget } from './revocation-store.ts';

export type { Revocation, RevocationTarget };

/**
 * The properties of a token that decide whether it is revoked. Admin tokens have no room and no identity, and may have
 * no `jti`.
 */
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
  /**
   * For a room or a key: tokens issued before this time. Default: now. A single token is always revoked regardless of
   * this.
   */
  issuedBefore?: number;
  /** The seat of the identity, for the audit log. */
  seatId?: string | null;
  apiKeyId: string;
}

/** As for the audit log: nothing is removed by age until the clock has run this long without a step. */
const pruneIntervalMs = 3_600_000;
const toleranceMs = clockToleranceS * 1_000;
const lifetimeMs = maxAccessLifetimeS * 1_000;
/** Later than the time of issue of any token. */
const whenever = Number.MAX_SAFE_INTEGER;

export class Revocations {
  readonly #options: RevocationsOptions;
  #pruning: NodeJS.Timeout;

  constructor(options: RevocationsOptions) {
    this.#options = options;
    this.#pruning = this.#startPruning();
  }

  /**
   * After a step of the clock: waits again, since with a wrong clock revocations of tokens that are still valid would
   * be removed.
   */
  handleClockStep(): void {
    clearInterval(this.#pruning);
    this.#pruning = this.#startPruning();
  }

  #startPruning(): NodeJS.Timeout {
    return setInterval(() => void this.#prune(), pruneIntervalMs).unref();
  }

  /**
   * Stored, with its entry in the audit log, when this resolves. Repeating it for the same tokens changes nothing, or
   * sets a later time. Rejects with `storage-unavailable`.
   */
  async add({
    target,
    issuedBefore,
    seatId = null,
    apiKeyId,
  }: NewRevocation): Promise<{ revocation: Revocation; created: boolean }> {
    const now = this.#options.now();
    const before = this.#limitOf(target, issuedBefore, now);
    const expiresAt = (before === whenever ? now + toleranceMs : before) + lifetimeMs + toleranceMs;
    const revocation: Revocation = { id: newId('v'), target, issuedBefore: before, createdAt: now, expiresAt };
    const stored = await this.#write(() =>
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
   * For an identity: all tokens issued up to now, with a tolerance, since the issuer's clock may be ahead of this one.
   * For a room or a key a given time is taken as a time on the issuer's clock.
   */
  #limitOf({ kind }: RevocationTarget, issuedBefore: number | undefined, now: number): number {
    if (kind === 'token') return whenever;
    if (kind === 'identity') return now + toleranceMs + 1;
    return issuedBefore ?? now;
  }

  /** @returns whether there was one with this id. Rejects with `storage-unavailable` */
  async remove(id: string, apiKeyId: string): Promise<boolean> {
    const change = changeOf('revocation.removed', id, apiKeyId, this.#options.now());
    return await this.#write(() => this.#options.store.delete(id, change));
  }

  async list(page: {
    limit: number;
    cursor: string | null;
  }): Promise<{ revocations: Revocation[]; nextCursor: string | null }> {
    return await this.#options.store.list(page, this.#options.now());
  }

  /** Call before `covers` where there is time to wait, so that the store knows all of them if it can. */
  async catchUp(): Promise<void> {
    await this.#options.store.catchUp?.();
  }

  /**
   * Asks the store each time; it answers synchronously. Throws `storage-unavailable`.
   */
  covers({ jti, roomId, identity, keyId, issuedAt }: TokenFacts): boolean {
    const targets: RevocationTarget[] = [{ kind: 'key', keyId }];
    if (jti !== null) targets.push({ kind: 'token', jti });
    if (roomId !== null) targets.push({ kind: 'room', roomId });
    if (roomId !== null && identity !== null) targets.push({ kind: 'identity', roomId, identity });
    const { store } = this.#options;
    return attemptWrite(this.#options.observer, '', () =>
      targets.some((target) => issuedAt < (store.issuedBefore(target) ?? Number.NEGATIVE_INFINITY)),
    );
  }

  #write<T>(write: () => Promise<T>): Promise<T> {
    return attemptAsyncWrite(this.#options.observer, '', write);
  }

  /** Failures are ignored: a revocation that is kept too long refuses no valid token. */
  async #prune(): Promise<void> {
    try {
      await this.#write(() => this.#options.store.prune(this.#options.now()));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  /** Idempotent; call before the store is closed. */
  close(): void {
    clearInterval(this.#pruning);
  }
}

const roomOf = (target: RevocationTarget): string | null => ('roomId' in target ? target.roomId : null);

/** Contains only the revocation's id; the identity and the `jti` may be any text. */
const changeOf = (what: ChangeType, revocation: string, apiKeyId: string, at: number): Change => ({
  what,
  roomId: null,
  by: nameOfKey(apiKeyId),
  seatId: null,
  at,
  detail: { revocation },
});
