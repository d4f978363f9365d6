/**
 * Prometheus metrics. Counts observer events, and calls the given functions when it is read; no other code calls it. No
 * label has an unbounded set of values: no rooms, seats or addresses.
 */

import type { Phase, SeatState } from '@hearthroom/sdk/protocol';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { connectStages } from '../../core/events/media-events.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import type { Backlog } from '../../webhooks/outbox.ts';
import { addClusterMetrics } from './cluster-metrics.ts';
import { addMediaMetrics } from './media-metrics.ts';
import {
  addBackupMetrics,
  addCertificateMetrics,
  addCheckpointMetrics,
  addClockMetrics,
  addPublicNameMetrics,
} from './operation-metrics.ts';
import { addPreflightMetrics } from './preflight-metrics.ts';
import { addProcessMetrics } from './process-metrics.ts';
import { addRefusalMetrics } from './refusal-metrics.ts';
import { addWebhookMetrics } from './webhook-metrics.ts';

/** The figures of one media worker. The counters only grow. */
export interface WorkerNumbers {
  worker: number;
  isRunning: boolean;
  cpuSeconds: number;
  packetsIn: number;
  packetsOut: number;
  bytesIn: number;
  bytesOut: number;
  rooms: number;
  /** RTP packets a second of its streams. */
  packetsPerSecond: number;
  /** 1 is its limit. */
  pressure: number;
}

export interface MetricsOptions {
  observer: ServerObserver;
  /** Running rooms and their seats. */
  counts(): { roomsByPhase: Record<Phase, number>; seatsByState: Record<SeatState, number> };
  workers(): Promise<readonly WorkerNumbers[]>;
  /** When the newest backup was written, milliseconds since 1970-01-01 UTC; null: there is none. */
  newestBackupAt?(): Promise<number | null>;
  /** Absent without a webhook. */
  webhookBacklog?: (() => Promise<Backlog>) | undefined;
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
  /** Is this server one of several nodes? */
  cluster?: boolean;
}

/** Seconds from being admitted to the first packet: half a second is noticed, two are a failure. */
const firstPacketBuckets = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10];
/** Seconds from connecting to being admitted, which a person decides. */
const waitBuckets = [1, 5, 15, 30, 60, 120, 300, 600, 1_200, 3_600];
/** Reading workers costs one request per stream; more frequent scrapes get the last reading. */
const workersIntervalMs = 1_000;

export class Metrics {
  readonly #registry = new Registry();
  readonly #readWorkers: () => Promise<void>;

