import { TcpProxy } from '../../support/faults/causes/tcp-proxy.ts';
import type { Member } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { boundEnvironment } from '../../support/faults/network/bound-environment.ts';
import { watchCuts } from '../../support/faults/nodes/cuts.ts';
import { judgeForwarding } from '../../support/faults/nodes/forwarding.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, until } from '../../support/faults/wait.ts';

const backLimitMs = 10_000;
const gapLimitMs = 1_000;
/** What was sent before is received by then. */
const inFlightMs = 500;

export const lostToClient: FaultRow = {
  row: 10,
  title: 'one client and the owner do not reach each other',
  limit: 'the others notice nothing of their media; the client has its seat and media back within 10 s of the link',
  async run(context) {
    const cluster = await TestCluster.start(context, 2, { hasNetwork: true });
    const group = await Group.gather(cluster.clinic, { clients: 2 });
    const zoe = await enterFromAnAddress(context, cluster, group);
    const everybody = [...group.inside, zoe];
    const cuts = watchCuts(group);
    const before = { id: zoe.id, ...(await cluster.stored(group.room)) };
    const owner = await cluster.ownerOf(group.room);
    const from = performance.now();

    const backMs: number[] = [];
    const heardMeanwhile: number[] = [];
    for (const lostMs of context.short ? [5_000] : [5_000, 20_000]) {
      const cutAt = cluster.network.isolate(owner.name, [zoe.identity.sub]);
      await sleep(lostMs);
      const arrivals = everybody.flatMap((one) => [...zoe.hearing.from(one.id), ...one.hearing.from(zoe.id)]);
      heardMeanwhile.push(arrivals.filter(({ at }) => at > cutAt + inFlightMs).length);
      const restoredAt = cluster.network.restore();
      const heardAllAt = () => Math.max(...everybody.map((member) => member.hearsAllAt(restoredAt, everybody)));
      const isBack = await comesTrue(() => zoe.session.state === 'joined' && Number.isFinite(heardAllAt()), 60_000);
      backMs.push(isBack ? heardAllAt() - restoredAt : Number.POSITIVE_INFINITY);
    }

    const gapMs = group.longestGapMs(from);
    const after = await cluster.stored(group.room);
    const roles = group.inside.map(({ session }) => session.participants.get(before.id)?.role);
    const verdict = new Verdict();
    verdict.check(
      'nothing came through meanwhile',
      heardMeanwhile.every((count) => count === 0),
    );
    verdict.check('the others stayed in the session', cuts.length === 0);
    verdict.within('the others heard each other without a gap', gapMs, gapLimitMs);
    verdict.check(
      'the client is back, and everybody hears everybody',
      backMs.every((ms) => Number.isFinite(ms)),
    );
    verdict.within('in time', Math.max(...backMs), backLimitMs);
    verdict.check('in the same seat', zoe.id === before.id && roles.every((role) => role === 'client'));
    verdict.check('the room stays with its node', after.node === before.node && after.epoch === before.epoch);
    const twice = await judgeForwarding(verdict, cluster);
    return verdict.outcome({
      injected: `all packets between a client and the owner, signaling and media, dropped for ${context.short ? '5 s' : '5 s, then for 20 s'}`,
      figure: `everybody hears everybody ${backMs.map(inSeconds).join(' and ')} after the link; longest gap of media among the others ${inSeconds(gapMs)}${twice}`,
    });
  },
};

/** One more client, with an address of its own, who is connected to the owner. */
async function enterFromAnAddress(context: RowContext, cluster: TestCluster, group: Group): Promise<Member> {
  const owner = await cluster.ownerOf(group.room);
  const { name, address } = cluster.network.addClient('zoe');
  const proxy = await TcpProxy.start(owner.url, address);
  context.afterwards(() => proxy.close());
  const way = { url: proxy.url, environment: boundEnvironment(address) };
  const zoe = await cluster.clinic.enter(group.room, { sub: name, role: 'client' }, way);
  await until(() => group.host.session.waitingParticipants.length === 1, 'the client waits');
  await group.host.session.admitAll();
  await until(() => zoe.session.state === 'joined', 'the client is admitted');
  await zoe.person.speak();
  const from = performance.now();
  const everybody = [...group.inside, zoe];
  await until(() => everybody.every((member) => member.hearsSince(from, everybody)), 'everybody hears everybody');
  return zoe;
}
