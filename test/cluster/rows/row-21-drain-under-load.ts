import { StallClock } from '../../support/faults/causes/stalls.ts';
import { ContinuousWork } from '../../support/faults/clients/continuous-work.ts';
import { changesSince, Group } from '../../support/faults/clients/group-of-clients.ts';
import { watchHolds } from '../../support/faults/nodes/holds.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import type { TestNode } from '../../support/faults/nodes/test-node.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds, percentile } from '../../support/faults/rows/row-figures.ts';
import { sleep } from '../../support/faults/wait.ts';

const gapLimitMs = 1_500;
/** A guest whose request to leave was lost with the connection keeps the seat for 60 s (docs/sessions.md). */
const leaseEndsMs = 75_000;
const maxStarts = 3;
/** After a node is back, until the next one is drained. */
const betweenMs = 3_000;

/** @returns the gaps of media in the rooms that moved, and the exit codes of the nodes */
async function drainEach(
  cluster: TestCluster,
  groups: readonly Group[],
  stalls: StallClock,
): Promise<{ gaps: number[]; codes: (number | null)[] }> {
  const gaps: number[] = [];
  const codes: (number | null)[] = [];
  for (const node of cluster.nodes) {
    const owners = await Promise.all(groups.map(async ({ room }) => (await cluster.stored(room)).node));
    const moved = groups.filter((_, index) => owners[index] === node.name);
    const from = performance.now();
    node.kill('SIGTERM');
    await node.exited();
    codes.push(node.server.child.exitCode);
    await startUnderSupervisor(node);
    await node.ready();
    await Promise.all(moved.map((group) => group.hearsEachOther()));
    gaps.push(...moved.flatMap((group) => group.gaps(from, performance.now(), stalls)));
    await sleep(betweenMs);
  }
  return { gaps, codes };
}

/** A node that does not reach its database within seconds ends with a message, and its supervisor starts it once more. */
async function startUnderSupervisor(node: TestNode): Promise<void> {
  for (let tries = 1; tries < maxStarts; tries += 1) {
    try {
      return await node.startAgain();
    } catch {
      // Its message is for operators; the last start must succeed.
    }
  }
  await node.startAgain();
}

export const drainUnderLoad: FaultRow = {
  row: 21,
  title:
    'each node is drained and started again, one after the other, while people come, chat and are admitted and removed',
  limit:
    'no acknowledged decision is lost, no session is held, gaps of media p95 ≤ 1.5 s in the rooms that move, each node exits with 0',
  async run(context) {
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, {
      env: { HEARTHROOM_DRAIN_LIMIT_SECONDS: '3' },
      // On loopback the way to the database is through this process, which stalls when many people connect at once.
      hasNetwork: !context.short,
      hasSeveralRooms: true,
    });
    const groups: Group[] = [];
    for (let count = 0; count < (context.short ? 2 : 6); count += 1)
      groups.push(await Group.gather(cluster.clinic, { clients: 2 }));
    const pictures = await Promise.all(groups.map((group) => group.settledPicture()));
    const holds = groups.map(watchHolds);
    const works = groups.map((group) => new ContinuousWork(cluster.clinic, group));
    const stalls = new StallClock();
    context.afterwards(() => stalls.close());
    // Nobody may ask for anything while the checks after the row read what is stored, also when the row breaks off.
    const stopped = () => Promise.all(works.map((work) => work.stop()));
    const { gaps, codes } = await drainEach(cluster, groups, stalls).finally(stopped);
    const sum = (what: 'acknowledged' | 'lost' | 'refused' | 'messages'): number =>
      works.reduce((total, work) => total + work[what], 0);
    let cameBack = 0;
    for (const work of works) cameBack += await work.comeBack();
    const changes = await changesSince(groups, pictures, leaseEndsMs);
    const gap = percentile(gaps, 0.95);
    const verdict = new Verdict();
    verdict.check('decisions were made', sum('acknowledged') > 0);
    verdict.check('no acknowledged decision is lost', sum('lost') === 0 && cameBack === 0);
    verdict.check('seats, roles and rosters as before', changes === '', changes);
    verdict.check(
      'no session was held',
      holds.every((wasHeld) => wasHeld() === false),
    );
    verdict.check(
      'each node exits with 0',
      codes.every((code) => code === 0),
    );
    verdict.check('rooms moved', gaps.length > 0);
    verdict.within('short gaps of media', gap, gapLimitMs);
    return verdict.outcome({
      injected: `SIGTERM to each of ${cluster.nodes.length} nodes, drain limit 3 s, under ${groups.length} live rooms of 4`,
      figure: `${sum('acknowledged')} decisions acknowledged, ${sum('lost') + cameBack} lost, ${sum('refused')} refused; ${sum('messages')} messages; gaps of media in rooms that moved: p95 ${inSeconds(gap)}, longest ${inSeconds(Math.max(...gaps))}`,
    });
  },
};
