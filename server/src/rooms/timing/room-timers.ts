/** Wakes a room when its next timer is due. The machine decides which timers run. */
import type { Clock } from '../../core/time/clock.ts';
import type { RoomState, Timer, TimerName } from '../machine/index.ts';

/** setTimeout is limited to 32 bits of milliseconds; a longer wait is split into parts. */
const longestWaitMs = 86_400_000;

export interface DueTimer {
  name: TimerName;
  epoch: number;
}

export class RoomTimers {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #fire: (timer: DueTimer) => void;
  #timers: RoomState['timers'] = {};
  #handle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(clock: Pick<Clock, 'now'>, fire: (timer: DueTimer) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /**
   * Replaces the timers by those of a new state. Does nothing after `close`.
   * @param atLeastMs the shortest wait, also for a timer that is due
   */
  follow(timers: RoomState['timers'], atLeastMs = 0): void {
    if (this.#isClosed) return;
    this.#timers = timers;
    clearTimeout(this.#handle);
    const next = earliest(timers);
    if (!next) return;
    const waitMs = Math.min(Math.max(next.timer.dueAt - this.#clock.now(), atLeastMs), longestWaitMs);
    // Rounded up: the machine would reject a timer that fires a fraction of a millisecond early.
    this.#handle = setTimeout(() => this.#wake(), Math.ceil(waitMs));
  }

  #wake(): void {
    const next = earliest(this.#timers);
    if (next && next.timer.dueAt <= this.#clock.now()) this.#fire({ name: next.name, epoch: next.timer.epoch });
    else this.follow(this.#timers);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#handle);
    this.#timers = {};
  }
}

function earliest(timers: RoomState['timers']): { name: TimerName; timer: Timer } | null {
  const entries = Object.entries(timers) as [TimerName, Timer][];
  const [first] = entries.sort(([, a], [, b]) => a.dueAt - b.dueAt);
  return first ? { name: first[0], timer: first[1] } : null;
}
