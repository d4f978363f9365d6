/** Asks the worker every few seconds, and notices when it doesn't answer. */

export interface WorkerWatchOptions {
  /** Whether anything is encrypted or decrypted. */
  isInUse: () => boolean;
  /** Resolves when the worker has answered; never rejects. */
  ask: () => Promise<void>;
  /** There is no answer: the worker hangs, or the browser has ended it. */
  handleSilent: () => void;
}

const askIntervalMs = 2_000;
/** Intervals after which a question without an answer has failed. */
const intervalsUntilSilent = 3;

export class WorkerWatch {
  readonly #options: WorkerWatchOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  /** Intervals since the question that is not answered; null: all are. */
  #unanswered: number | null = null;

  constructor(options: WorkerWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), askIntervalMs);
  }

  #look(): void {
    if (this.#unanswered !== null) {
      this.#unanswered += 1;
      if (this.#unanswered === intervalsUntilSilent) this.#options.handleSilent();
      return;
    }
    if (!this.#options.isInUse()) return;
    this.#unanswered = 0;
    void this.#options.ask().then(() => {
      this.#unanswered = null;
    });
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
  }
}
