/** What is stored of a revocation, as an interface: auth/ decides what it means. */
import type { Change } from '../../core/domain-events.ts';

/** Which tokens a revocation is about: one, those of an identity in a room, those of a room, those of a key. */
export type RevocationTarget =
  | { kind: 'token'; jti: string }
  | { kind: 'identity'; roomId: string; identity: string }
  | { kind: 'room'; roomId: string }
  | { kind: 'key'; keyId: string };

/** Of its tokens those are refused that were issued before. Times are milliseconds since 1970-01-01 UTC. */
export interface Revocation {
  id: string;
  target: RevocationTarget;
  issuedBefore: number;
  createdAt: number;
  /** Every token that it is about has expired by then. */
  expiresAt: number;
}

/** Writes are durable when they return, together with their entry in the audit log. */
export interface RevocationStore {
  /** One for each target: another one for the same keeps its id, and the later times. @returns what is stored now */
  put(revocation: Revocation, change: (stored: Revocation) => Change): Revocation;
  /** Before which time the target's tokens must have been issued to be refused; null when there is no such revocation. */
  issuedBefore(target: RevocationTarget): number | null;
  /** Those that are about tokens which have not expired by `now`, newest first; `cursor` is what the last page answered. */
  list(
    page: { limit: number; cursor: string | null },
    now: number,
  ): { revocations: Revocation[]; nextCursor: string | null };
  /** @returns whether there was one with this id */
  delete(id: string, change: Change): boolean;
  /** Removes those whose tokens have all expired. */
  prune(now: number): void;
}
