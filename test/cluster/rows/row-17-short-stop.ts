import { isAlive } from '../../support/faults/causes/processes.ts';
import { StallClock } from '../../support/faults/causes/stalls.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { watchCuts } from '../../support/faults/nodes/cuts.ts';
import { watchHolds } from '../../support/faults/nodes/holds.ts';
import { changeTitle } from '../../support/faults/nodes/stopped-owner.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import type { TestNode } from '../../support/faults/nodes/test-node.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inMs } from '../../support/faults/rows/row-figures.ts';
import { Random } from '../../support/faults/seeded-random.ts';
import { sleep, timeUntil, until } from '../../support/faults/wait.ts';

/** Half a second less than the shortest time for which its lease lasts when it is stopped just before a renewal. */
const stopMs = 1_500;
/** Between two renewals. */
const intervalMs = 500;
/** How long after the stop to wait: a node that had lost its lease would have ended by then. */
const afterwardsMs = 3_000;
const gapLimitMs = 500;

export const shortStop: FaultRow = {
  row: 17,
  title: 'SIGSTOP of the Node process of the owner for 1.5 s, at any moment',
  limit: 'nothing moves, nobody reconnects, media goes on, and a decision made meanwhile is answered afterwards',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3);
    const [entrance] = cluster.nodes;
    if (!entrance) throw new Error('there is no node');
    // Straight to a node: the balancer closes connections to one that doesn't answer for two seconds.
    const group = await Group.gather(Clinic.at(context, entrance.url, cluster.recording.clients));
    const owner = await cluster.ownerOf(group.room);
    const { workers } = owner;
    const before = await cluster.stored(group.room);
    const wasHeld = watchHolds(group);
    const cuts = watchCuts(group);
    const stalls = new StallClock();
    context.afterwards(() => stalls.close());
    const random = new Random(context.seed);
    const stops: ShortStop[] = [];
    const from = performance.now();
    for (let round = 0; round < (context.short ? 4 : 12); round += 1) {
      await untilRenewed(cluster, owner);
      // Every second time as early as possible: the node may not have received the answer to that renewal.
      if (round % 2 === 1) await sleep(random.between(0, intervalMs));
      if (owner.hasEnded) break;
      stops.push(await stopOnce(cluster, owner, group.room, `Round ${round}`));
      await sleep(afterwardsMs);
    }
    const renewedMs = stops.map((stop) => stop.renewedMs);
    const acknowledged = stops.filter(({ status }) => status === 200).length;
    const gapMs = Math.max(...group.gaps(from, performance.now(), stalls));
    const after = await cluster.stored(group.room);
    const verdict = new Verdict();
    verdict.check('the room stays at its node', after.node === owner.name && after.epoch === before.epoch);
    verdict.check('the node and its workers go on', !owner.hasEnded && workers.every(isAlive));
    verdict.check('nobody reconnects', cuts.length === 0);
    verdict.check('it was never held', wasHeld() === false);
    verdict.check('each decision is answered', acknowledged === stops.length);
    verdict.within('media goes on', gapMs, gapLimitMs);
    verdict.measure('lease renewed after SIGCONT', ...renewedMs);
    return verdict.outcome({
      injected: `${stops.length} times SIGSTOP of the owner's Node process of a live room of 4, SIGCONT 1.5 s later`,
      figure: `${acknowledged} of ${stops.length} decisions made meanwhile were answered; lease renewed ${inMs(Math.max(...renewedMs))} after SIGCONT at most; longest gap of media ${inMs(gapMs)}`,
    });
  },
};

interface ShortStop {
  /** From SIGCONT until the lease was renewed; Infinity: it was not. */
  renewedMs: number;
  /** Of a request that came while it was stopped; 0: it was not answered. */
  status: number;
}

async function stopOnce(cluster: TestCluster, owner: TestNode, room: string, title: string): Promise<ShortStop> {
  const stoppedAt = performance.now();
  owner.kill('SIGSTOP');
  const answered = changeTitle(owner, room, title);
  await sleep(stopMs / 2);
  // A renewal that was under way is stored by now.
  const present = await leaseOf(cluster, owner);
  await sleep(stoppedAt + stopMs - performance.now());
  owner.kill('SIGCONT');
  const isRenewed = async (): Promise<boolean> => (await leaseOf(cluster, owner)) !== present;
  const renewedMs = await timeUntil(isRenewed, afterwardsMs);
  return { renewedMs, status: await answered };
}

/** On the database's clock; undefined: it was declared gone. */
async function leaseOf(cluster: TestCluster, { name }: TestNode): Promise<unknown> {
  const rows = await cluster.query(`SELECT lease_until::text AS until FROM nodes WHERE name = $1 AND state <> 'gone'`, [
    name,
  ]);
  return rows[0]?.until;
}

/** Or until its process has ended. */
async function untilRenewed(cluster: TestCluster, node: TestNode): Promise<void> {
  const present = await leaseOf(cluster, node);
  const isRenewed = async (): Promise<boolean> => node.hasEnded || (await leaseOf(cluster, node)) !== present;
  await until(isRenewed, 'the node renews its lease');
}
