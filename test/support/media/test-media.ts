/** Real media workers on free ports, and rooms on them, for one test. */
import type { MediaConfig } from '../../../server/src/config/config.ts';
import { ServerObserver } from '../../../server/src/core/events/observer.ts';
import { MediaRoom } from '../../../server/src/media/media-room.ts';
import type { MediaTimings } from '../../../server/src/media/mediasoup-engine.ts';
import { LineCensus } from '../../../server/src/media/observation/line-census.ts';
import { WorkerPool } from '../../../server/src/media/workers/workers.ts';
import { RecordedHandlers } from './recorded-handlers.ts';
import type { TestPolicy } from './test-policy.ts';
import { waitUntil } from './wait-until.ts';
import { workerBin } from './worker-bin.ts';

export function testMediaConfig(changes: Partial<MediaConfig> = {}): MediaConfig {
  return {
    workerBin: workerBin(),
    workers: 1,
    listenIp: '127.0.0.1',
    announcedAddress: null,
    portBase: 0,
    maxTransportsPerSeat: 2,
    maxTracksPerSeat: 4,
    maxIncomingBitrateBps: 3_000_000,
    videoCodec: 'vp8',
    maxPacketsPerSecond: 60_000,
    peoplePerWorker: 20,
    preflights: 5,
    ...changes,
  };
}

export class TestMedia {
  readonly pool: WorkerPool;
  readonly observer: ServerObserver;
  readonly census = new LineCensus();
  readonly config: MediaConfig;
  /** Failures that no call reported: a test that ends with any has found a bug. */
  readonly failures: unknown[] = [];

  static async start(changes: Partial<MediaConfig> = {}): Promise<TestMedia> {
    const config = testMediaConfig(changes);
    const observer = new ServerObserver();
    return new TestMedia(await WorkerPool.create({ config, observer }), observer, config);
  }

  private constructor(pool: WorkerPool, observer: ServerObserver, config: MediaConfig) {
    this.pool = pool;
    this.observer = observer;
    this.config = config;
    observer.on('internalError', ({ error }) => this.failures.push(error));
  }

  async createRoom(
    policy: TestPolicy,
    timings: MediaTimings = {},
  ): Promise<{ room: MediaRoom; handlers: RecordedHandlers }> {
    const handlers = new RecordedHandlers();
    const { pool, census, config, observer } = this;
    return {
      room: new MediaRoom({ roomId: 'r-test', policy, handlers, pool, census, config, observer, ...timings }),
      handlers,
    };
  }

  /**
   * Ids of everything that all workers hold (routers, transports, producers, consumers, observers), except their ports.
   */
  async held(): Promise<string[]> {
    const dumps = await Promise.all(this.pool.workers.map((worker) => worker.dump()));
    return dumps.flatMap(({ channelMessageHandlers, webRtcServerIds }) =>
      channelMessageHandlers.channelRequestHandlers.filter((id) => !webRtcServerIds.includes(id)),
    );
  }

  /** Waits until the workers hold exactly this number of objects. */
  async holds(count: number): Promise<void> {
    await waitUntil(async () => (await this.held()).length === count, `the workers hold ${count} things`);
  }

  close(): void {
    this.pool.close();
  }
}
