import { isAlive } from '../../support/faults/causes/processes.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';

const workersGoneLimitMs = 3_000;

export const nodeStopped: FaultRow = {
  row: 2,
  title: 'SIGSTOP of the Node process of the owner, for longer than its lease',
  limit:
    'its workers are ended before another node forwards for a second; after SIGCONT the node ends; seats as before',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { hasNetwork: !context.short });
    const group = await Group.gather(cluster.clinic);
    const picture = group.picture();
    const owner = await cluster.ownerOf(group.room);
    const { children } = owner;
    const stoppedAt = performance.now();
    owner.kill('SIGSTOP');
    // The kernel takes it; the node finds it when it continues.
    const path = `/v1/rooms/${group.room}`;
    const late = owner.api('PATCH', path, { title: 'Late' }, { 'if-match': '*' }).catch(() => ({ status: 0 }));
    const goneMs = await timeUntil(() => children.filter(isAlive).length <= 1, 15_000, stoppedAt);
    const taken = await cluster.takenFrom(owner, group.room);
    const takenMs = performance.now() - stoppedAt;
    const heard = await comesTrue(() => Number.isFinite(group.heardAllAt(stoppedAt + takenMs)), 40_000);
    const heardMs = heard ? group.heardAllAt(stoppedAt + takenMs) - stoppedAt : Number.POSITIVE_INFINITY;
    const isBack = await comesTrue(() => group.picture() === picture, 10_000);
    if (!context.short) await sleep(20_000);
    await taken.api('PATCH', path, { title: 'After the takeover' }, { 'if-match': '*' });
    const before = await cluster.stored(group.room);
    const continuedAt = performance.now();
    owner.kill('SIGCONT');
    const endedMs = await timeUntil(() => owner.hasEnded, 15_000, continuedAt);
    const { status } = await late;
    const after = await cluster.stored(group.room);
    const { body: seen } = await taken.api('GET', path);
    const [row] = await cluster.query('SELECT state FROM rooms WHERE id = $1', [group.room]);
    const isKept =
      JSON.stringify(seen).includes('After the takeover') && String(row?.state).includes('After the takeover');
    const verdict = new Verdict();
    verdict.measure('workers ended', goneMs);
    verdict.measure('media back', heardMs);
    verdict.measure('node ended after SIGCONT', endedMs);
    verdict.within('its workers end in time', goneMs, workersGoneLimitMs);
    verdict.check('its workers end', Number.isFinite(goneMs));
    verdict.within('not more than a second of two nodes', goneMs, takenMs + 1_000);
    verdict.check('everybody hears everybody again', Number.isFinite(heardMs));
    verdict.check('seats, roles and rosters as before', isBack);
    verdict.check('the node ends after SIGCONT', Number.isFinite(endedMs));
    verdict.check('it changes nothing of the room', after.epoch === before.epoch && after.node === taken.name);
    verdict.check('a request that it finds then is not acknowledged', status !== 200);
    verdict.check('what was decided meanwhile is stored', isKept && after.revision >= before.revision);
    return verdict.outcome({
      injected: `SIGSTOP of the owner's Node process, SIGCONT ${inSeconds(continuedAt - stoppedAt)} later`,
      figure: `workers ended after ${inSeconds(goneMs)}, room taken over after ${inSeconds(takenMs)}, media back after ${inSeconds(heardMs)}; node ended ${inSeconds(endedMs)} after SIGCONT`,
    });
  },
};
