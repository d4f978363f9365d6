/** The media engine: a pool of workers and the rooms on them. The one class of this folder that the rest of the server makes. */
import type { MediaConfig } from '../config.ts';
import type { ServerObserver } from '../observer.ts';
import type { ForwardingPolicy, MediaEngine, RoomMedia, RoomMediaHandlers } from '../rooms/ports.ts';
import { routerCapabilities } from './codecs.ts';
import { MediaRoom } from './media-room.ts';
import type { WorkerStats } from './worker-stats.ts';
import { WorkerPool } from './workers.ts';

export type { WorkerStats } from './worker-stats.ts';

export class MediasoupEngine implements MediaEngine {
  readonly rtpCapabilities: unknown = routerCapabilities;
  readonly #config: MediaConfig;
  readonly #observer: ServerObserver;
  readonly #pool: WorkerPool;

  /** Starts the workers. Rejects, with what failed in words, when one doesn't start or can't bind its port. */
  static async create(options: { config: MediaConfig; observer: ServerObserver }): Promise<MediasoupEngine> {
    return new MediasoupEngine(options, await WorkerPool.create(options));
  }

  private constructor(options: { config: MediaConfig; observer: ServerObserver }, pool: WorkerPool) {
    this.#config = options.config;
    this.#observer = options.observer;
    this.#pool = pool;
  }

  /** Every configured worker runs. */
  get isReady(): boolean {
    return this.#pool.isReady;
  }

  /** Rejects with `media-unavailable` while no worker runs. */
  createRoomMedia(options: {
    roomId: string;
    policy: ForwardingPolicy;
    handlers: RoomMediaHandlers;
  }): Promise<RoomMedia> {
    const { policy, handlers } = options;
    return MediaRoom.create({ policy, handlers, pool: this.#pool, config: this.#config, observer: this.#observer });
  }

  /** One entry per configured worker, in their order. Reading costs each worker a request per stream: scrape, don't poll. */
  stats(): Promise<WorkerStats[]> {
    return this.#pool.stats();
  }

  /** Ends the workers, and with them all media. */
  close(): void {
    this.#pool.close();
  }
}
