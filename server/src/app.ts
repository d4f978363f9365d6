/** Puts the house together: store, media, rooms, REST, signaling, metrics. Not listening yet: main.ts and tests do that. */
import type { FastifyInstance } from 'fastify';
import { KeyRing } from './auth/keys.ts';
import type { Config } from './config.ts';
import { serveDemo } from './demo.ts';
import { createFastify } from './http/create-fastify.ts';
import { registerHealth } from './http/health.ts';
import { registerMetrics } from './http/metrics.ts';
import { registerRest } from './http/rest.ts';
import { createLogger, type Log } from './log.ts';
import { logEvents } from './log-events.ts';
import { MediasoupEngine } from './media/mediasoup-engine.ts';
import { Metrics } from './metrics.ts';
import { ServerObserver } from './observer.ts';
import { RoomRegistry } from './rooms/registry.ts';
import type { SignalingLimits } from './signaling/limits.ts';
import { SignalingServer } from './signaling/signaling-server.ts';
import { SqliteStore } from './store/sqlite-store.ts';

export interface App {
  /** Listens when told to; closing it closes everything else. */
  readonly fastify: FastifyInstance;
  readonly registry: RoomRegistry;
  readonly keys: KeyRing;
  readonly observer: ServerObserver;
  readonly log: Log;
  /** Takes no new rooms and seats, tells every client when to come back, closes. Resolves when all is closed. */
  shutDown(): Promise<void>;
}

/** After a shutdown a new process is usually there within seconds; clients jitter around it. */
const retryAfterMs = 2_000;

/** @param options.signalingLimits for tests that would otherwise have to wait or to send a lot */
export async function buildApp(
  config: Config,
  options: { signalingLimits?: Partial<SignalingLimits> } = {},
): Promise<App> {
  const observer = new ServerObserver();
  const log = createLogger(config);
  logEvents(observer, log);
  const keys = new KeyRing(config.keys);
  const store = SqliteStore.open(config.dataDir, {
    onBrokenRoom: (error) => observer.emit('roomUnreadable', { error }),
  });
  const media = await MediasoupEngine.create({ config: config.media, observer });
  const registry = RoomRegistry.create({ store, media, observer });
  const signaling = new SignalingServer({
    registry,
    keys,
    observer,
    routerRtpCapabilities: media.rtpCapabilities,
    allowedOrigins: config.allowedOrigins,
    trustedProxies: config.trustedProxies,
    limits: options.signalingLimits ?? {},
  });
  const fastify = createFastify(config, observer);
  signaling.attach(fastify.server);
  const metrics = new Metrics({ observer, counts: () => registry.counts(), workers: () => media.stats() });
  registerRest(fastify, { registry, keys, config });
  registerHealth(fastify, { isAlive: () => true, registry, media });
  registerMetrics(fastify, { metrics, token: config.metricsToken });
  if (config.mode === 'demo') await serveDemo(fastify);
  // preClose comes before Fastify waits for its connections: WebSockets would keep it waiting.
  fastify.addHook('preClose', async () => signaling.close(retryAfterMs));
  fastify.addHook('onClose', async () => {
    registry.close();
    media.close();
    metrics.close();
    store.close();
  });
  const shutDown = async (): Promise<void> => {
    registry.startDraining();
    await fastify.close();
  };
  return { fastify, registry, keys, observer, log, shutDown };
}
