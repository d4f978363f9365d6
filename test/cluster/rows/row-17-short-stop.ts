import { isAlive } from '../../support/faults/causes/processes.ts';
import { StallClock } from '../../support/faults/causes/stalls.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { watchCuts } from '../../support/faults/nodes/cuts.ts';
import { watchHolds } from '../../support/faults/nodes/holds.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import type { TestNode } from '../../support/faults/nodes/test-node.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inMs } from '../../support/faults/rows/row-figures.ts';
import { sleep, until } from '../../support/faults/wait.ts';

const stopMs = 2_000;
/** How long after the stop to wait: a node that had lost its lease would have ended by then. */
const afterwardsMs = 3_000;
const gapLimitMs = 500;

export const shortStop: FaultRow = {
  row: 17,
  title: 'SIGSTOP of the Node process of the owner for 2 s, right after it has renewed its lease',
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
    const rounds = context.short ? 1 : 5;
    const from = performance.now();
    let acknowledged = 0;
    for (let round = 0; round < rounds; round += 1) {
      await untilRenewed(cluster, owner);
      owner.kill('SIGSTOP');
      const answer = owner.api('PATCH', `/v1/rooms/${group.room}`, { title: `Round ${round}` }, { 'if-match': '*' });
      await sleep(stopMs);
      owner.kill('SIGCONT');
      if ((await answer).status === 200) acknowledged += 1;
      await sleep(afterwardsMs);
    }
    const gapMs = Math.max(...group.gaps(from, performance.now(), stalls));
    const after = await cluster.stored(group.room);
    const verdict = new Verdict();
    verdict.check('the room stays at its node', after.node === owner.name && after.epoch === before.epoch);
    verdict.check('the node and its workers go on', !owner.hasEnded && workers.every(isAlive));
    verdict.check('nobody reconnects', cuts.length === 0);
    verdict.check('it was never held', wasHeld() === false);
    verdict.check('each decision is answered', acknowledged === rounds);
    verdict.within('media goes on', gapMs, gapLimitMs);
    return verdict.outcome({
      injected: `${rounds} times SIGSTOP of the owner's Node process of a live room of 4, SIGCONT 2 s later`,
      figure: `${acknowledged} of ${rounds} decisions made meanwhile were answered; longest gap of media ${inMs(gapMs)}`,
    });
  },
};

/** Its lease begins anew with each renewal. */
async function untilRenewed(cluster: TestCluster, { name }: TestNode): Promise<void> {
  const leaseOf = async (): Promise<unknown> => {
    const rows = await cluster.query(
      `SELECT lease_until::text AS until FROM nodes WHERE name = $1 AND state <> 'gone'`,
      [name],
    );
    return rows[0]?.until;
  };
  const present = await leaseOf();
  await until(async () => (await leaseOf()) !== present, 'the node renews its lease');
}
