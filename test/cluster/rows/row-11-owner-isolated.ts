import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { forwardedForMs, judgeForwarding } from '../../support/faults/nodes/forwarding.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { timeUntil } from '../../support/faults/wait.ts';

const heardLimitMs = 12_000;
const stoppedLimitMs = 3_000;

export const ownerIsolated: FaultRow = {
  row: 11,
  title: 'the owner is cut off from everything: the database, the other nodes, its clients',
  limit:
    'it stops forwarding before another node takes its rooms; media back within 12 s; no decision is lost; seats as before; when the links are back it changes nothing, and serves again after a restart',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { hasNetwork: true });
    const group = await Group.gather(cluster.clinic, { waiting: 1 });
    const owner = await cluster.ownerOf(group.room);
    const path = `/v1/rooms/${group.room}`;
    const picture = await group.settledPicture();
    const decided = await owner.api('PATCH', path, { title: 'Before the loss' }, { 'if-match': '*' });
    const cutAt = cluster.network.isolate(owner.name);
    const endedMs = await timeUntil(() => owner.hasEnded, 20_000, cutAt);
    const taken = await cluster.takenFrom(owner, group.room);
    const takenMs = performance.now() - cutAt;
    const heardMs = (await group.untilHeard(cutAt + takenMs, 60_000)) - cutAt;
    const changes = await group.changesSince(picture, 20_000);
    const { body: seen } = await taken.api('GET', path);
    const stoppedMs = await forwardedForMs(cluster, owner.name, cutAt);
    const before = await cluster.stored(group.room);

    const restoredAt = cluster.network.restore();
    await owner.startAgain();
    const servesMs = await timeUntil(() => owner.isReady(), 30_000, restoredAt);
    const late = await cluster.clinic.enter(group.room, { sub: 'late', role: 'client' }, { url: owner.url });
    await group.hearsEachOther();
    const after = await cluster.stored(group.room);
    const verdict = new Verdict();
    verdict.check('the owner ends', Number.isFinite(endedMs));
    verdict.within('it stops forwarding in time', stoppedMs, stoppedLimitMs);
    verdict.within('it stops before another node takes the room', stoppedMs, takenMs);
    verdict.within('media back in time', heardMs, heardLimitMs);
    verdict.check('everybody hears everybody again', Number.isFinite(heardMs));
    verdict.check('seats, roles, rosters and waiting list as before', changes === '', changes);
    const isKept = decided.status === 200 && JSON.stringify(seen).includes('Before the loss');
    verdict.check('what was decided before is kept', isKept);
    verdict.check('the room stays where it is', after.node === before.node && after.epoch === before.epoch);
    verdict.check('the node serves again', Number.isFinite(servesMs) && late.session.state === 'waiting');
    const twice = await judgeForwarding(verdict, cluster);
    return verdict.outcome({
      injected: 'all packets of the owner of a live room of 4, with 1 who waits, dropped in both directions',
      figure: `stopped forwarding after ${inSeconds(stoppedMs)}, room taken over after ${inSeconds(takenMs)}, media back after ${inSeconds(heardMs)}; serves again ${inSeconds(servesMs)} after the links${twice}`,
    });
  },
};
