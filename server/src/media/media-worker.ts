/** One media worker process with its ports, and the watch over it. */
import { createWorker, type types } from 'mediasoup';
import type { MediaConfig } from '../config.ts';
import { mediaCodecsFor } from './codecs.ts';
import { cpuSecondsOf } from './cpu-time.ts';
import type { Load } from './placement.ts';
import { expectedPackets, typicalGroup } from './stream-load.ts';
import { type Traffic, WorkerLoad } from './worker-stats.ts';
import { WorkerWatch } from './worker-watch.ts';

const watchIntervalMs = 1_000;
/** Of the newest second in the CPU share: one busy second neither fills a worker nor empties it. */
const newestSecondWeight = 0.5;
/** Bytes; the kernel cuts it to its own limit. A key frame of every sender at once must fit. */
const socketBufferBytes = 2 * 1024 * 1024;

export class MediaWorker {
  readonly streams: WorkerLoad;
  readonly #worker: types.Worker;
  readonly #mediaCodecs: types.RouterRtpCodecCapability[];
  readonly #webRtcServer: types.WebRtcServer;
  readonly #timer: NodeJS.Timeout;
  readonly #watch = new WorkerWatch();
  #routersToCome = 0;
  #cpuSeconds = 0;
  #cpuShare = 0;
  /** When the share was measured last, and the CPU time at that moment. */
  #readAtMs = performance.now();
  #sharedSeconds = 0;

  /**
   * Starts a process and binds its ports. Rejects when it doesn't start or a port is taken.
   * @param onDied called once, when the process is gone and nobody closed it
   */
  static async create(options: {
    index: number;
    config: MediaConfig;
    traffic: Traffic;
    onDied: () => void;
  }): Promise<MediaWorker> {
    const { index, config, traffic, onDied } = options;
    const worker = await startProcess(config.workerBin).catch((error: unknown) => {
      throw new Error(`the media worker ${config.workerBin ?? 'of mediasoup'} did not start: ${messageOf(error)}`);
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
      // It may have died in between, before anybody listened.
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

  /** For placement. Rooms that are just coming count, so that many at once don't all choose the same worker. */
  get load(): Load {
    const { now, foreseen } = this.streams.packetsPerSecond;
    return {
      packetsPerSecond: now,
      foreseenPacketsPerSecond: foreseen + this.#routersToCome * expectedPackets(0, typicalGroup),
      cpuShare: this.#cpuShare,
    };
  }

  /** Seconds of user and system time so far, from the worker's own last answer. */
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

  /** Brings CPU time and traffic up to date; what a dying worker doesn't answer stays as it was. */
  async measure(): Promise<void> {
    await this.#readUsage();
    await this.streams.measure();
  }

  /** What the worker process itself says it holds, for tests and for finding leaks. */
  dump(): Promise<types.WorkerDump> {
    return this.#worker.dump();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#worker.close();
  }

  #look(): void {
    if (this.#watch.look(cpuSecondsOf(this.#worker.pid)) === 'kill') {
      // A stopped process can't obey anything but this; `died` follows.
      kill(this.#worker.pid);
      return;
    }
    void this.#readUsage().then(() => this.#measureShare());
  }

  async #readUsage(): Promise<void> {
    const usage = await this.#worker.getResourceUsage().catch(() => null);
    if (usage === null) return;
    this.#watch.answered();
    this.#cpuSeconds = (usage.ru_utime + usage.ru_stime) / 1_000;
  }

  #measureShare(): void {
    const nowMs = performance.now();
    const seconds = (nowMs - this.#readAtMs) / 1_000;
    // Two answers at once, after a stall: too short to measure.
    if (seconds < 0.1) return;
    const share = Math.min(1, (this.#cpuSeconds - this.#sharedSeconds) / seconds);
    this.#readAtMs = nowMs;
    this.#sharedSeconds = this.#cpuSeconds;
    this.#cpuShare += (share - this.#cpuShare) * newestSecondWeight;
  }
}

/**
 * mediasoup closes its workers on SIGTERM and SIGINT by itself. Here the server drains first: rooms run on after the signal,
 * and main.ts decides when the workers go. (A worker whose parent is gone ends by itself.)
 */
async function startProcess(workerBin: string | null): Promise<types.Worker> {
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const started = createWorker({ logLevel: 'error', ...(workerBin !== null && { workerBin }) });
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.has(listener)) process.removeListener(signal, listener);
    }
  }
  return await started;
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

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already: `died` is on its way.
  }
}
