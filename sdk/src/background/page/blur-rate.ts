/** Finds out whether pictures are blurred too slowly, from the time that each one took: a slow camera is no reason. */

const windowMs = 5_000;
/** One slow window may be a moment in which the device did something else; the first pictures are always slow. */
const slowWindows = 2;
/** A window with fewer pictures says little. */
const enoughPictures = 5;

export class BlurRate {
  readonly #minimumRate: number;
  #windowFrom: number | null = null;
  #pictures = 0;
  #workMs = 0;
  #slow = 0;

  /** @param minimumRate pictures per second */
  constructor(minimumRate: number) {
    this.#minimumRate = minimumRate;
  }

  /**
   * @param workMs how long one picture took
   * @param now any clock, in milliseconds
   * @returns whether it has been too slow for as long as two windows of 5 s
   */
  add(workMs: number, now: number): boolean {
    this.#windowFrom ??= now;
    this.#pictures += 1;
    this.#workMs += workMs;
    if (now - this.#windowFrom < windowMs) return false;
    const rate = (this.#pictures * 1_000) / Math.max(1, this.#workMs);
    if (this.#pictures >= enoughPictures) this.#slow = rate < this.#minimumRate ? this.#slow + 1 : 0;
    this.#windowFrom = now;
    this.#pictures = 0;
    this.#workMs = 0;
    return this.#slow >= slowWindows;
  }
}
