/** When a media worker that died is started again. */

const windowMs = 60_000;
/** The first death costs no time; a worker that keeps dying must not spin. */
const delaysMs = [0, 250, 1_000, 3_000, 10_000, 30_000] as const;

/** Remembers deaths and answers how long to wait after the latest: milliseconds, growing with the deaths of the last minute. */
export class RestartPolicy {
  #deaths: number[] = [];

  /** @param nowMs any clock that never goes back */
  delayAfterDeathMs(nowMs: number): number {
    this.#deaths = [...this.#deaths.filter((deathMs) => nowMs - deathMs < windowMs), nowMs];
    return delaysMs[Math.min(this.#deaths.length, delaysMs.length) - 1] ?? 0;
  }
}
