/** Creates and connects all parts of the server: store, media, rooms, REST, signaling, metrics. `listen` starts it. */

import type { Server } from 'node:http';
import { isIP } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { AccessLog } from './audit/access-log.ts';
import { AuditLog } from './audit/audit-log.ts';
import { createAuth } from './auth/create-auth.ts';
import { Invitations } from './auth/invitations/invitations.ts';
import type { Rotation } from './auth/key-rotation.ts';
import type { KeyRing } from './auth/keys/keys.ts';
import { createIceServers } from './auth/turn-credentials.ts';
import { provideAuditKeys, startCheckpoints } from './bootstrap/audit-parts.ts';
import { type OpenedStore, openStore } from './bootstrap/open-store.ts';
import { ClusterNode } from './cluster/node.ts';
import type { Config } from './config/config.ts';
import { ServerObserver } from './core/events/observer.ts';
import { serveDemo } from './demo/demo.ts';
import { createFastify } from './http/create-fastify.ts';
import { receiveForwarded } from './http/forwarding/forwarded-requests.ts';
import { noBackups } from './http/operations/backup-routes.ts';
import { registerHealth } from './http/operations/health-routes.ts';
import { registerMetrics } from './http/operations/metrics-route.ts';
import { registerSite } from './http/operations/site-routes.ts';
import { registerPages } from './http/pages/page-routes.ts';
import { registerRest } from './http/register-rest.ts';
import { serveSdk } from './http/sdk/serve-sdk.ts';
import { limitConnections, ofThisProcess } from './http/security/connection-limit.ts';
import { registerUpgradeRequired } from './http/security/upgrade-required.ts';
import { startMediaJournal } from './journal/journal.ts';
import { MediasoupEngine, type MediaTimings } from './media/mediasoup-engine.ts';
import { RelayAddresses } from './media/peers/relay-addresses.ts';
import { Preflights, type PreflightsOptions } from './preflight/preflights.ts';
import { Drain, type DrainTimings } from './process/drain.ts';
import { createLogger, type Log } from './process/log/log.ts';
import { logEvents } from './process/log/log-events.ts';
import { watchMediaReach } from './process/media-reach.ts';
import { Metrics } from './process/metrics/metrics.ts';
import { PublicNameWatch } from './process/public-name.ts';
import { CertificateRenewal, type RenewalTimings } from './process/tls/certificate-renewal.ts';
import { RoomRegistry } from './rooms/registry.ts';
import { PersonalLinks } from './series/personal-links.ts';
import { RoomKeeper } from './series/room-keeper.ts';
import { SeriesDesk } from './series/series-desk.ts';
import type { SignalingLimits } from './signaling/limits.ts';
import { connectPath, SignalingServer } from './signaling/signaling-server.ts';
import { Backups } from './store/sqlite/backup/backups.ts';
import type { Store } from './store/store.ts';
import { type DispatcherTimings, WebhookDispatcher } from './webhooks/dispatcher.ts';

export interface App {
  /** Closing it closes everything else. */
  readonly fastify: FastifyInstance;
  readonly registry: RoomRegistry;
  readonly keys: KeyRing;
  readonly invitations: Invitations;
  readonly links: PersonalLinks;
  readonly access: AccessLog;
  readonly observer: ServerObserver;
  readonly log: Log;
  /** Started by SIGTERM or POST /v1/drain; main.ts ends the process when it has finished. */
  readonly drain: Drain;
  /** Resolves when this server, one of several nodes, may not run rooms any more: the process has to end. */
  readonly lost: Promise<void>;
  /**
   * Listens for clients; a node then begins to take rooms. If that fails everything is closed, and a node has given back
   * its rooms and its name. @returns the URL
   */
  listen(at: { host: string; port: number }): Promise<string>;
  /** Reloads the key file. Rejects with AppError `key-file-invalid`, which is also logged; the present keys stay. */
  reloadKeys(): Promise<Rotation>;
  /** Reloads the certificate files. Problems are logged, and the present certificate stays. */
  reloadCertificate(): void;
  /** Refuses new rooms and seats, tells every client when to reconnect, closes. Resolves when everything is closed. */
  shutDown(): Promise<void>;
}

