/**
 * Checks the database once a minute while the server runs: what was refused at the start may begin later, when a
 * standby server is added or settings are changed. Checks soon when writes get no answer, which may wait for a standby
 * server, and when they work again.
 */
import type { DatabaseProblem, ServerObserver } from '../../../core/events/observer.ts';
import type { Schedule } from '../../../core/time/schedule.ts';
import { scheduleWithTimer } from '../../../core/time/schedule.ts';
import { UnfitDatabaseError, type UnfitReason } from './check-database.ts';
import { databaseLossOf, stopsWrites } from './database-loss.ts';

export interface DatabaseWatchOptions {
  /** Rejects as checkDatabase does. */
  check: () => Promise<void>;
  /** Called when it changes; null: nothing is wrong any more. */
  onChange: (loss: DatabaseProblem | null) => void;
  schedule?: Schedule;
}

const intervalMs = 60_000;
const soonMs = 1_000;

/** Null: checked at the start only, since it can't change. */
const losses: Record<UnfitReason, DatabaseProblem | null> = {
  'too-old': null,
  'wrong-encoding': null,
  'read-only': 'read-only',
  'not-durable': 'not-durable',
  'asynchronous-standby': 'asynchronous-standby',
  'standby-missing': 'standby-missing',
  'clock-wrong': 'clock-wrong',
};

export class DatabaseWatch {
  readonly #options: DatabaseWatchOptions;
  #loss: DatabaseProblem | null = null;
  #cancel: () => void = () => {};
  #state: 'planned' | 'planned-soon' | 'checking' | 'closed' = 'planned';

  /** Checked for the first time after a minute, since the start has checked already. */
  constructor(options: DatabaseWatchOptions) {
    this.#options = options;
    this.#plan();
  }

  /** As of the last check. */
  get loss(): DatabaseProblem | null {
    return this.#loss;
  }

  /**
   * What is wrong, given how the last write went.
   * @param failure why a write failed just now; null: it worked
   */
  lossAfter(failure: unknown): DatabaseProblem | null {
    const found = failure === null ? null : databaseLossOf(failure);
    const isOver = found === null && this.#loss !== null && stopsWrites(this.#loss);
    if (isOver || found === 'unreachable') this.#checkSoon();
    if (isOver) return null;
    // Writes that wait for a standby server fail as unanswered ones do.
    return found === null || (found === 'unreachable' && this.#loss === 'standby-missing') ? this.#loss : found;
  }

  /** Learns how writes and renewals of the lease go, also while nobody asks whether the server is ready. */
  followWrites(observer: ServerObserver): void {
    observer.on('storeFailed', ({ error }) => void this.lossAfter(error));
    // Renewals have failed for a while, also of a node without rooms.
    observer.on(
      'holdModeChanged',
      ({ isOn }) => void this.lossAfter(isOn ? new Error('a renewal got no answer') : null),
    );
    observer.on('committed', () => void this.lossAfter(null));
  }

  #checkSoon(): void {
    if (this.#state !== 'planned') return;
    this.#cancel();
    this.#plan('planned-soon');
  }

  #plan(state: 'planned' | 'planned-soon' = 'planned'): void {
    const { schedule = scheduleWithTimer } = this.#options;
    this.#state = state;
    this.#cancel = schedule(() => void this.#check(), state === 'planned' ? intervalMs : soonMs);
  }

  async #check(): Promise<void> {
    this.#state = 'checking';
    const loss = await this.#options.check().then(() => null, lossOf);
    if (this.#isClosed()) return;
    if (loss !== this.#loss) {
      this.#loss = loss;
      this.#options.onChange(loss);
    }
    this.#plan();
  }

  /** A method, since it must be read again after an await. */
  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  /** Idempotent. */
  close(): void {
    this.#state = 'closed';
    this.#cancel();
  }
}

const lossOf = (error: unknown): DatabaseProblem | null =>
  error instanceof UnfitDatabaseError ? losses[error.reason] : databaseLossOf(error);
