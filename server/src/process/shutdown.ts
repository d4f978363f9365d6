/**
 * What signals do to the process. SIGTERM lets sessions end first, a second one and SIGINT (Ctrl+C) don't; either again while it
 * closes ends it at once. A drain that was begun over REST is not a first SIGTERM: orchestrators send theirs after it, also while
 * the server closes already.
 */

export const shutdownSignals = ['SIGINT', 'SIGTERM'] as const;
type ShutdownSignal = (typeof shutdownSignals)[number];

export interface ShutdownOptions {
  drain: { start(by: string): unknown; readonly finished: Promise<void> };
  /** Closes everything. */
  shutDown: () => Promise<void>;
  /** Ends the process with this code. */
  exit: (code: number) => void;
  /** Ends it with a sentence of why, and code 1. */
  fail: (message: string) => void;
}

/** A signal to a whole process group comes twice where a wrapper (npm, the launcher) passes it on: within this it is one. */
export const sameSignalMs = 1_000;

export class Shutdown {
  readonly #options: ShutdownOptions;
  readonly #signalledAt = new Map<ShutdownSignal, number>();
  #state: 'running' | 'draining' | 'closing' = 'running';

  constructor(options: ShutdownOptions) {
    this.#options = options;
    void options.drain.finished.then(() => this.#close());
  }

  /** @param now milliseconds of a monotonic clock */
  handleSignal(signal: ShutdownSignal, now = performance.now()): void {
    if (now - (this.#signalledAt.get(signal) ?? Number.NEGATIVE_INFINITY) < sameSignalMs) return;
    const isFirst = this.#signalledAt.size === 0;
    this.#signalledAt.set(signal, now);
    if (this.#state === 'closing') {
      // Asked once more while it closes: now.
      if (!isFirst) this.#options.exit(1);
    } else if (signal === 'SIGTERM' && this.#state === 'running') {
      this.#state = 'draining';
      this.#options.drain.start('signal');
    } else {
      this.#close();
    }
  }

  #close(): void {
    if (this.#state === 'closing') return;
    this.#state = 'closing';
    this.#options.shutDown().then(
      () => this.#options.exit(0),
      (error: unknown) =>
        this.#options.fail(`Closing failed: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
}
