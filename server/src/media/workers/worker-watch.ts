/**
 * Tells a media worker that hangs from one that has too much to do. Once a second it is asked something: one that is stopped or
 * stuck answers no more and uses no CPU time; a busy one uses all it gets, and answers late.
 */

/** Unanswered looks after which a worker that does nothing counts as hung. Looks, not time: a suspended machine takes none. */
const maxMissedIdle = 3;
/** One that runs and never answers is in a loop. */
const maxMissedBusy = 15;

export class WorkerWatch {
  #missedIdle = 0;
  #missed = 0;
  #cpuSeconds: number | null = null;

  /**
   * One look, before the worker is asked again.
   * @param cpuSeconds its CPU time so far by the kernel's account; null where the kernel doesn't tell
   */
  look(cpuSeconds: number | null): 'wait' | 'kill' {
    // Until a look is missed there is nothing to excuse: what it did before it was stopped doesn't count.
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
