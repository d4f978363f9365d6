/**
 * A log line for frequent events: written at once for the first event, then once a minute with the number of events.
 */
import { type Schedule, scheduleWithTimer } from '../../core/time/schedule.ts';

export interface Count {
  count: number;
  /** How often each detail was given; at most `maxDetails` of them. */
  details: Record<string, number>;
}

const intervalMs = 60_000;
/** Details may come from clients, so they are limited: further ones are counted as `others`. */
const maxDetails = 5;

export class CountedLine {
  readonly #write: (count: Count) => void;
  readonly #schedule: Schedule;
  readonly #details = new Map<string, number>();
  #count = 0;
  /** While this is set, nothing is written before the minute is over. */
  #cancel: (() => void) | null = null;
  #isClosed = false;

  constructor(write: (count: Count) => void, schedule: Schedule = scheduleWithTimer) {
    this.#write = write;
    this.#schedule = schedule;
  }

  add(detail?: string): void {
    if (this.#isClosed) return;
    this.#count += 1;
    if (detail !== undefined) {
      const key = this.#details.has(detail) || this.#details.size < maxDetails ? detail : 'others';
      this.#details.set(key, (this.#details.get(key) ?? 0) + 1);
    }
    if (this.#cancel === null) this.#flush();
  }

  /** Writes nothing if there were no events. */
  #flush(): void {
    this.#cancel = null;
    if (this.#count === 0) return;
    const details = Object.fromEntries(this.#details);
    const count = this.#count;
    this.#count = 0;
    this.#details.clear();
    this.#cancel = this.#schedule(() => this.#flush(), intervalMs);
    this.#write({ count, details });
  }

  /** Writes the counts since the last line. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancel?.();
    this.#flush();
    this.#cancel?.();
  }
}