/** Where other nodes continue the rooms. */
const movedRetryAfterMs = 0;
/** After a shutdown a new process usually runs within seconds. Clients add a random delay. */
const retryAfterMs = 2_000;
/**
 * Time for the last webhooks, including the last checkpoint of the audit log. Events not delivered by then are
 * delivered after the next start.
 */
const lastDeliveriesMs = 3_000;

/** For tests, which would otherwise have to wait or send too much. */
export interface BuildOptions {
  signalingLimits?: Partial<SignalingLimits>;
  webhookTimings?: Partial<DispatcherTimings>;
  drainTimings?: Partial<DrainTimings>;
  mediaTimings?: MediaTimings;
  renewalTimings?: Partial<RenewalTimings>;
  preflight?: Pick<PreflightsOptions, 'lifetimeMs'>;
}

/** What the other parts need from the beginning. */
interface Begun extends OpenedStore {
  observer: ServerObserver;
  log: Log;
  eventLog: ReturnType<typeof logEvents>;
  /** Receives what closes each part, should a later one fail. */
  cleanUps: CleanUp[];
}

type CleanUp = () => unknown;

/** Rejects when a part can't be made; a node has left the others then. */
export async function buildApp(config: Config, options: BuildOptions = {}): Promise<App> {
  const observer = new ServerObserver();
  const log = createLogger(config);
  const eventLog = logEvents(observer, log);
  watchMediaReach(observer);
  const opened = await openStore(config, observer);
  const cleanUps: CleanUp[] = [() => opened.store.close(), () => opened.membership?.close()];
  try {
    return await connectParts(config, options, { ...opened, observer, log, eventLog, cleanUps });
  } catch (error) {
    await closeAll(cleanUps);
    throw error;
  }
}

/** The latest first. What can't be closed neither keeps the others open nor hides why the server did not start. */
async function closeAll(cleanUps: readonly CleanUp[]): Promise<void> {
  for (const cleanUp of cleanUps.toReversed())
    try {
      await cleanUp();
    } catch {
      // The error to tell is another one.
    }
}

