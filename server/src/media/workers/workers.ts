/**
 * The pool of media workers: as many processes as configured. A process that dies is replaced, after increasing delays.
 */
import { randomUUID } from 'node:crypto';
import type { MediaConfig } from '../../config/config.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import { MediaWorker } from './media-worker.ts';
import { type Limits, limitsFor, pressureOf } from './placement.ts';
import { RestartPolicy } from './restart-policy.ts';
import type { Traffic, WorkerStats } from './worker-stats.ts';

/** Is told which processes are media workers. */
export interface WorkerProcesses {
  /** Called before anything is on the worker. */
  watch(pid: number): void;
  /** It ended, or the pool was closed. */
  forget(pid: number): void;
}

export interface PoolOptions {
  config: MediaConfig;
  observer: ServerObserver;
  processes?: WorkerProcesses | undefined;
  /**
   * How long a process may take to start and bind its ports before it counts as dead, in milliseconds; 20 s by default.
   */
  startTimeoutMs?: number;
}

/** A worker starts within a fraction of a second, but much later on a machine that swaps. */
const defaultStartTimeoutMs = 20_000;

/** The place of one worker, whose process may be replaced. */
interface Slot {
  readonly index: number;
  readonly traffic: Traffic;
  readonly restarts: RestartPolicy;
  worker: MediaWorker | null;
  /** CPU time of earlier processes, in seconds. */
  pastCpuSeconds: number;
  timer: NodeJS.Timeout | null;
}

export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #slots: Slot[];
  readonly #waiting = new Set<{ resolve: () => void; reject: (error: AppError) => void }>();
  readonly #closing = new AbortController();

  /** Starts every worker. Rejects with the first failure, which is the most useful one (binary, port). */
  static async create(options: PoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    const starts = await Promise.allSettled(pool.#slots.map((slot) => pool.#start(slot)));
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed) {
      pool.close();
      throw failed.reason;
    }
    return pool;
  }

  private constructor(options: PoolOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.config.workers }, (_, index) => ({
      index,
      traffic: { packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 },
      restarts: new RestartPolicy(),
      worker: null,
      pastCpuSeconds: 0,
      timer: null,
    }));
  }

  /** True while every worker runs. While one is being replaced the server has less capacity than configured. */
  get isReady(): boolean {
    return !this.#isClosed && this.#slots.every(({ worker }) => worker !== null && !worker.isClosed);
  }

  /** Resolves when a worker runs. Rejects with `media-unavailable` when the pool closes. */
  untilOneRuns(): Promise<void> {
    if (this.#running().length > 0) return Promise.resolve();
    if (this.#isClosed) return Promise.reject(new AppError('media-unavailable'));
    return new Promise((resolve, reject) => this.#waiting.add({ resolve, reject }));
  }

  /** Limits of one worker. */
  get limits(): Limits {
    return limitsFor(this.#options.config.maxPacketsPerSecond);
  }

  /** The running workers, in the order of their indexes. */
  get workers(): MediaWorker[] {
    return this.#running();
  }

  async stats(): Promise<WorkerStats[]> {
    await Promise.all(this.#running().map((worker) => worker.measure()));
    return this.#slots.map(({ index, traffic, worker, pastCpuSeconds }) => ({
      worker: index,
      isRunning: worker !== null && !worker.isClosed,
      cpuSeconds: pastCpuSeconds + (worker?.cpuSeconds ?? 0),
      ...traffic,
      ...(worker?.streams.counts ?? { rooms: 0, transports: 0, producers: 0, consumers: 0 }),
      packetsPerSecond: worker?.load.packetsPerSecond ?? 0,
      pressure: worker ? pressureOf(worker.load, this.limits) : 0,
    }));
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#closing.abort();
    for (const slot of this.#slots) {
      if (slot.timer) clearTimeout(slot.timer);
      if (slot.worker) this.#options.processes?.forget(slot.worker.pid);
      slot.worker?.close();
      slot.worker = null;
    }
    for (const { reject } of this.#waiting) reject(new AppError('media-unavailable'));
    this.#waiting.clear();
  }

  #running(): MediaWorker[] {
    return this.#slots.flatMap(({ worker }) => (worker !== null && !worker.isClosed ? [worker] : []));
  }

  async #start(slot: Slot): Promise<void> {
    const { config, startTimeoutMs = defaultStartTimeoutMs } = this.#options;
    const worker = await MediaWorker.create({
      index: slot.index,
      config,
      traffic: slot.traffic,
      startTimeoutMs,
      signal: this.#closing.signal,
      onDied: () => this.#handleDied(slot),
    });
    // The pool may have closed while the process was starting.
    if (this.#isClosed) return worker.close();
    slot.worker = worker;
    this.#options.processes?.watch(worker.pid);
    this.#options.observer.emit('workerStarted', { worker: slot.index });
    for (const { resolve } of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #handleDied(slot: Slot): void {
    slot.pastCpuSeconds += slot.worker?.cpuSeconds ?? 0;
    if (slot.worker) this.#options.processes?.forget(slot.worker.pid);
    slot.worker = null;
    if (this.#isClosed) return;
    this.#options.observer.emit('workerDied', { worker: slot.index });
    this.#restartLater(slot);
  }

  #restartLater(slot: Slot): void {
    const delayMs = slot.restarts.delayAfterDeathMs(performance.now());
    slot.timer = setTimeout(() => {
      slot.timer = null;
      this.#start(slot).catch((error: unknown) => {
        if (this.#isClosed) return;
        this.#options.observer.emit('internalError', { correlationId: randomUUID(), error });
        this.#restartLater(slot);
      });
    }, delayMs);
  }
}
