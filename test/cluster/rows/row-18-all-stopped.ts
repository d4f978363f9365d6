import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { checkStopped, figureOf, stopOwner } from '../../support/faults/nodes/stopped-owner.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';

export const allStopped: FaultRow = {
  row: 18,
  title: 'SIGSTOP of all processes of the owner: Node, media workers and guard',
  limit:
    'taken over; its workers have ended 250 ms after SIGCONT, and the rest of it soon after; nobody hears anybody through it; seats as before',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { hasNetwork: !context.short });
    const verdict = new Verdict();
    const figures: string[] = [];
    for (const stopMs of context.short ? [5_000] : [5_000, 30_000]) {
      const group = await Group.gather(cluster.clinic);
      const owner = await cluster.ownerOf(group.room);
      const stop = await stopOwner(cluster, group, 'all', stopMs);
      checkStopped(verdict, stop);
      figures.push(figureOf(stop));
      // One room at a time: packets don't tell to which one they belong.
      for (const { person } of group.inside) await person.leave();
      await owner.startAgain();
      await owner.ready();
    }
    return verdict.outcome({
      injected: 'SIGSTOP of every process of the owner of a live room of 4',
      figure: figures.join('; '),
    });
  },
};
