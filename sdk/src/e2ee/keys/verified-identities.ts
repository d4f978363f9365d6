/** Checks each identity once. */
import { type PublicIdentity, type VerifiedIdentity, verifyIdentity } from './identity.ts';

/** Identities of people who have gone are forgotten when there are more than this. */
const maxKept = 256;

export class VerifiedIdentities {
  readonly #roomId: string;
  readonly #checks = new Map<string, Promise<VerifiedIdentity | null>>();

  constructor(roomId: string) {
    this.#roomId = roomId;
  }

  /** @returns null: not valid in this room */
  verify(identity: PublicIdentity): Promise<VerifiedIdentity | null> {
    const { v, sign, dh, sig } = identity;
    const key = JSON.stringify([v, sign, dh, sig]);
    const check = this.#checks.get(key) ?? verifyIdentity(this.#roomId, identity);
    this.#checks.delete(key);
    this.#checks.set(key, check);
    const [oldest] = this.#checks.keys();
    if (this.#checks.size > maxKept && oldest !== undefined) this.#checks.delete(oldest);
    return check;
  }
}
