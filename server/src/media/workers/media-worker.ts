/** One media worker process with its ports, and its health check. */
import { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { performance } from 'node:perf_hooks';
import { createWorker, type types } from 'mediasoup';
import type { MediaConfig } from '../../config/config.ts';
import { mediaCodecsFor } from '../rtp/codecs.ts';
import { coreWaitsOf, cpuSecondsOf } from './cpu-time.ts';
import type { Load } from './placement.ts';
import { expectedPackets, typicalGroup } from './stream-load.ts';
import { withWorkerEnvironment } from './worker-environment.ts';
import { type Traffic, WorkerLoad } from './worker-stats.ts';
import { type StrainReading, WorkerStrain } from './worker-strain.ts';
import { WorkerWatch } from './worker-watch.ts';

const watchIntervalMs = 1_000;
/** Weight of the latest second in the CPU share (moving average): a single busy second changes it only in part. */
const newestSecondWeight = 0.5;
/** Bytes; the kernel reduces it to its own limit. Must hold a key frame of every sender at once. */
const socketBufferBytes = 2 * 1024 * 1024;

export interface MediaWorkerOptions {
  index: number;
  config: MediaConfig;
  traffic: Traffic;
  /** Time until it runs and has bound its ports, in milliseconds. */
  startTimeoutMs: number;
  /** Aborted when the worker is not needed any more while it starts. */
  signal: AbortSignal;
  /** Called once if the process ends without `close`. */
  onDied: () => void;
}

export class MediaWorker {
  readonly streams: WorkerLoad;
  readonly #worker: types.Worker;
  readonly #mediaCodecs: types.RouterRtpCodecCapability[];
  readonly #webRtcServer: types.WebRtcServer;
  readonly #timer: NodeJS.Timeout;
  readonly #watch = new WorkerWatch();
  readonly #strain = new WorkerStrain();
  #routersToCome = 0;
  #cpuSeconds = 0;
  #cpuShare = 0;
  /** When the CPU share was measured last, and the CPU time then. */
  #readAtMs = performance.now();
  #sharedSeconds = 0;

  /**
   * Starts a process and binds its ports. Rejects when it doesn't start, a port is in use, or it takes too long; in the
   * last case the process has been killed.
   */
  static async create(options: MediaWorkerOptions): Promise<MediaWorker> {
    const { config, startTimeoutMs, signal } = options;
    const { child, starting } = startProcess(config.workerBin);
    const preparing = MediaWorker.#prepare(starting, options);
    let giveUp = (_: Error): void => {};
    const givenUp = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    const stop = (why: string): void => {
      child?.kill('SIGKILL');
      // Nobody waits for this worker any more; if it still starts, it is closed.
      preparing.then(
        (worker) => worker.close(),
        () => {},
      );
      giveUp(new Error(`${nameOf(config)} ${why} and was killed`));
    };
    const timer = setTimeout(() => stop(`was not ready within ${startTimeoutMs / 1_000} s`), startTimeoutMs);
    const handleAbort = (): void => stop('was still starting when the server closed');
    signal.addEventListener('abort', handleAbort);
    try {
      return await Promise.race([preparing, givenUp]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', handleAbort);
    }
  }

  static async #prepare(
    starting: Promise<types.Worker>,
    { index, config, traffic, onDied }: MediaWorkerOptions,
  ): Promise<MediaWorker> {
    const worker = await starting.catch((error: unknown) => {
      throw new Error(`${nameOf(config)} did not start: ${messageOf(error)}`);
    });
    const streams = new WorkerLoad(worker, traffic);
    try {
      const webRtcServer = await worker
        .createWebRtcServer({ listenInfos: listenInfos(config, index) })
        .catch((error: unknown) => {
          const port = config.portBase === 0 ? 'a free port' : `port ${config.portBase + index}`;
          throw new Error(`a media worker could not bind ${port} on ${config.listenIp}: ${messageOf(error)}`);
        });
      const mediaWorker = new MediaWorker(worker, webRtcServer, streams, mediaCodecsFor(config.videoCodec));
      worker.once('died', () => {
        mediaWorker.close();
        onDied();
      });
      // It may have died before the listener was added.
      if (worker.closed) throw new Error('the media worker died while starting');
      return mediaWorker;
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  private constructor(
    worker: types.Worker,
    webRtcServer: types.WebRtcServer,
    streams: WorkerLoad,
    mediaCodecs: types.RouterRtpCodecCapability[],
  ) {
    this.#worker = worker;
    this.#mediaCodecs = mediaCodecs;
    this.#webRtcServer = webRtcServer;
    this.streams = streams;
    this.#timer = setInterval(() => this.#look(), watchIntervalMs);
    this.#timer.unref();
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get webRtcServer(): types.WebRtcServer {
    return this.#webRtcServer;
  }

  get isClosed(): boolean {
    return this.#worker.closed;
  }

  /**
   * For placement. Rooms that are about to start are counted, so that many at once don't all choose the same worker.
   */
  get load(): Load {
    const { now, foreseen } = this.streams.packetsPerSecond;
    return {
      packetsPerSecond: now,
      foreseenPacketsPerSecond: foreseen + this.#routersToCome * expectedPackets(0, typicalGroup),
      cpuShare: this.#cpuShare,
    };
  }

  /** Whether it cannot forward packets in time. */
  get isStrained(): boolean {
    return this.#strain.isStrained;
  }

  /** User and system time so far, in seconds, as last read. */
  get cpuSeconds(): number {
    return this.#cpuSeconds;
  }

  async createRouter(): Promise<types.Router> {
    this.#routersToCome += 1;
    try {
      return await this.#worker.createRouter({ mediaCodecs: this.#mediaCodecs });
    } finally {
      this.#routersToCome -= 1;
    }
  }

  /** Updates CPU time and traffic. Values that a dying worker doesn't answer stay as they were. */
  async measure(): Promise<void> {
    await this.#readUsage();
    await this.streams.measure();
  }

  /** The worker process's own list of its objects, for tests and for finding leaks. */
  dump(): Promise<types.WorkerDump> {
    return this.#worker.dump();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#worker.close();
  }

  #look(): void {
    if (this.#watch.look(cpuSecondsOf(this.#worker.pid)) === 'kill') {
      // A stopped process reacts only to this signal; `died` follows.
      kill(this.#worker.pid);
      return;
    }
    const [askedAtMs, loop] = [performance.now(), performance.eventLoopUtilization()];
    void this.#readUsage().then(() => {
      const answerMs = performance.now() - askedAtMs;
      this.#measureShare({ answerMs, ownDelayMs: performance.eventLoopUtilization(loop).active });
    });
  }

  async #readUsage(): Promise<void> {
    const usage = await this.#worker.getResourceUsage().catch(() => null);
    if (usage === null) return;
    this.#watch.answered();
    this.#cpuSeconds = (usage.ru_utime + usage.ru_stime) / 1_000;
  }

  #measureShare(answer: Pick<StrainReading, 'answerMs' | 'ownDelayMs'>): void {
    const nowMs = performance.now();
    const seconds = (nowMs - this.#readAtMs) / 1_000;
    // Two answers shortly after each other, following a stall: too short for a measurement.
    if (seconds < 0.1) return;
    const share = Math.min(1, (this.#cpuSeconds - this.#sharedSeconds) / seconds);
    this.#readAtMs = nowMs;
    this.#sharedSeconds = this.#cpuSeconds;
    this.#cpuShare += (share - this.#cpuShare) * newestSecondWeight;
    this.#strain.see({ cpuShare: share, waits: coreWaitsOf(this.#worker.pid), ...answer });
  }
}

/**
 * mediasoup closes its workers on SIGTERM and SIGINT by itself. This server drains first: rooms continue after the
 * signal, and main.ts decides when the workers end. (A worker ends by itself when its parent is gone.)
 * @returns the process too, which mediasoup exposes only after the worker runs
 */
function startProcess(workerBin: string | null): { child: ChildProcess | null; starting: Promise<types.Worker> } {
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  let child: ChildProcess | null = null;
  const noteChild = (message: unknown): void => {
    const { process: made } = Object(message);
    if (made instanceof ChildProcess) child = made;
  };
  subscribe('child_process', noteChild);
  const starting = withWorkerEnvironment(() =>
    createWorker({ logLevel: 'error', ...(workerBin !== null && { workerBin }) }),
  );
  unsubscribe('child_process', noteChild);
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.has(listener)) process.removeListener(signal, listener);
    }
  }
  return { child, starting };
}

function listenInfos(config: MediaConfig, index: number): types.TransportListenInfo[] {
  const common = {
    ip: config.listenIp,
    ...(config.announcedAddress !== null && { announcedAddress: config.announcedAddress }),
    ...(config.portBase !== 0 && { port: config.portBase + index }),
    sendBufferSize: socketBufferBytes,
    recvBufferSize: socketBufferBytes,
  };
  return [
    { ...common, protocol: 'udp' },
    { ...common, protocol: 'tcp' },
  ];
}

const nameOf = ({ workerBin }: MediaConfig): string => `the media worker ${workerBin ?? 'of mediasoup'}`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone: `died` follows.
  }
}
