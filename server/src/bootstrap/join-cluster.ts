/** Makes this server a node: opens the shared database, listens for other nodes, and begins to renew its lease. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { WorkerGuard } from '../cluster/guard/worker-guard.ts';
import { defaultLeaseTimings, Lease, type PeerLease } from '../cluster/lease.ts';
import { LinkListener } from '../cluster/links/link-listener.ts';
import { linkKeyOf } from '../cluster/links/link-tls.ts';
import { NodeLinks } from '../cluster/links/node-links.ts';
import { type NodeIdentity, NodeNameInUseError } from '../cluster/ports.ts';
import type { ClusterConfig, MediaConfig } from '../config/config.ts';
import type { ServerObserver } from '../core/observer.ts';
import { newId } from '../core/random.ts';
import { checkDatabase } from '../store/postgres/connection/check-database.ts';
import { connectionOptions } from '../store/postgres/connection/connection-options.ts';
import { type DatabaseLoss, databaseLossOf } from '../store/postgres/connection/database-loss.ts';
import { DatabaseWatch } from '../store/postgres/connection/database-watch.ts';
import { PostgresStore } from '../store/postgres/postgres-store.ts';
import type { StoreOptions } from '../store/store.ts';

export interface JoinOptions {
  cluster: ClusterConfig;
  media: MediaConfig;
  observer: ServerObserver;
  store: StoreOptions;
}

/** What other nodes ask of this one; set when it is ready, until then they are refused. */
export interface LinkHandlers {
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
  watch: DatabaseWatch;
  /** Begins to answer other nodes. */
  serve(handlers: LinkHandlers): void;
  /** Called once when this node may not run rooms any more. */
  onLost: () => void;
  /** @param failure why a probe of the store failed; null: it works */
  databaseLoss(failure: unknown): DatabaseLoss | null;
  close(): Promise<void>;
}

/** A node that crashed frees its name when its lease has expired. */
const nameWaitMs = defaultLeaseTimings.ttlMs + 2_000;
const nameRetryMs = 250;

export async function joinCluster({ cluster, media, observer, store: storeOptions }: JoinOptions): Promise<Membership> {
  const connection = connectionOptions(cluster.databaseUrl);
  const acceptsAsyncStandby = cluster.asyncStandby === 'accept';
  const check = () => checkDatabase(connection, { acceptsAsyncStandby });
  await check();
  const incarnation = newId('n');
  let handlers: LinkHandlers = { onRequest: refuseRequest, onUpgrade: (_request, socket) => socket.destroy() };
  let lease: Lease | null = null;
  const listening: { listener: LinkListener | null; key: Buffer; identity: NodeIdentity | null } = {
    listener: null,
    key: Buffer.alloc(0),
    identity: null,
  };
  const identify = async (serverSecret: Uint8Array): Promise<NodeIdentity> => {
    if (listening.identity) return listening.identity;
    listening.key = linkKeyOf(serverSecret);
    const { key } = listening;
    const onRequest: LinkHandlers['onRequest'] = (...request) => handlers.onRequest(...request);
    const onUpgrade: LinkHandlers['onUpgrade'] = (...upgrade) => handlers.onUpgrade(...upgrade);
    const peerLease = (): PeerLease => lease?.peerLease ?? { renewedForMs: null, renewedAgoMs: 0 };
    listening.listener = await LinkListener.listen(
      { key, incarnation, observer, onRequest, onUpgrade, peerLease },
      cluster.listen,
    );
    listening.identity = identityOf(incarnation, cluster, media, listening.listener.address);
    return listening.identity;
  };
  try {
    const store = await openWhenNameIsFree(() => PostgresStore.open({ ...storeOptions, connection, node: identify }));
    const { listener, key, identity } = listening;
    if (!listener || !identity) throw new Error('the node was not identified');
    const links = new NodeLinks({ key, incarnation, observer });
    const guard = await WorkerGuard.start({ observer, onLost: () => membership.onLost() });
    lease = new Lease({
      nodes: store.cluster.nodes,
      observer,
      onDatabaseLoss: cluster.onDatabaseLoss,
      askPeer: (peer) => links.askPeer(peer),
      onExtended: (ms) => guard.extend(ms),
      onLost: () => {
        guard.extend(0);
        membership.onLost();
      },
      loadMax: identity.loadMax,
    });
    await lease.start();
    const watch = new DatabaseWatch({ check, onChange: (loss) => observer.emit('databaseLossChanged', { loss }) });
    const started = lease;
    const membership: Membership = {
      ...{ identity, store, lease, links, guard, watch },
      serve: (ready) => {
        handlers = ready;
      },
      onLost: () => {},
      databaseLoss: (failure) => {
        if (started.state === 'lost') return 'lease-lost';
        return failure === null ? watch.loss : databaseLossOf(failure);
      },
      close: async () => {
        watch.close();
        started.close();
        links.close();
        await listener.close();
        await guard.close();
      },
    };
    return membership;
  } catch (error) {
    await listening.listener?.close();
    throw error;
  }
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
    version: process.env.npm_package_version ?? '0',
    loadMax: workers * peoplePerWorker ** 2,
  };
}

function refuseRequest(_request: IncomingMessage, response: ServerResponse): void {
  // Nothing was done: the node that asks looks for the room again.
  response.writeHead(421).end();
}