async function connectParts(
  config: Config,
  options: BuildOptions,
  { store, sqlite, membership, clock, observer, log, eventLog, cleanUps }: Begun,
): Promise<App> {
  const now = () => clock.now();
  const auth = createAuth({ sources: config, store, observer, now });
  const auditKeys = await provideAuditKeys(config, store, observer, now);
  const audit = new AuditLog({ store: store.audit, observer, clock, retentionDays: config.auditRetentionDays });
  const access = new AccessLog({ store: store.audit, observer, now, isOn: config.auditAccess });
  cleanUps.push(
    () => auth.revocations.close(),
    () => audit.close(),
    () => access.close(),
  );
  const { keys, tokens } = auth;
  const invitations = new Invitations({ store: store.invitations, keys, access, observer, now });
  const journal = await startMediaJournal({
    store: store.journal,
    observer,
    clock,
    retentionDays: config.mediaJournalDays,
  });
  const relay = new RelayAddresses(config.turn?.urls ?? []);
  cleanUps.push(
    () => journal?.close(),
    () => relay.close(),
  );
  const media = await MediasoupEngine.create({
    config: config.media,
    observer,
    timings: options.mediaTimings ?? {},
    isRelay: (address) => relay.has(address),
    processes: membership?.guard,
  });
  cleanUps.push(() => media.close());
  const registry = await RoomRegistry.create({
    ...{ store, media, observer, clock, isShared: membership !== null },
    regions: membership && {
      own: membership.identity.region,
      isKnown: (region) => membership.store.cluster.nodes.isRegionKnown(region),
    },
  });
  cleanUps.push(() => registry.close());
  const keeper = new RoomKeeper({
    ...{ store: store.series, registry, observer, clock, secret: store.serverSecret },
  });
  const links = new PersonalLinks({ invitations, series: store.series, registry, access, observer, clock });
  const series = new SeriesDesk({ store: store.series, observer, clock, onChanged: () => keeper.wake() });
  cleanUps.push(() => keeper.close());
  const node =
    membership &&
    new ClusterNode({
      ...membership,
      ...{ store: membership.store.cluster, registry, observer },
      isFull: () => media.isFull,
      tell: (peer) => membership.links.askPeer(peer, membership.lease.renewedForMs),
    });
  const { drainLimitSeconds: limitSeconds } = config;
  const drain = new Drain({ registry, observer, limitSeconds, timings: options.drainTimings ?? {}, now });
  const webhooks = startWebhooks(config, store, observer, now, options);
  cleanUps.push(
    () => drain.close(),
    () => webhooks?.close(),
  );
  const preflights = new Preflights({ media, observer, max: config.media.preflights, ...options.preflight });
  cleanUps.push(() => preflights.close());
  const signaling = new SignalingServer({
    registry,
    preflights,
    tokens,
    observer,
    routerRtpCapabilities: media.rtpCapabilities,
    createIceServers: (maxSeconds) => createIceServers(config.turn, now(), maxSeconds),
    allowedOrigins: config.allowedOrigins,
    trustedProxies: config.trustedProxies,
    limits: options.signalingLimits ?? {},
    remote: node && membership && { rooms: node, links: membership.links },
  });
  cleanUps.push(() => signaling.close(retryAfterMs));
  const fastify = createFastify(config, observer);
  signaling.attach(fastify.server);
  // A node needs a descriptor for a client, one to forward it, and one for each client that other nodes forward.
  const connectionLimit = limitConnections(fastify.server, observer, ofThisProcess, node ? 1 / 3 : 1);
  cleanUps.push(() => connectionLimit.close());
  const target = { dataDir: config.dataDir, ...config.backup };
  const backups = sqlite && new Backups({ target, store: sqlite, observer, now });
  const metrics = new Metrics({
    observer,
    counts: () => registry.counts(),
    workers: () => media.stats(),
    newestBackupAt: async () => (await backups?.newestAt()) ?? null,
    cluster: node !== null,
    webhookBacklog: config.webhook ? () => store.outbox.backlog() : undefined,
    now,
  });
  const checkpoints = startCheckpoints(config, store, observer, auditKeys, now);
  cleanUps.push(
    () => metrics.close(),
    () => checkpoints.close(),
  );
  registerRest(fastify, {
    registry,
    series,
    auth,
    invitations,
    links,
    observer,
    audit: store.audit,
    access,
    checkpoints,
    evidence: store.journal,
    backups: backups ?? noBackups,
    drain,
    config,
    now,
    remote: node && membership && { rooms: node, links: membership.links },
  });
  if (config.pages) registerPages(fastify, { links, config });
  if (config.serveSdk) serveSdk(fastify, observer);
  registerUpgradeRequired(fastify, connectPath);
  const databaseLoss = (failure: unknown) => membership?.databaseLoss(failure) ?? null;
  registerHealth(fastify, {
    isAlive: () => true,
    registry,
    media,
    storeLoss: () => sqlite?.loss ?? null,
    databaseLoss,
  });
  const { metricsToken: token, trustedProxies } = config;
  registerMetrics(fastify, { metrics, token, trustedProxies, host: config.listen.host });
  registerSite(fastify, { isOn: config.docs });
  if (config.mode === 'demo') await serveDemo(fastify);
  const publicName = watchPublicName(config, observer);
  const renewal = startRenewal(fastify, config, observer, options);
  clock.follow((stepMs) => {
    observer.emit('clockStepped', { stepMs });
    // First: earlier entries have times on the old clock, later ones on the new clock.
    access.handleClockStep();
    audit.handleClockStep(stepMs);
    journal?.handleClockStep(stepMs);
    auth.revocations.handleClockStep();
    webhooks?.handleClockStep(stepMs);
    registry.handleClockStep(stepMs);
    keeper.handleClockStep(stepMs);
    // A certificate that was refused as expired may be valid on the new clock.
    renewal?.reload();
  });
  // preClose runs before Fastify waits for connections to close; WebSockets would delay it forever.
  fastify.addHook('preClose', async () => {
    // Otherwise other nodes would give it rooms.
    await membership?.lease.drain();
    // Clients of a node reconnect at once, to another one; those of a single server are told when to come back.
    const served = node ? stopListening(fastify.server) : null;
    signaling.close(node ? movedRetryAfterMs : retryAfterMs);
    // Its rooms continue on other nodes while this one ends.
    await node?.closeAndGiveRooms();
    if (served) {
      // As Fastify does: only WebSockets are waited for, which have been told to close.
      fastify.server.closeAllConnections();
      await served;
    }
  });
  fastify.addHook('onClose', async () => {
    clock.close();
    renewal?.close();
    connectionLimit.close();
    publicName?.close();
    await backups?.close();
    drain.close();
    await keeper.close();
    preflights.close();
    await registry.close();
    media.close();
    relay.close();
    await journal?.close();
    await access.close();
    await audit.close();
    await checkpoints.close();
    await webhooks?.deliverDue(lastDeliveriesMs);
    metrics.close();
    webhooks?.close();
    auth.revocations.close();
    await node?.closeAndGiveRooms();
    await membership?.close();
    await store.close();
    eventLog.close();
  });
  const shutDown = async (): Promise<void> => {
    registry.startDraining();
    await fastify.close();
  };
  store.revocations.onReread = () => void auth.tokens.withdraw();
  const { promise: lost, resolve: handleLost } = Promise.withResolvers<void>();
  if (membership) {
    membership.onLost = () => {
      registry.abandon();
      signaling.close(movedRetryAfterMs);
      handleLost();
    };
    membership.serve({
      onRequest: (request, response) => receiveForwarded(fastify, request, response),
      onUpgrade: (request, socket, head) => signaling.acceptForwarded(request, socket, head),
    });
    drain.onStart = () => void node?.drain();
  }
  const listen = async (at: { host: string; port: number }): Promise<string> => {
    try {
      const url = await fastify.listen(at);
      await node?.start();
      keeper.start();
      return url;
    } catch (error) {
      // Why it can't listen is the error to tell, also when closing fails.
      await shutDown().catch(() => {});
      throw error;
    }
  };
  const reloadKeys = () => auth.rotation.reload();
  const reloadCertificate = () => renewal?.reload();
  return {
    fastify,
    registry,
    keys,
    invitations,
    links,
    access,
    observer,
    log,
    drain,
    lost,
    listen,
    reloadKeys,
    reloadCertificate,
    shutDown,
  };
}

/** Refuses new connections from now on. Resolves when those that there are have ended. */
function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function watchPublicName({ media }: Config, observer: ServerObserver): PublicNameWatch | null {
  const name = media.announcedAddress;
  return name === null || isIP(name) !== 0 ? null : new PublicNameWatch({ name, observer });
}

function startRenewal(
  { server }: FastifyInstance,
  { tls: files }: Config,
  observer: ServerObserver,
  { renewalTimings: timings = {} }: BuildOptions,
): CertificateRenewal | null {
  return files && server instanceof TlsServer ? new CertificateRenewal({ server, files, observer, timings }) : null;
}

function startWebhooks(
  { webhook: target }: Config,
  { outbox }: Pick<Store, 'outbox'>,
  observer: ServerObserver,
  now: () => number,
  { webhookTimings: timings = {} }: BuildOptions,
): WebhookDispatcher | null {
  return target && new WebhookDispatcher({ outbox, target, observer, now, timings });
}
