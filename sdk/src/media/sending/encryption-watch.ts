/** Checks every few seconds that everything that is sent is encrypted, and notices when the cipher doesn't answer. */
import type { MediaCipher } from '../media-cipher.ts';

export interface EncryptionWatchOptions {
  cipher: MediaCipher;
  isSending: () => boolean;
  /** Null: nothing can be encrypted any more. */
  handleFailed: (source: string | null) => void;
}

const checkIntervalMs = 2_000;
/** Intervals after which a check that has no answer has failed: the worker hangs, or the browser ended it. */
const intervalsUntilFailed = 3;

export class EncryptionWatch {
  readonly #options: EncryptionWatchOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #stopListening: () => void;
  /** Intervals since the check that is not answered; null: all are. */
  #unanswered: number | null = null;

  constructor(options: EncryptionWatchOptions) {
    this.#options = options;
    this.#stopListening = options.cipher.on('failed', options.handleFailed);
    this.#timer = setInterval(() => this.#look(), checkIntervalMs);
  }

  #look(): void {
    if (this.#unanswered !== null) {
      this.#unanswered += 1;
      if (this.#unanswered === intervalsUntilFailed) this.#options.handleFailed(null);
      return;
    }
    if (!this.#options.isSending()) return;
    this.#unanswered = 0;
    this.#options.cipher.check().then(
      () => {
        this.#unanswered = null;
      },
      () => {
        // The connection was closed meanwhile.
        this.#unanswered = null;
      },
    );
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#stopListening();
  }
}
