/** Prometheus metrics of a node: its lease, the rooms it owns, the database and the other nodes. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import {
  type DatabaseProblem,
  databaseProblems,
  linkFailures,
  type ServerObserver,
} from '../../core/events/observer.ts';

/** Seconds: clients wait up to eight for a takeover before they are told to reconnect. */
const takeoverBuckets = [0.1, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 15, 30];
/** Seconds: ten milliseconds are usual with a synchronous standby. */
const commitBuckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/**
 * Listens as long as the observer exists, which is as long as the server.
 * @param countRooms the rooms that this node owns
 */
export function addClusterMetrics(registry: Registry, observer: ServerObserver, countRooms: () => number): void {
  addOwnershipMetrics(registry, observer, countRooms);
  addLeaseMetrics(registry, observer);
  addDatabaseMetrics(registry, observer);
  addLoadMetrics(registry, observer);
  addLinkMetrics(registry, observer);
  addGuardMetrics(registry, observer);
}

function addOwnershipMetrics(registry: Registry, observer: ServerObserver, countRooms: () => number): void {
  const registers = [registry];
  new Gauge({
    name: 'hearthroom_rooms_owned',
    help: 'Rooms that this node owns and that have not ended',
    registers,
    collect() {
      this.set(countRooms());
    },
  });
  const takeovers = new Counter({
    name: 'hearthroom_takeovers_total',
    help: 'Rooms without an owner that this node adopted while it ran: of nodes that are gone, or given by nodes that drain',
    registers,
  });
  const takeoverTime = new Histogram({
    name: 'hearthroom_takeover_seconds',
    help: 'Time from the search that found rooms without an owner until they ran here',
    buckets: takeoverBuckets,
    registers,
  });
  const fenced = new Counter({
    name: 'hearthroom_fenced_writes_total',
    help: 'Writes refused because another node owns the room',
    registers,
  });
  observer.on('takeover', ({ rooms, ms }) => {
    takeovers.inc(rooms);
    takeoverTime.observe(ms / 1_000);
  });
  observer.on('writeFenced', () => fenced.inc());
}

function addLeaseMetrics(registry: Registry, observer: ServerObserver): void {
  const registers = [registry];
  /** On the monotonic clock; null: the lease was not renewed yet. */
  let expiresMs: number | null = null;
  new Gauge({
    name: 'hearthroom_lease_left_seconds',
    help: 'Time until the lease of this node has to be renewed; 0: it has run out, and media is forwarded in hold mode only',
    registers,
    collect() {
      this.set(expiresMs === null ? 0 : Math.max(expiresMs - performance.now(), 0) / 1_000);
    },
  });
  const holdMode = new Gauge({
    name: 'hearthroom_hold_mode',
    help: 'Whether the database is away, so that sessions continue and nothing new is decided (1) or not (0)',
    registers,
  });
  const commitTime = new Histogram({
    name: 'hearthroom_commit_seconds',
    help: 'Time until the database acknowledged a write of a room',
    buckets: commitBuckets,
    registers,
  });
  const gone = new Counter({
    name: 'hearthroom_nodes_gone_total',
    help: 'Other nodes whose leases expired although they did not drain',
    registers,
  });
  observer.on('leaseRenewed', ({ leftMs }) => {
    expiresMs = performance.now() + leftMs;
  });
  observer.on('holdModeChanged', ({ isOn }) => holdMode.set(isOn ? 1 : 0));
  observer.on('committed', ({ ms }) => commitTime.observe(ms / 1_000));
  observer.on('peerGone', () => gone.inc());
}

function addDatabaseMetrics(registry: Registry, observer: ServerObserver): void {
  const problem = new Gauge({
    name: 'hearthroom_database_problem',
    help: 'Whether the last check of the database, once a minute, found this (1) or not (0)',
    labelNames: ['reason'],
    registers: [registry],
  });
  const note = (loss: DatabaseProblem | null): void => {
    for (const reason of databaseProblems) problem.set({ reason }, reason === loss ? 1 : 0);
  };
  note(null);
  observer.on('databaseLossChanged', ({ loss }) => note(loss));
}

function addLoadMetrics(registry: Registry, observer: ServerObserver): void {
  const registers = [registry];
  const nodes = new Gauge({
    name: 'hearthroom_nodes',
    help: 'Nodes whose lease has not expired, with this one, by state, as this node last read them',
    labelNames: ['state'],
    registers,
  });
  const reserved = new Gauge({
    name: 'hearthroom_load_reserved',
    help: 'Load that is reserved for the rooms of this node',
    registers,
  });
  const max = new Gauge({ name: 'hearthroom_load_max', help: 'The most load that this node takes', registers });
  observer.on('nodesSeen', ({ running, draining }) => {
    nodes.set({ state: 'running' }, running);
    nodes.set({ state: 'draining' }, draining);
  });
  observer.on('loadReported', ({ load, loadMax }) => {
    reserved.set(load);
    max.set(loadMax);
  });
}

function addLinkMetrics(registry: Registry, observer: ServerObserver): void {
  const registers = [registry];
  const forwarded = new Gauge({
    name: 'hearthroom_forwarded_connections',
    help: 'Connections of clients that this node forwards to the nodes that own their rooms',
    registers,
  });
  const failures = new Counter({
    name: 'hearthroom_link_failures_total',
    help: 'Connections to other nodes that failed, by cause',
    labelNames: ['cause'],
    registers,
  });
  for (const cause of linkFailures) failures.inc({ cause }, 0);
  const refused = new Counter({
    name: 'hearthroom_link_handshakes_refused_total',
    help: 'Connections to the port for nodes that did not prove in time that they have the secret of the database',
    registers,
  });
  observer.on('linkRefused', () => refused.inc());
  observer.on('forwardingChanged', ({ connections }) => forwarded.set(connections));
  observer.on('linkFailed', ({ cause }) => failures.inc({ cause }));
}

function addGuardMetrics(registry: Registry, observer: ServerObserver): void {
  const registers = [registry];
  const deaths = new Counter({
    name: 'hearthroom_guard_deaths_total',
    help: 'Times that the guard process of the media workers ended and was started again',
    registers,
  });
  const kills = new Counter({
    name: 'hearthroom_guard_kills_total',
    help: 'Media workers that the guard process ended because the lease of this node was not renewed in time',
    registers,
  });
  observer.on('guardDied', () => deaths.inc());
  observer.on('guardKilled', ({ workers }) => kills.inc(workers));
}
