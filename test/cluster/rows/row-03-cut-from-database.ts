import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { judgeForwarding } from '../../support/faults/nodes/forwarding.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { timeUntil } from '../../support/faults/wait.ts';

export const cutFromDatabase: FaultRow = {
  row: 3,
  title: 'the owner alone loses the database',
  limit: 'it stops before another node takes its rooms; media back within 8 s; seats as before',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { hasNetwork: !context.short });
    const group = await Group.gather(cluster.clinic);
    const picture = await group.settledPicture();
    const owner = await cluster.ownerOf(group.room);
    const cutAt = performance.now();
    owner.database.silence();
    const endedMs = await timeUntil(() => owner.hasEnded, 20_000, cutAt);
    await cluster.takenFrom(owner, group.room);
    const takenMs = performance.now() - cutAt;
    const heardMs = (await group.untilHeard(cutAt + takenMs)) - cutAt;
    const changes = await group.changesSince(picture, 10_000);
    const verdict = new Verdict();
    verdict.measure('node ended', endedMs);
    verdict.measure('media back', heardMs);
    verdict.check('the node ends', Number.isFinite(endedMs));
    verdict.within('media back in time', heardMs, 8_000);
    verdict.check('everybody hears everybody again', Number.isFinite(heardMs));
    verdict.check('seats, roles and rosters as before', changes === '', changes);
    const twice = await judgeForwarding(verdict, cluster);
    return verdict.outcome({
      injected: 'all data between the owner and the database dropped, connections left open',
      figure: `node ended after ${inSeconds(endedMs)}, room taken over after ${inSeconds(takenMs)}, media back after ${inSeconds(heardMs)}${twice}`,
    });
  },
};
