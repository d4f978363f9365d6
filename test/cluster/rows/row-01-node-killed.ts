import { isAlive } from '../../support/faults/causes/processes.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { judgeForwarding } from '../../support/faults/nodes/forwarding.ts';
import { watchHolds } from '../../support/faults/nodes/holds.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { timeUntil } from '../../support/faults/wait.ts';

const backLimitMs = 6_000;
const workersGoneLimitMs = 2_000;

export const nodeKilled: FaultRow = {
  row: 1,
  title: 'kill -9 of the node that owns a live room',
  limit: 'media back within 6 s; the session was never held; seats, roles and waiting list as before',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { hasNetwork: !context.short });
    const group = await Group.gather(cluster.clinic, { waiting: 2 });
    const walkedIn: string[] = [];
    for (const { session, identity } of group.waiting)
      session.on('stateChanged', (state) => state === 'joined' && walkedIn.push(identity.sub));
    const wasHeld = watchHolds(group);
    const picture = await group.settledPicture();
    const owner = await cluster.ownerOf(group.room);
    const before = await cluster.stored(group.room);
    const { children } = owner;
    const killedAt = performance.now();
    owner.kill('SIGKILL');
    const goneMs = await timeUntil(() => !children.some(isAlive), 10_000, killedAt);
    const heardMs = (await group.untilHeard(killedAt + 500)) - killedAt;
    const hostDarkMs = Math.max(...group.clients.map((one) => one.hearsAllAt(killedAt + 500, [group.host]))) - killedAt;
    const changes = await group.changesSince(picture, 10_000);
    const after = await cluster.stored(group.room);
    const verdict = new Verdict();
    verdict.within('its workers and its guard process end in time', goneMs, workersGoneLimitMs);
    verdict.check('no process of the node is left', Number.isFinite(goneMs));
    verdict.within('media back in time', heardMs, backLimitMs);
    verdict.check('everybody hears everybody again', Number.isFinite(heardMs));
    verdict.check('seats, roles, rosters and waiting list as before', changes === '', changes);
    verdict.check(
      'another node owns the room, in a later epoch',
      after.node !== owner.name && after.epoch > before.epoch,
    );
    verdict.check('nobody who waited walked in', walkedIn.length === 0);
    verdict.check('the session is live', group.host.session.room?.phase === 'live');
    verdict.measure('media back', heardMs);
    verdict.measure('host dark', hostDarkMs);
    if (heardMs < backLimitMs) verdict.check('it was never held', wasHeld() === false);
    const twice = await judgeForwarding(verdict, cluster);
    return verdict.outcome({
      injected: 'SIGKILL of the owner of a live room of 4, with 2 who wait',
      figure: `media back after ${inSeconds(heardMs)}, the host heard again after ${inSeconds(hostDarkMs)}; processes of the node gone after ${inSeconds(goneMs)}${twice}`,
    });
  },
};
