import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { judgeForwarding } from '../../support/faults/nodes/forwarding.ts';
import { checkStopped, figureOf, stopOwner } from '../../support/faults/nodes/stopped-owner.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';

const workersGoneLimitMs = 3_000;

export const nodeStopped: FaultRow = {
  row: 2,
  title: 'SIGSTOP of the Node process of the owner, for longer than its lease',
  limit:
    'its workers are ended before another node forwards for a second; after SIGCONT the node ends, and nobody hears anybody through it; seats as before',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { hasNetwork: !context.short });
    const verdict = new Verdict();
    const figures: string[] = [];
    for (const stopMs of context.short ? [5_000] : [5_000, 30_000]) {
      const group = await Group.gather(cluster.clinic);
      const owner = await cluster.ownerOf(group.room);
      const stop = await stopOwner(cluster, group, 'node', stopMs);
      verdict.within('its workers end in time', stop.workersGoneMs, workersGoneLimitMs);
      verdict.check('its workers end while it is stopped', Number.isFinite(stop.workersGoneMs));
      checkStopped(verdict, stop);
      figures.push(figureOf(stop));
      // One room at a time: packets don't tell to which one they belong.
      for (const { person } of group.inside) await person.leave();
      await owner.startAgain();
      await owner.ready();
    }
    const twice = await judgeForwarding(verdict, cluster);
    return verdict.outcome({
      injected: `SIGSTOP of the owner's Node process, ${figures.length === 1 ? 'once' : 'twice'}, under a live room of 4`,
      figure: `${figures.join('; ')}${twice}`,
    });
  },
};
