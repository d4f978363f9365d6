/** The keys of one sender that a receiver has: the newest one, and those before it for frames on their way. */
import { type DerivedKey, deriveKey } from '../bytes/derive-key.ts';
import { ReplayWindow } from './replay-window.ts';

/** More than can be on their way at once; fewer than the trailer's eight bits can tell apart. */
export const maxKept = 8;

export interface ReceiveKey {
  keyEpoch: number;
  media: DerivedKey;
  /** Of all tracks of the sender, which share one counter. */
  window: ReplayWindow;
}

export class SenderKeys {
  /**
   * By the salt of the key, also when the key is forgotten: a server that makes this client receive a track anew, or
   * passes an old secret on again, gets no frame accepted a second time.
   */
  readonly #windows = new Map<string, ReplayWindow>();
  /** By the salt: the highest counter that `takeReceived` has returned. */
  readonly #taken = new Map<string, number>();
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
    this.#keys.set(keyEpoch, { keyEpoch, media, window: this.#windowOf(media) });
    for (const oldest of [...this.#keys.keys()].slice(0, -maxKept)) this.#keys.delete(oldest);
    this.#forgetUnusedWindows();
  }

  #windowOf({ salt }: DerivedKey): ReplayWindow {
    const window = this.#windows.get(`${salt}`) ?? new ReplayWindow();
    this.#windows.set(`${salt}`, window);
    return window;
  }

  /** @returns by the salt of its key: the highest counter that was received, where it is higher than at the last call */
  takeReceived(): [salt: string, counter: number][] {
    const higher = [...this.#windows].filter(([salt, { highest }]) => highest > (this.#taken.get(salt) ?? -1));
    for (const [salt, { highest }] of higher) this.#taken.set(salt, highest);
    return higher.map(([salt, { highest }]) => [salt, highest]);
  }

  /** To be called before the key is added: nothing up to this counter is accepted. */
  refuseUpTo(salt: string, counter: number): void {
    this.#windows.set(salt, new ReplayWindow(counter));
  }

  /** @param epoch the lowest 8 bits of the key epoch, as in the trailer */
  find(epoch: number): ReceiveKey | undefined {
    return [...this.#keys.values()].findLast(({ keyEpoch }) => keyEpoch % 256 === epoch);
  }

  /** Of a secret with which nothing was received, nothing can be repeated. */
  #forgetUnusedWindows(): void {
    const current = new Set([...this.#keys.values()].map(({ window }) => window));
    for (const [salt, window] of this.#windows)
      if (window.highest < 0 && !current.has(window)) this.#windows.delete(salt);
  }

  /** Forgets all keys before this one. */
  forgetBefore(keyEpoch: number): void {
    for (const known of this.#keys.keys()) if (known < keyEpoch) this.#keys.delete(known);
    for (const one of this.#deriving) if (one.keyEpoch < keyEpoch) this.#deriving.delete(one);
  }
}
