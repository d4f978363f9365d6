/** Stops the node that owns a group's room for longer than its lease, continues it, and measures what follows. */
import process from 'node:process';
import type { RemoteTrack } from '@hearthroom/sdk';
import { isAlive } from '../causes/processes.ts';
import type { Group } from '../clients/group-of-clients.ts';
import type { Verdict } from '../rows/row.ts';
import { inMs, inSeconds } from '../rows/row-figures.ts';
import { sleep, timeUntil, until } from '../wait.ts';
import type { TestCluster } from './test-cluster.ts';
import type { TestNode } from './test-node.ts';

/** By then packets that were on their way have arrived, also on a busy machine. */
const onTheirWayMs = 500;
/** How long after SIGCONT packets of the old workers are looked for. */
const lookMs = 2_000;

/** `node`: the Node process alone; `all`: its media workers and its guard process too. */
export type StoppedProcesses = 'node' | 'all';

/** Times are in milliseconds; Infinity for what did not happen. */
export interface StoppedOwner {
  which: StoppedProcesses;
  stoppedMs: number;
  /** From the stop until its media workers had ended; with `all` they can't before SIGCONT. */
  workersGoneMs: number;
  takenMs: number;
  heardMs: number;
  /** From SIGCONT until its workers had ended. */
  workersEndedMs: number;
  /** From SIGCONT until none of its processes was left. */
  allEndedMs: number;
  /** Packets that reached people through the old workers when these should be stopped or have ended. */
  strayPackets: number;
  /** Of seats, roles and rosters; empty: all is as before. */
  changes: string;
  /** What was decided at the new owner while the old one was stopped is what counts. */
  isKept: boolean;
  /** Of a request that came to the old owner while it was stopped. */
  lateStatus: number;
}

export async function stopOwner(
  cluster: TestCluster,
  group: Group,
  which: StoppedProcesses,
  stopMs: number,
): Promise<StoppedOwner> {
  const picture = await group.settledPicture();
  const owner = await cluster.ownerOf(group.room);
  const { workers, children, pid } = owner;
  const all = [...children, pid];
  const signalled = which === 'node' ? [pid] : all;
  const tracks = tracksOf(group);
  const stoppedAt = performance.now();
  for (const one of signalled) process.kill(one, 'SIGSTOP');
  const late = changeTitle(owner, group.room, 'Late');
  const workersGone = timeUntil(() => !workers.some(isAlive), stopMs, stoppedAt);
  const taken = await cluster.takenFrom(owner, group.room);
  const takenMs = performance.now() - stoppedAt;
  const heard = group.untilHeard(stoppedAt + takenMs, 40_000);
  const title = `After ${which} ${stopMs}`;
  await until(async () => (await changeTitle(taken, group.room, title)) === 200, 'the new owner decides');
  await sleep(Math.max(stoppedAt + stopMs - performance.now(), 0));
  const workersGoneMs = await workersGone;
  const before = await cluster.stored(group.room);
  const continuedAt = performance.now();
  for (const one of signalled) process.kill(one, 'SIGCONT');
  const [workersEndedMs, allEndedMs] = await Promise.all([
    timeUntil(() => !workers.some(isAlive), 15_000, continuedAt),
    timeUntil(() => !all.some(isAlive), 15_000, continuedAt),
  ]);
  const lateStatus = await late;
  const heardMs = (await heard) - stoppedAt;
  const changes = await group.changesSince(picture, 10_000);
  await sleep(Math.max(continuedAt + lookMs - performance.now(), 0));
  const after = await cluster.stored(group.room);
  const [row] = await cluster.query('SELECT state FROM rooms WHERE id = $1', [group.room]);
  const { body: seen } = await taken.api('GET', `/v1/rooms/${group.room}`);
  const isUnchanged = after.epoch === before.epoch && after.node === taken.name && after.revision >= before.revision;
  const silentFrom = stoppedAt + (which === 'all' ? 0 : Math.min(workersGoneMs, takenMs + 1_000)) + onTheirWayMs;
  return {
    ...{ which, workersGoneMs, takenMs, heardMs, workersEndedMs, allEndedMs, changes, lateStatus },
    stoppedMs: continuedAt - stoppedAt,
    strayPackets: packetsOf(group, tracks, silentFrom),
    isKept: isUnchanged && JSON.stringify(seen).includes(title) && String(row?.state).includes(title),
  };
}

/** @returns the status of the answer; 0: there was none */
/** @returns the status of the answer; 0: there was none */
export const changeTitle = (node: TestNode, room: string, title: string): Promise<number> =>
  node.api('PATCH', `/v1/rooms/${room}`, { title }, { 'if-match': '*' }).then(
    ({ status }) => status,
    () => 0,
  );

/** Everything that reached them on these tracks, or will. */
function tracksOf(group: Group): ReadonlySet<RemoteTrack> {
  return new Set(arrivalsOf(group).map(({ track }) => track));
}

const packetsOf = (group: Group, tracks: ReadonlySet<RemoteTrack>, from: number): number =>
  arrivalsOf(group).filter(({ at, track }) => at > from && tracks.has(track)).length;

const arrivalsOf = ({ inside }: Group) =>
  inside.flatMap((member) => inside.flatMap((other) => (other === member ? [] : member.hearing.from(other.id))));

/** What must hold after each stop, whatever was stopped. */
export function checkStopped(verdict: Verdict, stop: StoppedOwner): void {
  if (stop.which === 'node') verdict.measure('workers ended', stop.workersGoneMs);
  verdict.measure('media back', stop.heardMs);
  verdict.measure('workers ended after SIGCONT', stop.workersEndedMs);
  verdict.measure('node ended after SIGCONT', stop.allEndedMs);
  const of = `${stop.which === 'node' ? 'Node' : 'all'}, ${inSeconds(stop.stoppedMs)}:`;
  verdict.check(`${of} everybody hears everybody again`, Number.isFinite(stop.heardMs));
  verdict.check(`${of} seats, roles and rosters as before`, stop.changes === '', stop.changes);
  verdict.check(`${of} its processes end after SIGCONT`, Number.isFinite(stop.allEndedMs));
  verdict.within(`${of} its workers have ended 250 ms after SIGCONT`, stop.workersEndedMs, 250);
  verdict.check(`${of} nobody hears anybody through it`, stop.strayPackets === 0);
  verdict.check(`${of} a request that it finds then is not acknowledged`, stop.lateStatus !== 200);
  verdict.check(`${of} what was decided meanwhile is stored, and it changes nothing of it`, stop.isKept);
}

export const figureOf = (stop: StoppedOwner): string =>
  [
    `stopped for ${inSeconds(stop.stoppedMs)}: room taken over after ${inSeconds(stop.takenMs)}`,
    `media back after ${inSeconds(stop.heardMs)}`,
    ...(stop.which === 'node' ? [`workers ended after ${inSeconds(stop.workersGoneMs)}`] : []),
    `${inMs(stop.workersEndedMs)} after SIGCONT no worker and ${inMs(stop.allEndedMs)} after it no process was left`,
    `${stop.strayPackets} packets through the old workers`,
  ].join(', ');
