import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { judgeForwarding } from '../../support/faults/nodes/forwarding.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';

const backLimitMs = 15_000;

export const lostBetweenNodes: FaultRow = {
  row: 8,
  title: 'the owner and another node do not reach each other; both reach the database',
  limit:
    'no room changes its node; people at the other node come back within 15 s; REST there is 503 storage-unavailable; no decision is lost; all works when the link is back',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { hasNetwork: true });
    const group = await Group.gather(cluster.clinic, { waiting: 1 });
    const [waiting] = group.waiting;
    const owner = await cluster.ownerOf(group.room);
    const [other] = cluster.othersThan(owner);
    if (!waiting || !other) throw new Error('they are not there');
    const path = `/v1/rooms/${group.room}`;
    const forwarded = () => other.metric('hearthroom_forwarded_connections');
    const before = { ...(await cluster.stored(group.room)), there: await forwarded(), picture: group.picture() };

    const cutAt = cluster.network.isolate(owner.name, [other.name]);
    const refused = other.api('GET', path).then((answer) => ({ ...answer, ms: performance.now() - cutAt }));
    const { status } = await owner.api('PATCH', path, { title: 'Meanwhile' }, { 'if-match': '*' });
    const isBack = async () => (await forwarded()) === 0 && group.picture() === before.picture;
    const backMs = await timeUntil(isBack, 60_000, cutAt);
    const refusal = await refused;
    const [entry] = group.host.session.waitingParticipants;
    const admitted = await group.host.session.host.admit(entry ?? { id: '', epoch: 0 }).then(
      () => true,
      () => false,
    );
    const isInside = await comesTrue(() => waiting.session.state === 'joined', 10_000);
    await group.hearsEachOther();
    const gapMs = group.longestGapMs(cutAt);
    if (!context.short) await sleep(20_000);

    const restoredAt = cluster.network.restore();
    const worksMs = await timeUntil(async () => (await other.api('GET', path)).status === 200, 30_000, restoredAt);
    const { body: seen } = await other.api('GET', path);
    const late = await cluster.clinic.enter(group.room, { sub: 'late', role: 'client' }, { url: other.url });
    const after = await cluster.stored(group.room);
    const verdict = new Verdict();
    verdict.check('people were at the other node', before.there > 0);
    verdict.check('everybody is back in their seats', Number.isFinite(backMs));
    verdict.within('everybody is back in time', backMs, backLimitMs);
    const isRefused = refusal.status === 503 && refusal.body.code === 'storage-unavailable';
    verdict.check('REST at the other node is 503 storage-unavailable', isRefused);
    verdict.check('decisions at the owner are answered', status === 200 && admitted);
    verdict.check('they are kept', JSON.stringify(seen).includes('Meanwhile') && isInside);
    verdict.check('the room stays with its node', after.node === before.node && after.epoch === before.epoch);
    verdict.check('REST at the other node works again', Number.isFinite(worksMs));
    verdict.check('people can enter through it again', late.session.state === 'waiting');
    const twice = await judgeForwarding(verdict, cluster);
    return verdict.outcome({
      injected: `all packets between the owner and a node with ${before.there} of its 5 people dropped for ${inSeconds(restoredAt - cutAt)}`,
      figure: `everybody back in their seats after ${inSeconds(backMs)}, longest gap of media ${inSeconds(gapMs)}; REST refused after ${inSeconds(refusal.ms)}, works ${inSeconds(worksMs)} after the link${twice}`,
    });
  },
};
