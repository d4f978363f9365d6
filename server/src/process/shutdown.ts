/**
 * Handles signals. The first SIGTERM drains the server; a second one, or SIGINT (Ctrl+C), closes it; either one again
 * during closing ends the process at once. A drain that was started over REST does not count as a first SIGTERM:
 * orchestrators send theirs after it, even when the server is already closing.
 */

export const shutdownSignals = ['SIGINT', 'SIGTERM'] as const;
type ShutdownSignal = (typeof shutdownSignals)[number];

export interface ShutdownOptions {
  drain: { start(by: string): unknown; readonly finished: Promise<void> };
  /** Closes everything. */
  shutDown: () => Promise<void>;
  /** Ends the process with this code. */
  exit: (code: number) => void;
  /** Ends the process with code 1 and a message. */
  fail: (message: string) => void;
}

/**
 * A signal to a process group arrives twice if a wrapper (npm, the launcher) forwards it: within this time it counts
 * once.
 */
export const sameSignalMs = 1_000;

export class Shutdown {
  readonly #options: ShutdownOptions;
  readonly #signalledAt = new Map<ShutdownSignal, number>();
  #state: 'running' | 'draining' | 'closing' = 'running';

  constructor(options: ShutdownOptions) {
    this.#options = options;
    void options.drain.finished.then(() => this.#close());
  }

  /** @param now monotonic milliseconds */
  handleSignal(signal: ShutdownSignal, now = performance.now()): void {
    if (now - (this.#signalledAt.get(signal) ?? Number.NEGATIVE_INFINITY) < sameSignalMs) return;
    const isFirst = this.#signalledAt.size === 0;
    this.#signalledAt.set(signal, now);
    if (this.#state === 'closing') {
      // Repeated during closing: end at once.
      if (!isFirst) this.#options.exit(1);
    } else if (signal === 'SIGTERM' && this.#state === 'running') {
      this.#state = 'draining';
      this.#options.drain.start('signal');
    } else {
      this.#close();
    }
  }

  /** The process ends when everything is closed. */
  get isClosing(): boolean {
    return this.#state === 'closing';
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
