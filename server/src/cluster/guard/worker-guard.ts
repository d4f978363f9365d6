/**
 * The node's side of the guard process (guard-program.mjs), which ends the media workers when this process doesn't
 * extend its permission to forward in time: because it is stopped, blocked, or was suspended with the machine. If the
 * guard process ends, another one is started at once and knows what the last one knew.
 */
import type { ServerObserver } from '../../core/events/observer.ts';
import { GuardProcess } from './guard-process.ts';
import { later, type Moment, momentNow } from './moment.mjs';
import { startOf } from './process-start.mjs';

export interface WorkerGuardOptions {
  observer: ServerObserver;
  /**
   * Called once if the guard process ended and can't be started again. From then on nothing ends the workers when this
   * process is stopped: the node must not forward media any more.
   */
  onLost: (error: Error) => void;
  /** How long the guard process may take to start, in milliseconds; 10 s by default. */
  startTimeoutMs?: number;
}

const defaultStartTimeoutMs = 10_000;
const maxStarts = 3;
/** `extend` messages without an answer, after which the guard process counts as hung. */
const maxUnanswered = 5;

export class WorkerGuard {
  readonly #options: WorkerGuardOptions;
  /** Start times of the workers by their process ids; null where the kernel doesn't tell. */
  readonly #watched = new Map<number, string | null>();
  #state: 'guarding' | 'replacing' | 'lost' | 'closed' = 'replacing';
  #process: GuardProcess | null = null;
  #permittedUntil: Moment | null = null;
  #unanswered = 0;
  #replacing: Promise<void> = Promise.resolve();

  /** Rejects if the guard process doesn't start: then this node must not forward media. */
  static async start(options: WorkerGuardOptions): Promise<WorkerGuard> {
    const guard = new WorkerGuard(options);
    await guard.#startProcess();
    return guard;
  }

  private constructor(options: WorkerGuardOptions) {
    this.#options = options;
  }

  /** Of the guard process; null while it is being replaced. */
  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /**
   * Ends this child process when the permission runs out: the present one, otherwise the next one. Call it as long as
   * the process can't have been reaped, so that the id is still its own.
   */
  watch(pid: number): void {
    const start = startOf(pid);
    if (start === null && !isRunning(pid)) return;
    this.#watched.set(pid, start);
    this.#sendWatch(pid, start);
  }

  /** The process ended. */
  forget(pid: number): void {
    if (this.#watched.delete(pid)) this.#process?.send(`forget ${pid}`);
  }

  /**
   * Permits forwarding for this long. 0 or less ends the permission, and the workers, at once.
   * @param from when that time begins: for a lease, `momentNow()` from before it was asked for
   */
  extend(durationMs: number, from: Moment = momentNow()): void {
    if (this.#state === 'closed' || this.#state === 'lost') return;
    this.#permittedUntil = later(from, durationMs);
    if (this.#process === null) return;
    this.#sendPermission(this.#permittedUntil);
    this.#unanswered += 1;
    // Stopped, perhaps: it reacts only to this signal. Another one is started then.
    if (this.#unanswered > maxUnanswered) this.#process.kill();
  }

  /** Ends the guard process; the workers stay. Idempotent. */
  async close(): Promise<void> {
    this.#state = 'closed';
    await this.#replacing;
    const ending = this.#process;
    this.#process = null;
    await ending?.end();
  }

  async #startProcess(): Promise<void> {
    const { startTimeoutMs = defaultStartTimeoutMs } = this.#options;
    const handlers = {
      onLine: (line: string) => this.#handleLine(line),
      onEnd: () => this.#handleEnd(),
    };
    this.#process = await GuardProcess.start(handlers, startTimeoutMs);
    if (this.#state === 'replacing') this.#state = 'guarding';
    this.#unanswered = 0;
    for (const [pid, start] of this.#watched) this.#sendWatch(pid, start);
    if (this.#permittedUntil) this.#sendPermission(this.#permittedUntil);
  }

  #handleLine(line: string): void {
    const [word, count] = line.split(' ');
    if (word === 'ok') this.#unanswered = 0;
    if (word !== 'killed') return;
    this.#permittedUntil = null;
    this.#options.observer.emit('guardKilled', { workers: Number(count) });
  }

  #handleEnd(): void {
    this.#process = null;
    if (this.#state !== 'guarding') return;
    this.#state = 'replacing';
    this.#options.observer.emit('guardDied');
    this.#replacing = this.#replace();
  }

  async #replace(): Promise<void> {
    for (let attempt = 1; this.#state === 'replacing'; attempt += 1) {
      try {
        await this.#startProcess();
      } catch (error) {
        if (attempt < maxStarts) continue;
        this.#handleLost(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  #handleLost(error: Error): void {
    if (this.#state === 'closed') return;
    this.#state = 'lost';
    this.#options.onLost(error);
  }

  #sendWatch(pid: number, start: string | null): void {
    this.#process?.send(`watch ${pid} ${start ?? '-'}`);
  }

  #sendPermission({ monotonicMs, bootMs }: Moment): void {
    this.#process?.send(`extend ${monotonicMs} ${bootMs ?? '-'}`);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
