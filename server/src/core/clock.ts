/**
 * The server's time. Durations are counted on a clock that never steps; the time of day follows the machine's clock, which may be set
 * while the server runs, or go on while the machine sleeps and the first one stands still.
 */

export interface Clock {
  /** Whole milliseconds since 1970-01-01 UTC. Goes on evenly, but for the steps that `follow` tells of. */
  now(): number;
  /** Milliseconds that never step: for durations. */
  monotonic(): number;
}

export interface ClockSources {
  monotonic: () => number;
  /** The machine's clock: milliseconds since 1970-01-01 UTC. */
  wall: () => number;
}

const systemSources: ClockSources = { monotonic: () => performance.now(), wall: () => Date.now() };

const lookIntervalMs = 1_000;
/** What is less is no step: a stamp is never further than this from the machine's clock, but for the time between two looks. */
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
    // Whole: clients are told these times as integers.
    return Math.floor(this.#sources.monotonic() + this.#offsetMs);
  }

  monotonic(): number {
    return this.#sources.monotonic();
  }

  /**
   * From here on looks once a second whether the machine's clock was set.
   * @param onStep told after `now` follows it, in the same call: `byMs` is what `now` answers more than it would have
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
