/** Decides whether a token is accepted: valid, signed with a present key, and not revoked. */
import { AppError } from '../core/errors/errors.ts';
import { TokenRefusal } from '../core/errors/token-refusal.ts';
import type { KeyRing } from './keys/keys.ts';
import type { Revocations, TokenFacts } from './revocation/revocations.ts';
import type { AccessTokenClaims } from './tokens/access-token.ts';
import { verifyAccessToken } from './tokens/access-token.ts';
import { type AdminTokenClaims, verifyAdminToken } from './tokens/admin-token.ts';

export interface TokenGuardOptions {
  keys: KeyRing;
  revocations: Revocations;
  /** Milliseconds since 1970-01-01 UTC. */
  now: () => number;
}

export class TokenGuard {
  /** Closes connections whose token is not accepted any more, and returns how many. Set by the signaling server. */
  onWithdrawn: () => number = () => 0;
  readonly #options: TokenGuardOptions;

  constructor(options: TokenGuardOptions) {
    this.#options = options;
  }

  /** Rejects with TokenRefusal: `token-expired`, or `token-invalid` for everything else. */
  async verifyAccess(token: string): Promise<AccessTokenClaims> {
    const { keys, now, revocations } = this.#options;
    const verified = await verifyAccessToken(token, keys, now());
    await revocations.catchUp();
    if (!this.isStillValid(verified)) throw new TokenRefusal('token-invalid', 'revoked');
    return verified;
  }

  /**
   * As `verifyAccess`, but accepts a token before its `nbf`: for a test of the line, days before the session. Rejects
   * with TokenRefusal.
   */
  async verifyForPreflight(token: string): Promise<AccessTokenClaims> {
    const { keys, now, revocations } = this.#options;
    const verified = await verifyAccessToken(token, keys, now(), { ignoresNotBefore: true });
    await revocations.catchUp();
    if (!this.isStillValid(verified)) throw new TokenRefusal('token-invalid', 'revoked');
    return verified;
  }

  /** Rejects with TokenRefusal `unauthorized`. */
  async verifyAdmin(token: string): Promise<AdminTokenClaims> {
    const { keys, now, revocations } = this.#options;
    const verified = await verifyAdminToken(token, keys, now());
    await revocations.catchUp();
    if (!this.isAdminStillGood(verified)) throw new TokenRefusal('unauthorized', 'revoked');
    return verified;
  }

  /**
   * Checks a token again that was verified earlier. Ignores its expiry, which does not end a session. Throws
   * `storage-unavailable`.
   */
  isStillValid({ key, claims, ...facts }: AccessTokenClaims): boolean {
    return this.#isGood(key, { ...facts, identity: claims.sub });
  }

  /** Checks an admin token again that was verified when its request began. Throws `storage-unavailable`. */
  isAdminStillGood(admin: AdminTokenClaims): boolean {
    return this.#isGood(admin.key, { ...admin, roomId: null, identity: null });
  }

  /**
   * Was the token of this connection revoked? If the store can't be read, the session continues; new connections are
   * refused then. Removed keys are detected without the store.
   */
  isWithdrawn(access: AccessTokenClaims): boolean {
    try {
      return !this.isStillValid(access);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return false;
    }
  }

  #isGood(key: AccessTokenClaims['key'], facts: TokenFacts): boolean {
    return this.#options.keys.get(key.id) === key && !this.#options.revocations.covers(facts);
  }

  /**
   * Call after a revocation, or when keys were removed.
   * @returns how many connections were closed
   */
  withdraw(): number {
    return this.onWithdrawn();
  }
}
