/** Makes this server a node: opens the shared database, listens for other nodes, and begins to renew its lease. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { WorkerGuard } from '../cluster/guard/worker-guard.ts';
import { defaultLeaseTimings, Lease } from '../cluster/lease.ts';
import { LinkListener } from '../cluster/links/link-listener.ts';
import { linkKeyOf } from '../cluster/links/link-tls.ts';
import { NodeLinks } from '../cluster/links/node-links.ts';
import { type NodeIdentity, NodeNameInUseError } from '../cluster/ports.ts';
import type { ClusterConfig, MediaConfig } from '../config/config.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { newId } from '../core/secrets/random.ts';
import { maxConnectionsFor, ofThisProcess } from '../http/security/connection-limit.ts';
import { stateVersion } from '../rooms/machine/save.ts';
import { checkDatabase } from '../store/postgres/connection/check-database.ts';
import { connectionOptions } from '../store/postgres/connection/connection-options.ts';
import type { DatabaseLoss } from '../store/postgres/connection/database-loss.ts';
import { DatabaseWatch } from '../store/postgres/connection/database-watch.ts';
import { PostgresStore } from '../store/postgres/postgres-store.ts';
import type { StoreOptions } from '../store/store.ts';

interface JoinOptions {
  cluster: ClusterConfig;
  media: MediaConfig;
  observer: ServerObserver;
  store: StoreOptions;
}

/** What other nodes ask of this one. */
interface LinkHandlers {
  onRequest(request: IncomingMessage, response: ServerResponse): void;
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** The parts of a node that exist before its rooms. */
export interface Membership {
  identity: NodeIdentity;
  store: PostgresStore;
  lease: Lease;
  links: NodeLinks;
  guard: WorkerGuard;
  /** Begins to answer other nodes, which are told to look for the room again until then. */
  serve(handlers: LinkHandlers): void;
  /** Called once, synchronously, when this node may not run rooms any more. */
  onLost: () => void;
  /** @param failure why a probe of the store failed; null: it works */
  databaseLoss(failure: unknown): DatabaseLoss | null;
  /** Everything but the store. */
  close(): Promise<void>;
}

/** A node that crashed frees its name when its lease has expired. */
const nameWaitMs = defaultLeaseTimings.ttlMs + 2_000;
const nameRetryMs = 250;
const misdirected = 421;

export async function joinCluster(options: JoinOptions): Promise<Membership> {
  const cleanUps: (() => unknown)[] = [];
  try {
    return await join(options, cleanUps);
  } catch (error) {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
    throw error;
  }
}

/** @param cleanUps receives what undoes each part, should a later one fail */
async function join(options: JoinOptions, cleanUps: (() => unknown)[]): Promise<Membership> {
  const { cluster, observer } = options;
  const connection = connectionOptions(cluster.databaseUrl);
  const acceptsAsyncStandby = cluster.asyncStandby === 'accept';
  const check = () => checkDatabase(connection, { acceptsAsyncStandby });
  await check();

  const loss = {
    has: false,
    handle: (): void => {},
    happen: (): void => {
      loss.has = true;
      loss.handle();
    },
  };
  const listener = new NodeListener(options);
  cleanUps.push(() => listener.close());
  const node = (serverSecret: Uint8Array) => listener.open(serverSecret);
  const store = await openWhenNameIsFree(() => PostgresStore.open({ ...options.store, connection, node }));
  cleanUps.push(() => store.close());
  const { key, identity } = listener.opened;
  const links = new NodeLinks({ key, incarnation: identity.incarnation, observer });
  cleanUps.push(() => links.close());
  const handleGuardLost = (error: Error): void => {
    observer.emit('guardLost', { error });
    loss.happen();
  };
  const guard = await WorkerGuard.start({ observer, onLost: handleGuardLost });
  cleanUps.push(() => guard.close());
  const lease = new Lease({
    nodes: store.cluster.nodes,
    observer,
    onDatabaseLoss: cluster.onDatabaseLoss,
    askPeer: (peer) => links.askPeer(peer, null),
    onExtended: (ms) => guard.extend(ms),
    onLost: () => {
      guard.extend(0);
      loss.happen();
    },
    loadMax: identity.loadMax,
  });
  cleanUps.push(() => lease.close());
  await lease.start();
  listener.lease = lease;
  const watch = new DatabaseWatch({
    check,
    onChange: (found) => observer.emit('databaseLossChanged', { loss: found }),
  });
  watch.followWrites(observer);
  return {
    ...{ identity, store, lease, links, guard },
    serve: (handlers) => {
      listener.handlers = handlers;
    },
    get onLost() {
      return loss.handle;
    },
    set onLost(handle) {
      loss.handle = handle;
      if (loss.has) handle();
    },
    databaseLoss: (failure) => (lease.state === 'lost' ? 'lease-lost' : watch.lossAfter(failure)),
    close: async () => {
      watch.close();
      lease.close();
      links.close();
      await listener.close();
      await guard.close();
    },
  };
}

/** Listens for other nodes. Opened while the store opens: its key comes from the database, which stores its address. */
class NodeListener {
  handlers: LinkHandlers | null = null;
  lease: Lease | null = null;
  readonly #options: JoinOptions;
  readonly #incarnation = newId('n');
  #listener: LinkListener | null = null;
  #opened: { key: Buffer; identity: NodeIdentity } | null = null;

