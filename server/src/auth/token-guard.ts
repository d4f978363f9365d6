/** The one place that says whether a token is good: right, signed with a key that is still here, and not revoked. */
import { AppError } from '../core/errors.ts';
import { TokenRefusal } from '../core/token-refusal.ts';
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
  /** Closes the connections whose token is no longer good, and says how many. Set by who holds them. */
  onWithdrawn: () => number = () => 0;
  readonly #options: TokenGuardOptions;

  constructor(options: TokenGuardOptions) {
    this.#options = options;
  }

  /** Rejects with TokenRefusal: `token-expired`, or `token-invalid` for everything else. */
  async verifyAccess(token: string): Promise<AccessTokenClaims> {
    const { keys, now } = this.#options;
    const verified = await verifyAccessToken(token, keys, now());
    if (!this.isStillGood(verified)) throw new TokenRefusal('token-invalid', 'revoked');
    return verified;
  }

  /** Rejects with TokenRefusal `unauthorized`. */
  async verifyAdmin(token: string): Promise<AdminTokenClaims> {
    const { keys, now } = this.#options;
    const verified = await verifyAdminToken(token, keys, now());
    if (!this.isAdminStillGood(verified)) throw new TokenRefusal('unauthorized', 'revoked');
    return verified;
  }

  /** Of a token that was verified earlier; its age aside, which ends no session. Throws `storage-unavailable`. */
  isStillGood({ key, claims, ...facts }: AccessTokenClaims): boolean {
    return this.#isGood(key, { ...facts, identity: claims.sub });
  }

  /** Of an admin token that was verified when its request began. Throws `storage-unavailable`. */
  isAdminStillGood(admin: AdminTokenClaims): boolean {
    return this.#isGood(admin.key, { ...admin, roomId: null, identity: null });
  }

  /**
   * Whether a token that let somebody in was taken back. Where the store doesn't tell, a session goes on: whoever comes anew is
   * refused then. A key that is gone needs no store.
   */
  isWithdrawn(access: AccessTokenClaims): boolean {
    try {
      return !this.isStillGood(access);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return false;
    }
  }

  #isGood(key: AccessTokenClaims['key'], facts: TokenFacts): boolean {
    return this.#options.keys.get(key.id) === key && !this.#options.revocations.covers(facts);
  }

  /** To be called after a revocation, or when keys were taken away. @returns how many connections were closed */
  withdraw(): number {
    return this.onWithdrawn();
  }
}
