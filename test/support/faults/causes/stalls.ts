/**
 * Senders, receivers and proxies of a fault test share one process, whose event loop stalls at times because of its own
 * work or a busy machine. Gaps during such a stall are not the server's fault; this clock records when the stalls were.
 */
const tickMs = 5;
const stallMs = 25;

export class StallClock {
  readonly #stalls: { from: number; to: number }[] = [];
  readonly #timer: NodeJS.Timeout;
  #tickedAt = performance.now();

  constructor() {
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#timer.unref();
  }

  /** Milliseconds of stall between two times. */
  within(from: number, to: number): number {
    return this.#stalls.reduce(
      (total, stall) => total + Math.max(0, Math.min(to, stall.to) - Math.max(from, stall.from)),
      0,
    );
  }

  longest(from: number, to: number): number {
    const within = this.#stalls.filter((stall) => stall.to > from && stall.from < to);
    return Math.max(0, ...within.map((stall) => stall.to - stall.from));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const now = performance.now();
    if (now - this.#tickedAt > stallMs) this.#stalls.push({ from: this.#tickedAt, to: now });
    this.#tickedAt = now;
  }
}
