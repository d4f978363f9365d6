/** Keeps a worker running that encrypts media: one that has ended is replaced, a few times. */
import type { MediaEncryption } from '../page/media-encryption.ts';
import type { EncryptionMode, ReceivedCounter } from '../worker/worker-messages.ts';

/** Those states of `EncryptionInterruption` that the worker causes. */
export type WorkerInterruption = 'restarting' | 'ended';

export interface MediaKeeperOptions {
  media: MediaEncryption;
  /**
   * Starts another worker. Rejects if that fails.
   * @param received frames that are not accepted again
   */
  start: (received: readonly ReceivedCounter[]) => Promise<MediaEncryption>;
  /** To be given keys, and used for other transports: a transform belongs to its worker. */
  handleReplaced: (media: MediaEncryption) => void;
  /** `interruption` has changed. */
  handleChanged: () => void;
  schedule: (work: () => void, afterMs: number) => () => void;
}

/** Before each attempt. */
export const attemptDelaysMs = [0, 1_000, 4_000, 15_000];
/** When a worker has run for this long, the attempts before it are forgotten. */
export const steadyMs = 300_000;

export class MediaKeeper {
  readonly #options: MediaKeeperOptions;
  #media: MediaEncryption;
  #mode: EncryptionMode = 'e2e';
  #attempts = 0;
  #isReplacing = false;
  #interruption: WorkerInterruption | null = null;
  #cancel = (): void => {};
  #isClosed = false;

  constructor(options: MediaKeeperOptions) {
    this.#options = options;
    this.#media = options.media;
    this.#listen(options.media);
  }

  /** Another one after each replacement. */
  get media(): MediaEncryption {
    return this.#media;
  }

  get interruption(): WorkerInterruption | null {
    return this.#interruption;
  }

  setMode(mode: EncryptionMode): void {
    this.#mode = mode;
    this.#media.setMode(mode);
  }

  #listen(media: MediaEncryption): void {
    media.on('failed', (source) => {
      if (source === null && media === this.#media && !this.#isReplacing) this.#replaceLater();
    });
    media.on('using', () => {
      // One that did not answer may do so later; then nothing is sent through it any more.
      const isGivenUp = this.#isReplacing || this.#interruption === 'ended';
      if (media === this.#media && !isGivenUp) this.#handleRunning();
    });
  }

  #replaceLater(): void {
    if (this.#isClosed) return;
    this.#cancel();
    const delayMs = attemptDelaysMs[this.#attempts];
    this.#attempts += 1;
    this.#isReplacing = delayMs !== undefined;
    if (delayMs !== undefined) this.#cancel = this.#options.schedule(() => void this.#replace(), delayMs);
    this.#setInterruption(delayMs === undefined ? 'ended' : 'restarting');
  }

  async #replace(): Promise<void> {
    const before = this.#media;
    let media: MediaEncryption;
    try {
      media = await this.#options.start(before.received);
    } catch {
      this.#replaceLater();
      return;
    }
    if (this.#isClosed) {
      media.close();
      return;
    }
    this.#isReplacing = false;
    this.#media = media;
    media.setMode(this.#mode);
    this.#listen(media);
    this.#options.handleReplaced(media);
    // Not earlier: until now its transforms were those of senders in use.
    before.close();
  }

  /** Media is encrypted, for the first time or again. */
  #handleRunning(): void {
    if (!this.#interruption || this.#isClosed) return;
    this.#cancel = this.#options.schedule(() => {
      this.#attempts = 0;
    }, steadyMs);
    this.#setInterruption(null);
  }

  #setInterruption(interruption: WorkerInterruption | null): void {
    if (this.#interruption === interruption) return;
    this.#interruption = interruption;
    this.#options.handleChanged();
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#cancel();
    this.#media.close();
  }
}
