/** When a media worker that died is restarted. */

const windowMs = 60_000;
/** The first restart is immediate; a worker that keeps dying is restarted less often. */
const delaysMs = [0, 250, 1_000, 3_000, 10_000, 30_000] as const;

/** Returns how long to wait after a death, in milliseconds. Grows with the number of deaths in the last minute. */
export class RestartPolicy {
  #deaths: number[] = [];

  /** @param nowMs any monotonic clock */
  delayAfterDeathMs(nowMs: number): number {
    this.#deaths = [...this.#deaths.filter((deathMs) => nowMs - deathMs < windowMs), nowMs];
    return delaysMs[Math.min(this.#deaths.length, delaysMs.length) - 1] ?? 0;
  }
}
