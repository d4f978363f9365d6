/** The routers of preflights: one for each, on the worker that has the most to spare. Sessions come first. */
import type { MediaConfig } from '../../config/config.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { Echo, EchoHandlers } from '../../preflight/ports.ts';
import { SendingCap } from '../peers/sending-cap.ts';
import { leastLoaded, pressureOf } from '../workers/placement.ts';
import type { WorkerPool } from '../workers/workers.ts';
import { RouterEcho } from './echo.ts';

/**
 * Above this share of a worker's limit it takes no preflights, so that they never fill a worker: one is about 500
 * packets a second, and new people are refused at 1.
 */
const maxPressure = 0.6;

export interface EchoRoutersOptions {
  pool: WorkerPool;
  config: MediaConfig;
  isRelay: (address: string) => boolean;
}

export class EchoRouters {
  readonly #options: EchoRoutersOptions;
  readonly #echoes = new Map<string, RouterEcho>();
  readonly #cap: SendingCap;

  constructor(options: EchoRoutersOptions) {
    this.#options = options;
    const stop = (id: string): void => this.#echoes.get(id)?.end('too-much-media');
    this.#cap = new SendingCap({
      peers: this.#echoes,
      maxBps: options.config.maxIncomingBitrateBps,
      // There is nothing in a preflight that could be muted instead.
      onExceeded: stop,
      onPersisted: stop,
    });
  }

  async open(handlers: EchoHandlers): Promise<Echo> {
    const { pool, config, isRelay } = this.#options;
    const worker = leastLoaded(pool.workers, pool.limits);
    if (!worker) throw new AppError('media-unavailable');
    if (pressureOf(worker.load, pool.limits) > maxPressure) throw new AppError('preflight-busy');
    const router = await worker.createRouter().catch((cause: unknown) => {
      throw new AppError('media-unavailable', undefined, { cause });
    });
    const echo = new RouterEcho({
      router,
      webRtcServer: worker.webRtcServer,
      maxIncomingBitrateBps: config.maxIncomingBitrateBps,
      isRelay,
      handlers,
      onClosed: (closed) => this.#echoes.delete(closed.seatId),
    });
    this.#echoes.set(echo.seatId, echo);
    return echo;
  }

  /** Idempotent. */
  close(): void {
    this.#cap.close();
    for (const echo of [...this.#echoes.values()]) echo.close();
  }
}
