/** A clock that a test sets. */
import type { Clock } from '../../../server/src/core/time/clock.ts';

export class MovedClock implements Clock {
  #now: number;

  constructor(instant: string) {
    this.#now = Date.parse(instant);
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return performance.now();
  }

  set(instant: string): void {
    this.#now = Date.parse(instant);
  }
}
