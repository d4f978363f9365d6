/**
 * Checks the database once a minute while the server runs: what was refused at the start may begin later, when a
 * standby server is added or settings are changed.
 */
import type { Schedule } from '../../../core/time/schedule.ts';
import { scheduleWithTimer } from '../../../core/time/schedule.ts';
import { UnfitDatabaseError, type UnfitReason } from './check-database.ts';
import { type DatabaseLoss, databaseLossOf } from './database-loss.ts';

export interface DatabaseWatchOptions {
  /** Rejects as checkDatabase does. */
  check: () => Promise<void>;
  /** Called when it changes; null: nothing is wrong any more. */
  onChange: (loss: DatabaseLoss | null) => void;
  schedule?: Schedule;
}

const intervalMs = 60_000;

/** What is checked at the start only: it can't change, or other parts of the server deal with it. */
const losses: Record<UnfitReason, DatabaseLoss | null> = {
  'too-old': null,
  'wrong-encoding': null,
  'clock-differs': null,
  'read-only': 'read-only',
  'not-durable': 'not-durable',
  'asynchronous-standby': 'asynchronous-standby',
  'standby-missing': 'standby-missing',
};

export class DatabaseWatch {
  readonly #options: DatabaseWatchOptions;
  #loss: DatabaseLoss | null = null;
  #cancel: () => void = () => {};
  #isClosed = false;

  /** Checked for the first time after a minute, since the start has checked already. */
  constructor(options: DatabaseWatchOptions) {
    this.#options = options;
    this.#plan();
  }

  /** As of the last check. */
  get loss(): DatabaseLoss | null {
    return this.#loss;
  }

  #plan(): void {
    const { schedule = scheduleWithTimer } = this.#options;
    this.#cancel = schedule(() => void this.#check(), intervalMs);
  }

  async #check(): Promise<void> {
    const loss = await this.#options.check().then(() => null, lossOf);
    if (this.#isClosed) return;
    if (loss !== this.#loss) {
      this.#loss = loss;
      this.#options.onChange(loss);
    }
    this.#plan();
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }
}

const lossOf = (error: unknown): DatabaseLoss | null =>
  error instanceof UnfitDatabaseError ? losses[error.reason] : databaseLossOf(error);
