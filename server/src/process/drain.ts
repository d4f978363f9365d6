/**
 * Shuts the server down without interrupting sessions: nobody new enters, running sessions continue, and when nobody is
 * in one any more, or the time limit is over, the process may end. Only admitted and connected people count; waiting
 * ones don't delay the end.
 */
import type { SeatState } from '@hearthroom/sdk/protocol';
import type { ServerObserver } from '../core/events/observer.ts';

export interface DrainTimings {
  /** How often to check whether somebody is still in a session. */
  lookIntervalMs: number;
  /**
   * How long people whose connection was lost at the end (a proxy restarted, a page reloaded) may take to come back.
   */
  graceMs: number;
}

export interface DrainOptions {
  registry: { startDraining(): void; counts(): { seatsByState: Record<SeatState, number> } };
  observer: ServerObserver;
  /** Sessions are ended after this; 0: at once. */
  limitSeconds: number;
  timings?: Partial<DrainTimings>;
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
}

export interface DrainStatus {
  /** Milliseconds since 1970-01-01 UTC: the server has ended by then. */
  endsBy: number;
  /** People in sessions now. */
  connected: number;
}

const defaultTimings: DrainTimings = { lookIntervalMs: 500, graceMs: 10_000 };

export class Drain {
  /** Resolves when nobody is in a session any more, or the time limit is over: the process may end. */
  readonly finished: Promise<void>;
  /** Called when the drain starts. */
  onStart: () => void = () => {};
  readonly #options: DrainOptions;
  readonly #timings: DrainTimings;
  readonly #finish: () => void;
  #state: 'idle' | 'draining' | 'finished' | 'closed' = 'idle';
  /** Monotonic, since the limit is a duration. */
  #endsAtMs = 0;
  #lastSeenAt = Number.NEGATIVE_INFINITY;
  #looking: NodeJS.Timeout | undefined;
  #limit: NodeJS.Timeout | undefined;

  constructor(options: DrainOptions) {
    this.#options = options;
    this.#timings = { ...defaultTimings, ...options.timings };
    const { promise, resolve } = Promise.withResolvers<void>();
    this.finished = promise;
    this.#finish = resolve;
  }

  /**
   * Refuses new rooms and new seats from now on. If already started, returns the status.
   * @param by who asked: `signal`, or `api:<key id>`
   */
  start(by: string): DrainStatus {
    if (this.#state === 'idle') this.#start(by);
    // Rounded up to a second: it has ended by then, and repeated requests get the same answer.
    const { now = Date.now } = this.#options;
    const endsBy = Math.ceil((now() + this.#endsAtMs - performance.now()) / 1_000) * 1_000;
    return { endsBy, connected: this.#connected };
  }

  #start(by: string): void {
    const { registry, observer, limitSeconds } = this.#options;
    this.#state = 'draining';
    this.#endsAtMs = performance.now() + limitSeconds * 1_000;
    registry.startDraining();
    this.onStart();
    observer.emit('drainStarted', { by, limitSeconds, connected: this.#connected });
    this.#looking = setInterval(() => this.#look(), this.#timings.lookIntervalMs);
    this.#limit = setTimeout(() => this.#end('limit'), limitSeconds * 1_000);
    if (limitSeconds === 0) this.#end('limit');
    else this.#look();
  }

  get #connected(): number {
    return this.#options.registry.counts().seatsByState.admitted;
  }

  #look(): void {
    const { admitted, suspended } = this.#options.registry.counts().seatsByState;
    const now = performance.now();
    if (admitted > 0) this.#lastSeenAt = now;
    const mayReturn = suspended > 0 && now - this.#lastSeenAt < this.#timings.graceMs;
    if (admitted === 0 && !mayReturn) this.#end('empty');
  }

  #end(why: 'empty' | 'limit'): void {
    if (this.#state !== 'draining') return;
    this.#state = 'finished';
    this.#stopTimers();
    this.#options.observer.emit('drainFinished', { why, connected: this.#connected });
    this.#finish();
  }

  #stopTimers(): void {
    clearInterval(this.#looking);
    clearTimeout(this.#limit);
  }

  /** The server closes, drained or not. Idempotent. */
  close(): void {
    this.#state = 'closed';
    this.#stopTimers();
  }
}
