import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { judgeForwarding } from '../../support/faults/nodes/forwarding.ts';
import { watchHolds } from '../../support/faults/nodes/holds.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, timeUntil } from '../../support/faults/wait.ts';

const gapLimitMs = 1_500;

export const plannedMove: FaultRow = {
  row: 5,
  title: 'a drain that reaches its limit moves live rooms',
  limit: 'a gap of media of 1.5 s at most; empty rooms move at once; the session is never held; the node exits with 0',
  async run(context) {
    const cluster = await TestCluster.start(context, 2, {
      env: { HEARTHROOM_DRAIN_LIMIT_SECONDS: '4' },
      hasNetwork: !context.short,
    });
    const group = await Group.gather(cluster.clinic);
    const owner = await cluster.ownerOf(group.room);
    const { body } = await owner.api('POST', '/v1/rooms', {});
    const empty = String(body.id);
    const picture = await group.settledPicture();
    const wasHeld = watchHolds(group);
    const drainedAt = performance.now();
    owner.kill('SIGTERM');
    const movedMs = await timeUntil(async () => (await cluster.stored(empty)).node !== owner.name, 3_500, drainedAt);
    await group.hearsEachOther();
    await cluster.takenFrom(owner, group.room);
    const movedAt = performance.now();
    const heard = await comesTrue(() => Number.isFinite(group.heardAllAt(movedAt)), 30_000);
    const gapMs = group.longestGapMs(drainedAt);
    const changes = await group.changesSince(picture, 10_000);
    await owner.exited();
    const verdict = new Verdict();
    verdict.measure('empty room moved', movedMs);
    verdict.measure('longest gap of media', gapMs);
    verdict.check('an empty room moves before the limit', Number.isFinite(movedMs));
    verdict.check('everybody hears everybody again', heard);
    verdict.within('a short gap of media', gapMs, gapLimitMs);
    verdict.check('seats, roles and rosters as before', changes === '', changes);
    verdict.check('it was never held', wasHeld() === false);
    verdict.check('the node exits with 0', owner.server.child.exitCode === 0);
    const twice = await judgeForwarding(verdict, cluster);
    return verdict.outcome({
      injected: 'SIGTERM to the owner of a live room of 4, drain limit 4 s',
      figure: `empty room moved after ${inSeconds(movedMs)}; longest gap of media ${inSeconds(gapMs)}${twice}`,
    });
  },
};