  constructor(options: JoinOptions) {
    this.#options = options;
  }

  get opened(): { key: Buffer; identity: NodeIdentity } {
    if (!this.#opened) throw new Error('the node does not listen for other nodes yet');
    return this.#opened;
  }

  /** Listens, if it does not already: the database may be opened several times until the node's name is free. */
  async open(serverSecret: Uint8Array): Promise<NodeIdentity> {
    if (this.#opened) return this.#opened.identity;
    const { cluster, media, observer } = this.#options;
    const key = linkKeyOf(serverSecret);
    this.#listener = await LinkListener.listen(
      {
        ...{ key, incarnation: this.#incarnation, observer, limits: linkLimits() },
        peerLease: (renewedForMs) => {
          this.lease?.handleAsked(renewedForMs);
          return this.lease?.peerLease ?? { renewedForMs: null, renewedAgoMs: Number.MAX_SAFE_INTEGER };
        },
        onRequest: (request, response) =>
          this.handlers ? this.handlers.onRequest(request, response) : response.writeHead(misdirected).end(),
        onUpgrade: (request, socket, head) =>
          this.handlers ? this.handlers.onUpgrade(request, socket, head) : socket.destroy(),
      },
      cluster.listen,
    );
    const identity = identityOf(this.#incarnation, cluster, media, this.#listener.address);
    this.#opened = { key, identity };
    return identity;
  }

  async close(): Promise<void> {
    await this.#listener?.close();
  }
}

/** A third of the descriptors; clients get another third, and each of them that is forwarded needs one more. */
function linkLimits(): { maxConnections?: number } {
  const limit = ofThisProcess.limit();
  if (limit === null) return {};
  return { maxConnections: Math.max(Math.floor(maxConnectionsFor(limit, ofThisProcess.used()) / 3), 1) };
}

async function openWhenNameIsFree(open: () => Promise<PostgresStore>): Promise<PostgresStore> {
  const until = performance.now() + nameWaitMs;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof NodeNameInUseError) || performance.now() >= until) throw error;
      await delay(nameRetryMs);
    }
  }
}

function identityOf(
  incarnation: string,
  { nodeName: name, region, address }: ClusterConfig,
  { workers, peoplePerWorker }: MediaConfig,
  listening: string,
): NodeIdentity {
  const port = address?.port ?? Number(listening.slice(listening.lastIndexOf(':') + 1));
  const host = address?.host.includes(':') ? `[${address.host}]` : address?.host;
  return {
    incarnation,
    name,
    region,
    address: host === undefined ? listening : `${host}:${port}`,
    version: readVersion(),
    stateVersion,
    loadMax: workers * peoplePerWorker ** 2,
  };
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return String(version);
}