  constructor({
    observer,
    counts,
    workers,
    newestBackupAt,
    webhookBacklog,
    now = Date.now,
    cluster = false,
  }: MetricsOptions) {
    addProcessMetrics(this.#registry);
    addRoomMetrics(this.#registry, counts);
    this.#readWorkers = addWorkerMetrics(this.#registry, workers);
    addEventMetrics(this.#registry, observer);
    addMediaMetrics(this.#registry, observer);
    addPreflightMetrics(this.#registry, observer);
    addCertificateMetrics(this.#registry, observer);
    addClockMetrics(this.#registry, observer);
    addCheckpointMetrics(this.#registry, observer);
    addRefusalMetrics(this.#registry, observer);
    addPublicNameMetrics(this.#registry, observer);
    if (cluster) addClusterMetrics(this.#registry, observer, () => roomsIn(counts()));
    if (webhookBacklog) addWebhookMetrics(this.#registry, observer, webhookBacklog, now);
    if (newestBackupAt) addBackupMetrics(this.#registry, newestBackupAt);
  }

  /** Media type of the result of render(). */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics in Prometheus's text format. */
  async render(): Promise<string> {
    await this.#readWorkers();
    return this.#registry.metrics();
  }

  /** Removes all metrics. Idempotent. */
  close(): void {
    this.#registry.clear();
  }
}

/** Rooms that have not ended. */
const roomsIn = ({ roomsByPhase }: ReturnType<MetricsOptions['counts']>): number =>
  Object.entries(roomsByPhase).reduce((sum, [phase, count]) => (phase === 'ended' ? sum : sum + count), 0);

function addRoomMetrics(registry: Registry, counts: MetricsOptions['counts']): void {
  const registers = [registry];
  new Gauge({
    name: 'hearthroom_rooms',
    help: 'Rooms that have not ended, by phase',
    labelNames: ['phase'],
    registers,
    collect() {
      for (const [phase, count] of Object.entries(counts().roomsByPhase))
        if (phase !== 'ended') this.set({ phase }, count);
    },
  });
  new Gauge({
    name: 'hearthroom_seats',
    help: 'Seats of rooms that have not ended, by state',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(counts().seatsByState)) this.set({ state }, count);
    },
  });
}

/** @returns a function that updates the metrics. It never rejects: if a worker can't be asked, the last values stay */
function addWorkerMetrics(registry: Registry, workers: MetricsOptions['workers']): () => Promise<void> {
  const base = { labelNames: ['worker'], registers: [registry] };
  const up = new Gauge({ ...base, name: 'hearthroom_worker_up', help: 'Whether the media worker runs (1) or not (0)' });
  const gauge = (name: string, help: string) => new Gauge({ ...base, name: `hearthroom_worker_${name}`, help });
  const counter = (name: string, help: string) => new Counter({ ...base, name: `hearthroom_worker_${name}`, help });
  const load = {
    rooms: gauge(
      'rooms',
      'Rooms with people on the media worker; one that is spread counts on each, and a preflight is none',
    ),
    packetsPerSecond: gauge(
      'load_packets_per_second',
      'RTP packets a second, received and sent, by which rooms are placed',
    ),
    pressure: gauge('load_ratio', 'Load of the media worker, by packets or CPU time, as a part of its limit'),
  };
  const totals = {
    cpuSeconds: counter('cpu_seconds_total', 'CPU time of the media worker, user and system'),
    packetsIn: counter('packets_received_total', 'RTP packets received from senders'),
    packetsOut: counter('packets_sent_total', 'RTP packets sent to receivers'),
    bytesIn: counter('bytes_received_total', 'Bytes received by media transports'),
    bytesOut: counter('bytes_sent_total', 'Bytes sent by media transports'),
  };
  const record = (numbers: readonly WorkerNumbers[]): void => {
    for (const metric of [up, ...Object.values(load), ...Object.values(totals)]) metric.reset();
    for (const { worker, isRunning, ...values } of numbers) {
      up.set({ worker }, isRunning ? 1 : 0);
      load.rooms.set({ worker }, values.rooms);
      load.packetsPerSecond.set({ worker }, values.packetsPerSecond);
      load.pressure.set({ worker }, values.pressure);
      // The worker has the total; the counter is set to the same value.
      totals.cpuSeconds.inc({ worker }, values.cpuSeconds);
      totals.packetsIn.inc({ worker }, values.packetsIn);
      totals.packetsOut.inc({ worker }, values.packetsOut);
      totals.bytesIn.inc({ worker }, values.bytesIn);
      totals.bytesOut.inc({ worker }, values.bytesOut);
    }
  };
  let reading = Promise.resolve();
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - readAt >= workersIntervalMs) {
      readAt = performance.now();
      reading = workers().then(record, () => {});
    }
    return reading;
  };
}

/** Listens as long as the observer exists, which is as long as the server. */
function addEventMetrics(registry: Registry, observer: ServerObserver): void {
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name: `hearthroom_${name}`, help, registers });
  const labelled = <L extends string>(name: string, help: string, label: L) =>
    new Counter({ name: `hearthroom_${name}`, help, registers, labelNames: [label] });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `hearthroom_${name}`, help, buckets, registers });

  const connections = new Gauge({ name: 'hearthroom_connections', help: 'Open signaling connections', registers });
  const closed = labelled('connections_closed_total', 'Signaling connections closed, by reason', 'reason');
  const draining = new Gauge({
    name: 'hearthroom_draining',
    help: 'Whether the server takes nobody new, being about to stop (1), or not (0)',
    registers,
  });
  const admissions = counter('admissions_total', 'Seats let into a group');
  const wait = histogram('admission_wait_seconds', 'Time from asking to be let in to being admitted', waitBuckets);
  const rejections = labelled('rejections_total', 'Events and requests refused, by code', 'code');
  const firstPacket = histogram(
    'first_packet_seconds',
    'From admission to the first media packet sent',
    firstPacketBuckets,
  );
  const overCap = labelled('senders_over_cap_total', 'Seats that sent more than they may, by what was done', 'outcome');
  const capacityRefusals = counter('capacity_refusals_total', 'People refused media because every worker was full');
  const transportsConnected = counter('transports_connected_total', 'Media transports that connected');
  const transportsFailed = labelled(
    'transports_failed_total',
    'Media transports that did not connect in time though their client tried, by the stage at which they failed',
    'stage',
  );
  const unreachedPeople = new Gauge({
    name: 'hearthroom_media_unreached_people',
    help: 'People in a row whose media reached no media port of this server; 0 as soon as that of anybody does',
    registers,
  });
  for (const stage of connectStages) transportsFailed.inc({ stage }, 0);
  const workerDeaths = counter('worker_deaths_total', 'Media workers that died');
  const storeFailures = counter('store_failures_total', 'Writes that the store refused');
  const storeIntact = new Gauge({
    name: 'hearthroom_store_intact',
    help: 'Whether the files of the store are those that the server opened (1), or were moved, removed or overwritten (0)',
    registers,
  });
  const internalErrors = counter('internal_errors_total', 'Failures that no rule foresees');

  const backupFailures = counter('backup_failures_total', 'Backups that could not be written');

  observer.on('backupFailed', () => backupFailures.inc());
  observer.on('connectionOpened', () => connections.inc());
  observer.on('connectionClosed', ({ reason }) => {
    connections.dec();
    closed.inc({ reason });
  });
  observer.on('admission', ({ waitedMs }) => {
    admissions.inc();
    wait.observe(waitedMs / 1_000);
  });
  observer.on('drainStarted', () => draining.set(1));
  observer.on('rejection', ({ code }) => rejections.inc({ code }));
  observer.on('firstPacket', ({ afterAdmitMs }) => firstPacket.observe(afterAdmitMs / 1_000));
  observer.on('sendingCapExceeded', ({ outcome }) => overCap.inc({ outcome }));
  observer.on('capacityRefused', () => capacityRefusals.inc());
  observer.on('transportConnected', () => transportsConnected.inc());
  observer.on('transportFailed', ({ stage }) => transportsFailed.inc({ stage }));
  observer.on('mediaReachChanged', (reach) => unreachedPeople.set(reach.unreachedPeople));
  observer.on('workerDied', () => workerDeaths.inc());
  observer.on('storeFailed', () => storeFailures.inc());
  storeIntact.set(1);
  observer.on('storeLossChanged', ({ loss }) => storeIntact.set(loss ? 0 : 1));
  observer.on('internalError', () => internalErrors.inc());
}
