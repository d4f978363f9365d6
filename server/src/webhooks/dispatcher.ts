/**
 * Delivers the outbox to the operator's backend, at least once and in each room's order. Failed deliveries are repeated
 * for a day, at increasing intervals. Redirects are not followed: only the configured address may get the events.
 */
import type { ServerObserver } from '../core/events/observer.ts';
import type { Outbox, OutboxEvent } from './outbox.ts';
import { signatureHeaders } from './signature.ts';

export interface WebhookTarget {
  url: string;
  secret: string;
}

export interface DispatcherOptions {
  outbox: Outbox;
  target: WebhookTarget;
  observer: ServerObserver;
  /** Milliseconds since 1970-01-01 UTC, on the outbox's clock. */
  now?: () => number;
  /** For tests, which would wait too long otherwise. */
  timings?: Partial<DispatcherTimings>;
}

export interface DispatcherTimings {
  timeoutMs: number;
  firstRetryMs: number;
  longestRetryMs: number;
  giveUpAfterMs: number;
}

const defaultTimings: DispatcherTimings = {
  timeoutMs: 10_000,
  firstRetryMs: 1_000,
  longestRetryMs: 3_600_000,
  giveUpAfterMs: 86_400_000,
};
/** Concurrent deliveries; always of different rooms, since each room has its order. */
const concurrency = 8;
const longestSleepMs = 60_000;

export class WebhookDispatcher {
  readonly #options: DispatcherOptions;
  readonly #timings: DispatcherTimings;
  readonly #now: () => number;
  readonly #abort = new AbortController();
  #state: 'idle' | 'working' | 'closed' = 'idle';
  #isWoken = false;
  #sleep: NodeJS.Timeout | undefined;
  /** Called when nothing is due, or the dispatcher is closed. */
  #waiting: (() => void)[] = [];
  /** Changes of times that were begun; nothing is delivered before they are stored or have failed. */
  #timesChanged: Promise<void> = Promise.resolve();

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#timings = { ...defaultTimings, ...options.timings };
    this.#now = options.now ?? Date.now;
    options.outbox.onAdded = () => this.wake();
    options.outbox.onDropped = () => options.observer.emit('webhookDropped');
    this.#changeTimes(this.#limitTimes());
    this.wake();
  }

  /** If the clock of the previous process was ahead, its events must not wait longer than others. */
  async #limitTimes(): Promise<void> {
    const now = this.#now();
    await this.#options.outbox.limitTimes(now, now + this.#timings.longestRetryMs);
  }

  /** After a step of the clock: shifts all times, so that nothing is delivered later or given up sooner. */
  handleClockStep(byMs: number): void {
    if (this.#isClosed()) return;
    this.#changeTimes(this.#options.outbox.moveTimes(byMs));
    this.wake();
  }

  #changeTimes(write: Promise<void>): void {
    const changed = write.catch((error: unknown) => this.#options.observer.emit('storeFailed', { roomId: '', error }));
    this.#timesChanged = Promise.all([this.#timesChanged, changed]).then(() => {});
  }

  /** Checks the outbox soon. Never synchronously, since the caller may be answering a request. */
  wake(): void {
    this.#isWoken = true;
    if (this.#state === 'idle') this.#schedule(0);
  }

  #schedule(waitMs: number): void {
    clearTimeout(this.#sleep);
    this.#sleep = setTimeout(() => void this.#work(), Math.min(waitMs, longestSleepMs)).unref();
  }

  async #work(): Promise<void> {
    if (this.#state !== 'idle') return;
    this.#state = 'working';
    this.#isWoken = false;
    let waitMs = longestSleepMs;
    try {
      await this.#timesChanged;
      await this.#deliverDue();
      const soonestAt = this.#isClosed() ? null : await this.#options.outbox.soonestAt();
      if (soonestAt !== null) waitMs = Math.max(soonestAt - this.#now(), 0);
    } catch (error) {
      // The store could not be written: an event that was delivered may be delivered again.
      this.#options.observer.emit('storeFailed', { roomId: '', error });
      waitMs = this.#timings.firstRetryMs;
    }
    if (this.#isClosed()) return;
    this.#state = 'idle';
    if (waitMs > 0 && !this.#isWoken) this.#release();
    this.#schedule(this.#isWoken ? 0 : waitMs);
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Before the server ends: resolves when all due events have been tried, or after `limitMs`. */
  async deliverDue(limitMs: number): Promise<void> {
    if (this.#isClosed()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const limit = setTimeout(resolve, limitMs);
    this.wake();
    await promise;
    clearTimeout(limit);
  }

  /** A method, since it must be read again after each await. */
  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  async #deliverDue(): Promise<void> {
    const now = this.#now();
    const events = this.#isClosed() ? [] : await this.#options.outbox.due(now, concurrency);
    const outcomes = await Promise.all(events.map((event) => this.#send(event)));
    if (this.#isClosed()) return;
    // All of them, so that no event is still being removed when the outbox is read again.
    const settled = await Promise.allSettled(
      events.map((event, index) => this.#settle(event, now - event.createdAt, outcomes[index] ?? null)),
    );
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** @returns the status, or null when there was no answer */
  async #send(event: OutboxEvent): Promise<number | null> {
    const { url, secret } = this.#options.target;
    try {
      const response = await fetch(url, {
        method: 'POST',
        body: event.body,
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Hearthroom',
          ...signatureHeaders(event, secret, this.#now()),
        },
        signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(this.#timings.timeoutMs)]),
      });
      // The body is not used.
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }

  /** @param ageMs before the delivery, since the clock may have been set meanwhile */
  async #settle(event: OutboxEvent, ageMs: number, status: number | null): Promise<void> {
    const { outbox, observer } = this.#options;
    if (status !== null && status >= 200 && status < 300) {
      await outbox.remove(event.id);
      observer.emit('webhookDelivered', { eventId: event.id });
      return;
    }
    const isGivenUp = ageMs >= this.#timings.giveUpAfterMs;
    observer.emit('webhookFailed', { eventId: event.id, status, isGivenUp });
    if (isGivenUp) await outbox.remove(event.id);
    else await outbox.postpone(event.id, this.#now() + this.#backoffMs(event.attempts));
  }

  /** Doubles each time, with a random part so that many events aren't repeated at the same moment. */
  #backoffMs(attempts: number): number {
    const { firstRetryMs, longestRetryMs } = this.#timings;
    return Math.min(firstRetryMs * 2 ** attempts, longestRetryMs) * (0.75 + Math.random() / 2);
  }

  /** Stops; deliveries in progress count as not delivered. Idempotent. */
  close(): void {
    if (this.#isClosed()) return;
    this.#state = 'closed';
    clearTimeout(this.#sleep);
    this.#options.outbox.onAdded = () => {};
    this.#options.outbox.onDropped = () => {};
    this.#abort.abort();
    this.#release();
  }
}
