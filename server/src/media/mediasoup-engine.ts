/**
 * The media engine: a pool of workers and the rooms on them. The only class of this folder that the rest of the server
 * creates.
 */
import type { MediaConfig } from '../config/config.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { Echo, EchoEngine, EchoHandlers } from '../preflight/ports.ts';
import type { ForwardingPolicy, MediaEngine, RoomMedia, RoomMediaHandlers } from '../rooms/ports.ts';
import { MediaRoom, type MediaRoomOptions } from './media-room.ts';
import { LineCensus } from './observation/line-census.ts';
import { EchoRouters } from './preflight/echo-routers.ts';
import { routerCapabilitiesFor } from './rtp/codecs.ts';
import type { SeatId } from './shared/ids.ts';
import { areFull } from './workers/placement.ts';
import { expectedPackets } from './workers/stream-load.ts';
import type { WorkerStats } from './workers/worker-stats.ts';
import { WorkerPool, type WorkerProcesses } from './workers/workers.ts';

export type { WorkerStats } from './workers/worker-stats.ts';

/** For tests, which would wait too long otherwise. */
export type MediaTimings = Pick<MediaRoomOptions, 'connectTimeoutMs' | 'consentTimeoutS'>;

export interface EngineOptions {
  config: MediaConfig;
  observer: ServerObserver;
  /** Watches the processes of the workers. */
  processes?: WorkerProcesses | undefined;
  timings?: MediaTimings;
  isRelay?: MediaRoomOptions['isRelay'];
}

export class MediasoupEngine implements MediaEngine, EchoEngine {
  readonly rtpCapabilities: unknown;
  readonly #config: MediaConfig;
  readonly #observer: ServerObserver;
  readonly #pool: WorkerPool;
  readonly #census = new LineCensus();
  readonly #echoes: EchoRouters;
  readonly #roomOptions: MediaTimings & Pick<MediaRoomOptions, 'isRelay'>;

  /** Starts the workers. Rejects with a readable error when one doesn't start or can't bind its port. */
  static async create(options: EngineOptions): Promise<MediasoupEngine> {
    return new MediasoupEngine(options, await WorkerPool.create(options));
  }

  private constructor(options: EngineOptions, pool: WorkerPool) {
    this.#config = options.config;
    this.rtpCapabilities = routerCapabilitiesFor(options.config.videoCodec);
    this.#observer = options.observer;
    this.#pool = pool;
    const { isRelay = () => false } = options;
    this.#echoes = new EchoRouters({ pool, config: options.config, isRelay });
    this.#roomOptions = { ...options.timings, ...(options.isRelay && { isRelay: options.isRelay }) };
  }

  /** True while every configured worker runs. */
  get isReady(): boolean {
    return this.#pool.isReady;
  }

  /** Whether somebody who comes first into a room would be refused with `capacity`. */
  get isFull(): boolean {
    const { workers, limits } = this.#pool;
    const loads = workers.map(({ load }) => load);
    return areFull(loads, limits, expectedPackets(0, 1));
  }

  /** Also while no worker runs: clients that open media then are told when one does. */
  async createRoomMedia(options: {
    roomId: string;
    policy: ForwardingPolicy;
    handlers: RoomMediaHandlers;
    returning: readonly SeatId[];
  }): Promise<RoomMedia> {
    const [pool, census, config, observer] = [this.#pool, this.#census, this.#config, this.#observer];
    return new MediaRoom({ ...options, pool, census, config, observer, ...this.#roomOptions });
  }

  /**
   * One entry per configured worker, in order. Costs one request to the worker per stream: call it for each scrape, not
   * more often.
   */
  stats(): Promise<WorkerStats[]> {
    return this.#pool.stats();
  }

  /** Opens a router that sends back what one client sends, for a preflight. */
  openEcho(handlers: EchoHandlers): Promise<Echo> {
    return this.#echoes.open(handlers);
  }

  /** Ends the workers, and with them all media. */
  close(): void {
    this.#echoes.close();
    this.#pool.close();
  }
}
