/**
 * The server's time. Durations are measured on a monotonic clock. The time of day follows the machine's clock, which
 * may be set while the server runs, or continue while the machine sleeps and the monotonic clock stops.
 */

export interface Clock {
  /** Whole milliseconds since 1970-01-01 UTC. Continuous, except for the steps that `follow` reports. */
  now(): number;
  /** Monotonic milliseconds, for durations. */
  monotonic(): number;
}

export interface ClockSources {
  monotonic: () => number;
  /** The machine's clock: milliseconds since 1970-01-01 UTC. */
  wall: () => number;
}

const systemSources: ClockSources = { monotonic: () => performance.now(), wall: () => Date.now() };

const lookIntervalMs = 1_000;
/**
 * Smaller differences are ignored: `now` differs from the machine's clock by at most this much, except between two
 * checks.
 */
const toleranceMs = 1_000;

export class WallClock implements Clock {
  readonly #sources: ClockSources;
  /** The time of day minus monotonic time. */
  #offsetMs: number;
  #looking: NodeJS.Timeout | undefined;

  constructor(sources: ClockSources = systemSources) {
    this.#sources = sources;
    this.#offsetMs = sources.wall() - sources.monotonic();
  }

  now(): number {
    // An integer, since clients receive these times as integers.
    return Math.floor(this.#sources.monotonic() + this.#offsetMs);
  }

  monotonic(): number {
    return this.#sources.monotonic();
  }

  /**
   * Starts to check once a second whether the machine's clock was set.
   * @param onStep called in the same turn in which `now` changes by `byMs`
   */
  follow(onStep: (byMs: number) => void): void {
    clearInterval(this.#looking);
    this.#looking = setInterval(() => this.#look(onStep), lookIntervalMs).unref();
  }

  #look(onStep: (byMs: number) => void): void {
    const byMs = Math.round(this.#sources.wall() - this.#sources.monotonic() - this.#offsetMs);
    if (Math.abs(byMs) <= toleranceMs) return;
    this.#offsetMs += byMs;
    onStep(byMs);
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#looking);
  }
}
