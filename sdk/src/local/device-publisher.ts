import { HearthroomError, type HearthroomErrorCode, toHearthroomError } from '../core/hearthroom-error.ts';

export interface PublisherHooks {
  /** Updates what is published to match the device. Rejects with HearthroomError. */
  publish(): Promise<void>;
  /** Switches the device off: people must not believe that others hear or see them. */
  drop(code: HearthroomErrorCode): void;
}

/** Publishes what a device has; the outcome of the last call decides. */
export class DevicePublisher {
  readonly #hooks: PublisherHooks;
  /** Incremented by everything that invalidates earlier calls; they reject with the code in #overtakenBy. */
  #epoch = 0;
  #overtakenBy: HearthroomErrorCode = 'superseded';
  /** Number of the newest publish, whose outcome decides. */
  #publishes = 0;

  constructor(hooks: PublisherHooks) {
    this.#hooks = hooks;
  }

  /** Invalidates earlier calls. */
  overtake(code: HearthroomErrorCode): void {
    this.#epoch += 1;
    this.#overtakenBy = code;
  }

  /** As `publishOrDrop`, and rejects when something invalidates it meanwhile. */
  async publishOn(): Promise<void> {
    const epoch = this.#epoch;
    await this.publishOrDrop();
    if (epoch !== this.#epoch) throw new HearthroomError(this.#overtakenBy);
  }

  /** Switches the device off when publishing fails. */
  async publishOrDrop(): Promise<void> {
    const epoch = this.#epoch;
    this.#publishes += 1;
    const publish = this.#publishes;
    try {
      await this.#hooks.publish();
    } catch (error) {
      const failure =
        epoch === this.#epoch ? error : new HearthroomError(this.#overtakenBy, undefined, { cause: error });
      // Otherwise the outcome of the later publish decides.
      if (failure === error || publish === this.#publishes) this.#hooks.drop(toHearthroomError(error).code);
      throw failure;
    }
  }

  publishInBackground(): void {
    this.#hooks.publish().catch(() => {
      // The next reconnect publishes what failed now.
    });
  }
}
