import { StallClock } from '../../support/faults/causes/stalls.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { watchHolds } from '../../support/faults/nodes/holds.ts';
import { newerVersion } from '../../support/faults/nodes/newer-version.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import type { TestNode } from '../../support/faults/nodes/test-node.ts';
import { type FaultRow, type RowContext, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep } from '../../support/faults/wait.ts';

const gapLimitMs = 1_500;
/** Longer than a takeover takes. */
const takeoverMs = 6_000;

export const mixedVersions: FaultRow = {
  row: 20,
  title:
    'a rolling upgrade to a version that stores rooms in another form and adds to the schema, under a live session',
  limit:
    'no session is cut or held, each node exits with 0; rooms of the newer form run at newer nodes only, and older nodes forward to them',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, {
      env: { HEARTHROOM_DRAIN_LIMIT_SECONDS: '3' },
    });
    const group = await Group.gather(cluster.clinic);
    const [picture, wasHeld] = [group.picture(), watchHolds(group)];
    const stalls = new StallClock();
    context.afterwards(() => stalls.close());
    const owner = await cluster.ownerOf(group.room);
    const [newer, ...older] = [...cluster.othersThan(owner), owner];
    const verdict = new Verdict();
    if (!newer) throw new Error('there is one node only');
    const gaps = [await upgrade(group, newer, stalls, verdict)];
    const places = await checkMixed(context, cluster, newer, verdict);
    for (const node of older) gaps.push(await upgrade(group, node, stalls, verdict));
    const changes = await group.changesSince(picture, 10_000);
    const rows = await cluster.query('SELECT state_version FROM rooms WHERE id = $1', [group.room]);
    const { status } = await newer.api('PATCH', `/v1/rooms/${group.room}`, { title: 'New' }, { 'if-match': '*' });
    verdict.check(
      'the session goes on, with seats, roles and rosters as before',
      changes === '' && status === 200,
      changes,
    );
    verdict.check('it is stored in the newer form in the end', rows[0]?.state_version === 3);
    verdict.check('it was never held', wasHeld() === false);
    verdict.within('short gaps of media', Math.max(...gaps), gapLimitMs);
    return verdict.outcome({
      injected: `each of ${cluster.nodes.length} nodes drained and started again as the next version, under a live room of 4`,
      figure: `longest gap of media ${inSeconds(Math.max(...gaps))}; ${places} rooms of the newer form, joined through an older node, ran at the newer one`,
    });
  },
};

/** @returns the longest gap of media meanwhile */
async function upgrade(group: Group, node: TestNode, stalls: StallClock, verdict: Verdict): Promise<number> {
  const from = performance.now();
  node.kill('SIGTERM');
  await node.exited();
  verdict.check(`${node.name} exits with 0`, node.server.child.exitCode === 0);
  await node.startAgain(newerVersion);
  await node.ready();
  await group.hearsEachOther();
  return Math.max(...group.gaps(from, performance.now(), stalls));
}

/** One node is newer. @returns how many rooms of the newer form were joined */
async function checkMixed(
  context: RowContext,
  cluster: TestCluster,
  newer: TestNode,
  verdict: Verdict,
): Promise<number> {
  const [old] = cluster.othersThan(newer);
  if (!old) throw new Error('there is no older node');
  const through = ({ url }: TestNode) => Clinic.at(context, url, cluster.recording.clients);
  const [throughOld, throughNewer] = [through(old), through(newer)];
  const rooms: string[] = [];
  for (let count = 0; count < 4; count += 1) rooms.push(await throughNewer.createRoom());
  // The first person places a room: the older nodes have less to do.
  for (const room of rooms) await throughOld.enter(room, { sub: 'weber', role: 'therapist' });
  const owners = await Promise.all(rooms.map(async (room) => (await cluster.stored(room)).node));
  verdict.check(
    'rooms of the newer form run at the newer node',
    owners.every((name) => name === newer.name),
  );
  const [room = ''] = rooms;
  const answered = async (node: TestNode) => (await node.api('GET', `/v1/rooms/${room}`)).status;
  verdict.check('an older node answers for them by forwarding', (await answered(old)) === 200);
  const earlier = await throughOld.createRoom();
  await throughNewer.enter(earlier, { sub: 'weber', role: 'therapist' });
  verdict.check(
    'a room of the older form is joined through the newer node',
    (await cluster.stored(earlier)).epoch >= 1,
  );
  newer.kill('SIGKILL');
  await newer.exited();
  await sleep(takeoverMs);
  const { node: taker } = await cluster.stored(room);
  verdict.check('no older node adopts them when the newer one dies', taker === null || taker === newer.name);
  await newer.startAgain();
  const isBack = await comesTrue(async () => (await answered(old)) === 200, 20_000);
  verdict.check('they continue at a newer node that starts', isBack);
  return rooms.length;
}
