/** What is measured, one phase after the other: an idle cluster, making rooms, joining them, and idle rooms. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Role } from '@hearthroom/sdk/protocol';
import { nextAddress, WireClient } from '../clients/wire-client.ts';
import { percentilesOf } from '../statistics/percentiles.ts';
import type { MeasuredCluster, Reading } from './measured-cluster.ts';
import { callsBetween } from './measured-database.ts';
import { quantileBetween } from './node-metrics.ts';

const atOnce = 16;
/** Loads are reported twice a second, and reservations follow the people once a second. */
const settleMs = 3_000;

export interface ActivePhase {
  count: number;
  /** Requests that were refused or lost, by code. */
  failures: Record<string, number>;
  perSecond: number;
  /** Milliseconds until the request was answered. */
  answered: { p50: number; p95: number };
  commitP95Ms: number | null;
  /** For each request, in all of the phase. */
  statements: number;
  /** The most frequent statements, for each request. */
  frequent: { text: string; calls: number }[];
  /** CPU of one Node process, mean over the nodes: 1 is a core. */
  cores: number;
}

export interface IdlePhase {
  /** Mean over the nodes, of the Node process. */
  cores: number;
  residentMb: number;
  statementsPerSecond: number;
  frequent: { text: string; calls: number }[];
}

export interface Balance {
  /** Reserved load of each node. */
  reserved: number[];
  rooms: number[];
  /** Clients that are connected to a node that does not own their room. */
  forwarded: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const nodeLoads = ({ meters }: Reading) =>
  meters.map((meter) => meter.read().node ?? { cores: Number.NaN, residentMb: Number.NaN });

/** Does something `count` times, 16 at once. @param run resolves with the milliseconds of its request */
async function measureActive(
  cluster: MeasuredCluster,
  count: number,
  run: (index: number) => Promise<number>,
): Promise<ActivePhase> {
  const before = await cluster.read();
  const tookMs: number[] = [];
  const failures: Record<string, number> = {};
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      try {
        tookMs.push(await run(index));
      } catch (error) {
        const code = String(Object(error).code ?? error);
        failures[code] = (failures[code] ?? 0) + 1;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const spentMs = performance.now() - before.atMs;
  const loads = nodeLoads(before);
  const after = await cluster.read();
  const calls = callsBetween(before.statements, after.statements);
  const commit = quantileBetween('hearthroom_commit_seconds', 0.95, before.metrics, after.metrics);
  const { p50, p95 } = percentilesOf(Float64Array.from(tookMs)) ?? { p50: Number.NaN, p95: Number.NaN };
  return {
    count,
    failures,
    perSecond: (tookMs.length / spentMs) * 1_000,
    answered: { p50, p95 },
    commitP95Ms: commit === null ? null : commit * 1_000,
    statements: calls.reduce((sum, [, one]) => sum + one, 0) / count,
    frequent: calls.slice(0, 20).map(([text, one]) => ({ text, calls: one / count })),
    cores: mean(loads.map(({ cores }) => cores)),
  };
}

/** Each room at another node than the one before. */
export async function makeRooms(
  cluster: MeasuredCluster,
  count: number,
): Promise<{ rooms: string[]; phase: ActivePhase }> {
  const rooms: string[] = [];
  const phase = await measureActive(cluster, count, async (index) => {
    const from = performance.now();
    rooms[index] = await cluster.node(index).createRoom();
    return performance.now() - from;
  });
  return { rooms: rooms.filter(Boolean), phase };
}

/**
 * One person after the other joins each room, over all nodes in turn: one client of n connects to the node at which its
 * room was made.
 *
 * @param round of several over the same rooms: 0 for the first people
 */
export async function join(
  cluster: MeasuredCluster,
  rooms: readonly string[],
  { count, role, round }: { count: number; role: Role; round: number },
  clients: WireClient[],
): Promise<ActivePhase> {
  return await measureActive(cluster, count, async (index) => {
    const room = rooms[index % rooms.length] ?? '';
    const node = cluster.node(Math.floor(index / cluster.nodes.length) + round);
    const token = await node.tokenFor(room, `${role}-${index}`, role, 'bypass');
    const client = await WireClient.open(node.url, { localAddress: nextAddress() });
    clients.push(client);
    const from = performance.now();
    const { heartbeatIntervalMs } = await client.request('authenticate', { token });
    const tookMs = performance.now() - from;
    client.keepAlive(heartbeatIntervalMs, Math.random() * heartbeatIntervalMs);
    return tookMs;
  });
}

export async function measureIdle(cluster: MeasuredCluster, seconds: number): Promise<IdlePhase> {
  await delay(settleMs);
  const before = await cluster.read();
  await delay(seconds * 1_000);
  const loads = nodeLoads(before);
  const spent = (performance.now() - before.atMs) / 1_000;
  const calls = callsBetween(before.statements, await cluster.database.statements());
  return {
    cores: mean(loads.map(({ cores }) => cores)),
    residentMb: mean(loads.map(({ residentMb }) => residentMb)),
    statementsPerSecond: calls.reduce((sum, [, one]) => sum + one, 0) / spent,
    frequent: calls.slice(0, 20).map(([text, one]) => ({ text, calls: one / spent })),
  };
}

export async function readBalance(cluster: MeasuredCluster): Promise<Balance> {
  const nodes = await cluster.metrics();
  const read = (name: string) => nodes.map((samples) => samples.get(name) ?? Number.NaN);
  return {
    reserved: read('hearthroom_load_reserved'),
    rooms: read('hearthroom_rooms_owned'),
    forwarded: read('hearthroom_forwarded_connections').reduce((sum, one) => sum + one, 0),
  };
}

/** 1: the same on all nodes. */
export const unevenness = (loads: readonly number[]): number => Math.max(...loads) / mean(loads);
