/** One media worker process with its ports, and the watch over it. */
import { createWorker, type types } from 'mediasoup';
import type { MediaConfig } from '../config.ts';
import { mediaCodecs } from './codecs.ts';
import { type Traffic, WorkerLoad } from './worker-stats.ts';

const watchIntervalMs = 1_000;
/** Unanswered looks after which a worker counts as hung. Looks, not time: a suspended machine takes none. */
const maxMissed = 3;
/** Bytes; the kernel cuts it to its own limit. A key frame of every sender at once must fit. */
const socketBufferBytes = 2 * 1024 * 1024;

export class MediaWorker {
  readonly load: WorkerLoad;
  readonly #worker: types.Worker;
  readonly #webRtcServer: types.WebRtcServer;
  readonly #timer: NodeJS.Timeout;
  #routersToCome = 0;
  #missed = 0;
  #cpuSeconds = 0;

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
    const load = new WorkerLoad(worker, traffic);
    try {
      const webRtcServer = await worker
        .createWebRtcServer({ listenInfos: listenInfos(config, index) })
        .catch((error: unknown) => {
          const port = config.portBase === 0 ? 'a free port' : `port ${config.portBase + index}`;
          throw new Error(`a media worker could not bind ${port} on ${config.listenIp}: ${messageOf(error)}`);
        });
      const mediaWorker = new MediaWorker(worker, webRtcServer, load);
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

  private constructor(worker: types.Worker, webRtcServer: types.WebRtcServer, load: WorkerLoad) {
    this.#worker = worker;
    this.#webRtcServer = webRtcServer;
    this.load = load;
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

  /** For placement: consumers are the work; a room counts in advance for those it will bring. */
  get weight(): number {
    const { rooms, consumers } = this.load.counts;
    return (rooms + this.#routersToCome) * 8 + consumers;
  }

  /** Seconds of user and system time so far, from the worker's own last answer. */
  get cpuSeconds(): number {
    return this.#cpuSeconds;
  }

  async createRouter(): Promise<types.Router> {
    this.#routersToCome += 1;
    try {
      return await this.#worker.createRouter({ mediaCodecs });
    } finally {
      this.#routersToCome -= 1;
    }
  }

  /** Brings CPU time and traffic up to date; what a dying worker doesn't answer stays as it was. */
  async measure(): Promise<void> {
    await this.#readUsage();
    await this.load.measure();
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
    this.#missed += 1;
    if (this.#missed > maxMissed) {
      // A stopped process can't obey anything but this; `died` follows.
      kill(this.#worker.pid);
      return;
    }
    void this.#readUsage();
  }

  async #readUsage(): Promise<void> {
    const usage = await this.#worker.getResourceUsage().catch(() => null);
    if (usage === null) return;
    this.#missed = 0;
    this.#cpuSeconds = (usage.ru_utime + usage.ru_stime) / 1_000;
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
