/** Interface for storing revocations. */
import type { Change } from '../../core/events/domain-events.ts';

/**
 * The tokens a revocation applies to: one token, those of an identity in a room, those of a room, or those of a key.
 */
export type RevocationTarget =
  | { kind: 'token'; jti: string }
  | { kind: 'identity'; roomId: string; identity: string }
  | { kind: 'room'; roomId: string }
  | { kind: 'key'; keyId: string };

/** Refuses the target's tokens that were issued before `issuedBefore`. Times are milliseconds since 1970-01-01 UTC. */
export interface Revocation {
  id: string;
  target: RevocationTarget;
  issuedBefore: number;
  createdAt: number;
  /** All its tokens have expired by then. */
  expiresAt: number;
}

/** Writes are durable when their promises resolve, together with their entry in the audit log. */
export interface RevocationStore {
  /**
   * Called when the store has read all revocations anew, among them some that `put` has not resolved with here: those of
   * other nodes, and one of which it was not known whether it was stored. Connections may have to be closed.
   */
  onReread?: () => void;
  /**
   * One revocation per target: a second one keeps the id and gets the later times.
   * @returns the stored revocation
   */
  put(revocation: Revocation, change: (stored: Revocation) => Change): Promise<Revocation>;
  /**
   * Tokens of the target issued before this time are refused; null when there is no such revocation. Answers at once,
   * since it is asked in the middle of decisions, and knows each revocation as soon as its write resolves. Throws when
   * it may not know all of them.
   */
  issuedBefore(target: RevocationTarget): number | null;
  /**
   * Call before `issuedBefore` where there is time to wait: a store that may not know all revocations asks for them now.
   * Resolves also when it still does not know them.
   */
  catchUp?(): Promise<void>;
  /** Revocations with tokens that have not expired by `now`, newest first; `cursor` is from the previous page. */
  list(
    page: { limit: number; cursor: string | null },
    now: number,
  ): Promise<{ revocations: Revocation[]; nextCursor: string | null }>;
  /** @returns whether there was one with this id */
  delete(id: string, change: Change): Promise<boolean>;
  /** Removes revocations whose tokens have all expired. */
  prune(now: number): Promise<void>;
}
