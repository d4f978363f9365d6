/**
 * Distinguishes a media worker that hangs from a busy one. It is asked something once a second: a stopped or deadlocked
 * one does not answer and uses no CPU time; a busy one uses CPU time and answers late.
 */

/**
 * Unanswered checks after which an idle worker counts as hung. Checks and not time: none happen while the machine is
 * suspended.
 */
const maxMissedIdle = 3;
/** A worker that uses CPU time and never answers is in a loop. */
const maxMissedBusy = 15;

export class WorkerWatch {
  #missedIdle = 0;
  #missed = 0;
  #cpuSeconds: number | null = null;

  /**
   * One check, before the worker is asked again.
   * @param cpuSeconds CPU time so far as counted by the kernel; null where the kernel doesn't tell
   */
  look(cpuSeconds: number | null): 'wait' | 'kill' {
    // Only after a missed check: CPU time used before it was stopped doesn't count.
    const isAtWork = this.#missed > 0 && cpuSeconds !== null && cpuSeconds > (this.#cpuSeconds ?? cpuSeconds);
    this.#cpuSeconds = cpuSeconds;
    this.#missed += 1;
    this.#missedIdle = isAtWork ? 0 : this.#missedIdle + 1;
    return this.#missedIdle > maxMissedIdle || this.#missed > maxMissedBusy ? 'kill' : 'wait';
  }

  answered(): void {
    this.#missed = 0;
    this.#missedIdle = 0;
  }
}
