/** When a lease is renewed: at an interval, one renewal at a time. */

export interface RenewalsOptions {
  /** One renewal. Resolves also when it failed. */
  renew: () => Promise<void>;
  everyMs: number;
}

export class Renewals {
  readonly #options: RenewalsOptions;
  #timer: NodeJS.Timeout | undefined;
  /** The renewal that is under way. */
  #underWay: Promise<void> | null = null;
  /** The next one was due meanwhile. */
  #isOverdue = false;

  constructor(options: RenewalsOptions) {
    this.#options = options;
  }

  /** The first one is after an interval. */
  start(): void {
    this.#timer = setInterval(() => this.#handleDue(), this.#options.everyMs);
  }

  /** Resolves when a renewal that was sent after this call has succeeded or failed. */
  async renewAnew(): Promise<void> {
    await this.#underWay;
    await this.#renew();
  }

  #handleDue(): void {
    this.#isOverdue = this.#underWay !== null;
    if (!this.#isOverdue) void this.#renew();
  }

  #renew(): Promise<void> {
    this.#underWay ??= this.#options.renew().finally(() => this.#handleEnded());
    return this.#underWay;
  }

  /**
   * One that was under way when this process was stopped reaches its time limit as soon as the process continues. The next
   * one follows at once then: the lease may not last for another interval.
   */
  #handleEnded(): void {
    this.#underWay = null;
    if (!this.#isOverdue) return;
    this.#isOverdue = false;
    void this.#renew();
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#isOverdue = false;
  }
}
