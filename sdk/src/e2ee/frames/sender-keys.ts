/** The keys of one sender that a receiver has: the newest one, and those before it for frames on their way. */
import { type DerivedKey, deriveKey } from '../bytes/derive-key.ts';

/** More than can be on their way at once; fewer than the trailer's eight bits can tell apart. */
const maxKept = 8;

export interface ReceiveKey {
  keyEpoch: number;
  media: DerivedKey;
}

export class SenderKeys {
  /** In the order in which they came. */
  readonly #keys = new Map<number, ReceiveKey>();
  /** Those that are not derived yet, and not forgotten meanwhile. */
  readonly #deriving = new Set<{ keyEpoch: number }>();

  /**
   * Idempotent for one epoch: a secret that was received is never replaced by another one of the same number.
   * @param appSecret as for `deriveKey`
   */
  async add(
    keyEpoch: number,
    secret: Uint8Array<ArrayBuffer>,
    appSecret: Uint8Array<ArrayBuffer> | null = null,
  ): Promise<void> {
    const one = { keyEpoch };
    this.#deriving.add(one);
    const media = await deriveKey(secret, 'media', appSecret);
    if (!this.#deriving.delete(one) || this.#keys.has(keyEpoch)) return;
    this.#keys.set(keyEpoch, { keyEpoch, media });
    for (const oldest of [...this.#keys.keys()].slice(0, -maxKept)) this.#keys.delete(oldest);
  }

  has(keyEpoch: number): boolean {
    return this.#keys.has(keyEpoch);
  }

  /** @param epoch the lowest 8 bits of the key epoch, as in the trailer */
  find(epoch: number): ReceiveKey | undefined {
    return [...this.#keys.values()].findLast(({ keyEpoch }) => keyEpoch % 256 === epoch);
  }

  /** Forgets all keys before this one. */
  forgetBefore(keyEpoch: number): void {
    for (const known of this.#keys.keys()) if (known < keyEpoch) this.#keys.delete(known);
    for (const one of this.#deriving) if (one.keyEpoch < keyEpoch) this.#deriving.delete(one);
  }
}
