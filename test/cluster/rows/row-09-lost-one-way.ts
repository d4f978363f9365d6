import { Group } from '../../support/faults/clients/group-of-clients.ts';
import type { Link } from '../../support/faults/network/test-network.ts';
import { forwardedForMs, judgeForwarding } from '../../support/faults/nodes/forwarding.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { databaseHost, type TestNode } from '../../support/faults/nodes/test-node.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { timeUntil, until } from '../../support/faults/wait.ts';

const backLimitMs = 15_000;
const heardLimitMs = 12_000;
const stoppedLimitMs = 3_000;

export const lostOneWay: FaultRow = {
  row: 9,
  title: 'a link of the owner carries packets in one direction only: to or from another node, to or from the database',
  limit:
    'between nodes: no room changes its node, people come back within 15 s; to or from the database: the owner stops forwarding before another node takes its rooms, media back within 12 s; seats as before',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { hasNetwork: true });
    const group = await Group.gather(cluster.clinic);
    const verdict = new Verdict();
    const owner = await cluster.ownerOf(group.room);
    const [other] = cluster.othersThan(owner);
    if (!other) throw new Error('there is one node only');
    const figures = [
      await loseToNode(cluster, group, verdict, { from: owner.name, to: other.name }),
      await loseToNode(cluster, group, verdict, { from: other.name, to: owner.name }),
      await loseToDatabase(cluster, group, verdict, 'to'),
      await loseToDatabase(cluster, group, verdict, 'from'),
    ];
    const twice = await judgeForwarding(verdict, cluster);
    return verdict.outcome({
      injected: 'all packets in one direction dropped, one after the other in each of the four',
      figure: `${figures.join('; ')}${twice}`,
    });
  },
};

async function loseToNode(cluster: TestCluster, group: Group, verdict: Verdict, link: Link): Promise<string> {
  const what = `${link.from} to ${link.to}`;
  const picture = await group.settledPicture();
  const before = await cluster.stored(group.room);
  const other = cluster.nodes.find(({ name }) => name !== before.node && [link.from, link.to].includes(name));
  if (!other) throw new Error('the room has changed its node');
  await connectThrough(other, group);
  const cutAt = cluster.network.cut(link);
  const isBack = async () => (await forwardedBy(other)) === 0 && group.picture() === picture;
  const backMs = await timeUntil(isBack, 60_000, cutAt);
  await group.hearsEachOther();
  cluster.network.restore();
  const after = await cluster.stored(group.room);
  verdict.check(`${what}: everybody is back in their seats`, Number.isFinite(backMs));
  verdict.within(`${what}: everybody is back in time`, backMs, backLimitMs);
  verdict.check(`${what}: the room stays with its node`, after.node === before.node && after.epoch === before.epoch);
  return `${what}: everybody back after ${inSeconds(backMs)}`;
}

const forwardedBy = (node: TestNode): Promise<number> => node.metric('hearthroom_forwarded_connections');

/** The balancer takes the nodes in turn: one client connects again until somebody is at that node. */
async function connectThrough(node: TestNode, group: Group): Promise<void> {
  const [client] = group.clients;
  for (let tries = 0; client && (await forwardedBy(node)) === 0; tries += 1) {
    if (tries === 10) throw new Error('nobody came to the node');
    let isBack = false;
    client.session.on('stateChanged', (state) => {
      isBack ||= state === 'joined';
    });
    client.person.cutSocket();
    await until(() => isBack, 'the client is back');
  }
  await group.hearsEachOther();
}

async function loseToDatabase(
  cluster: TestCluster,
  group: Group,
  verdict: Verdict,
  direction: 'to' | 'from',
): Promise<string> {
  const what = `${direction} the database`;
  const picture = await group.settledPicture();
  const owner = await cluster.ownerOf(group.room);
  const link = { from: owner.name, to: databaseHost };
  const cutAt = cluster.network.cut(direction === 'to' ? link : { from: link.to, to: link.from });
  const endedMs = await timeUntil(() => owner.hasEnded, 20_000, cutAt);
  const taken = await cluster.takenFrom(owner, group.room);
  const takenMs = performance.now() - cutAt;
  const heardMs = (await group.untilHeard(cutAt + takenMs, 40_000)) - cutAt;
  const changes = await group.changesSince(picture, 10_000);
  const stoppedMs = await forwardedForMs(cluster, owner.name, cutAt);
  cluster.network.restore();
  await owner.startAgain();
  await owner.ready();
  verdict.check(`${what}: the owner ends`, Number.isFinite(endedMs));
  verdict.within(`${what}: it stops forwarding in time`, stoppedMs, stoppedLimitMs);
  verdict.within(`${what}: it stops before another one takes the room`, stoppedMs, takenMs);
  verdict.within(`${what}: media back in time`, heardMs, heardLimitMs);
  verdict.check(`${what}: everybody hears everybody again`, Number.isFinite(heardMs) && taken !== owner);
  verdict.check(`${what}: seats, roles and rosters as before`, changes === '', changes);
  return `${what}: stopped forwarding after ${inSeconds(stoppedMs)}, room taken over after ${inSeconds(takenMs)}, media back after ${inSeconds(heardMs)}`;
}
