/** At most so many in any stretch of time, counted for each key. Keys are forgotten when their times are over. */
export class SlidingLimit {
  readonly #max: number;
  readonly #windowMs: number;
  readonly #times = new Map<string, number[]>();

  constructor(max: number, windowMs: number) {
    this.#max = max;
    this.#windowMs = windowMs;
  }

  /** @param now milliseconds on a clock that doesn't go back */
  isReached(key: string, now: number): boolean {
    return this.#recent(key, now).length >= this.#max;
  }

  count(key: string, now: number): void {
    this.#times.set(key, [...this.#recent(key, now), now]);
  }

  /** Takes back the last one counted. */
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

  /** Forgets whoever has nothing counted any more; called now and then, since keys come from outside. */
  sweep(now: number): void {
    for (const key of [...this.#times.keys()]) this.#recent(key, now);
  }
}
