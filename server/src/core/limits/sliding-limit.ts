/** Limits the number of events in a sliding time window, per key. Expired keys are removed. */
export class SlidingLimit {
  readonly #max: number;
  readonly #windowMs: number;
  readonly #times = new Map<string, number[]>();

  constructor(max: number, windowMs: number) {
    this.#max = max;
    this.#windowMs = windowMs;
  }

  /** @param now monotonic milliseconds */
  isReached(key: string, now: number): boolean {
    return this.#recent(key, now).length >= this.#max;
  }

  count(key: string, now: number): void {
    this.#times.set(key, [...this.#recent(key, now), now]);
  }

  /** Removes the event counted last. */
  refund(key: string): void {
    const times = this.#times.get(key)?.slice(0, -1) ?? [];
    if (times.length === 0) this.#times.delete(key);
    else this.#times.set(key, times);
  }

  #recent(key: string, now: number): number[] {
    const times = this.#times.get(key)?.filter((time) => now - time < this.#windowMs) ?? [];
    if (times.length === 0) this.#times.delete(key);
    return times;
  }

  /** Removes keys without events in the window. Call it at intervals, since the number of keys is not limited. */
  sweep(now: number): void {
    for (const key of [...this.#times.keys()]) this.#recent(key, now);
  }
}
