import process from 'node:process';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { watchCuts } from '../../support/faults/nodes/cuts.ts';
import { Decisions } from '../../support/faults/nodes/decisions.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';
import { standbyName, startPrimaryAndStandby } from '../../support/server/store/postgres/standby.ts';

/** The SDK waits for ten seconds by default. */
const patienceMs = 10_000;

export const walsenderStopped: FaultRow = {
  row: 14,
  title: 'the database waits with each write for its standby server',
  limit:
    'no session is cut; decisions are answered with storage-unavailable within 10 s; /readyz says standby-missing; what was under way is stored once or not at all',
  async run(context) {
    const stoppedMs = context.short ? 20_000 : 45_000;
    const { primary } = await startPrimaryAndStandby(context, { isSynchronous: true });
    const startDatabase = async () => primary;
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { startDatabase });
    const group = await Group.gather(cluster.clinic);
    const decisions = await Decisions.prepare(context, cluster, group, { people: 20, paceMs: 150 });
    const cuts = watchCuts(group);
    const before = await cluster.stored(group.room);
    decisions.start();
    await decisions.more(10);
    const walsender = await primary.walsender(standbyName);
    const stoppedAt = performance.now();
    process.kill(walsender, 'SIGSTOP');
    context.afterwards(() => process.kill(walsender, 'SIGCONT'));
    const reasons = () => Promise.all(cluster.nodes.map((node) => node.storeReason()));
    const allSay = async (reason: string | null) => (await reasons()).every((one) => one === reason);
    const saidMs = await timeUntil(() => allSay('standby-missing'), stoppedMs, stoppedAt);
    await sleep(stoppedAt + stoppedMs - performance.now());
    await group.hearsEachOther();
    const backends = (await primary.query('postgres', 'SELECT count(*) FROM pg_stat_activity'))[0]?.count;
    process.kill(walsender, 'SIGCONT');
    const continuedAt = performance.now();
    const acknowledged = decisions.acknowledged.length;
    const worksMs = await timeUntil(() => decisions.acknowledged.length > acknowledged + 5, 30_000, continuedAt);
    const isOver = await comesTrue(() => allSay(null), 10_000);
    await sleep(context.short ? 500 : 4_000);
    await decisions.stop();
    await group.hearsEachOther();
    const [missing, doubled] = [await decisions.missing(), await decisions.doubled()];
    const { node } = await cluster.stored(group.room);
    // Somebody who is admitted again was admitted by a decision of which it was not known.
    const codes = Object.keys(decisions.refusals).filter((code) => code !== 'stale-entry');
    context.note(`refused: ${JSON.stringify(decisions.refusals)}; ${String(backends)} connections to the database`);
    const verdict = new Verdict();
    verdict.check('nobody lost the session', cuts.length === 0);
    verdict.check('decisions are refused with storage-unavailable', codes.join() === 'storage-unavailable');
    verdict.within('they are answered within the patience of clients', decisions.slowestMs, patienceMs);
    verdict.check('/readyz says standby-missing at all nodes', Number.isFinite(saidMs));
    verdict.check('and nothing when it is over', isOver);
    verdict.check('decisions work again', Number.isFinite(worksMs));
    verdict.check('no acknowledged decision is lost', missing.length === 0);
    verdict.check('no decision is stored twice', doubled.length === 0);
    verdict.check('the room stays with its node', node === before.node);
    verdict.check(
      'no node ended',
      cluster.nodes.every(({ hasEnded }) => !hasEnded),
    );
    return verdict.outcome({
      injected: `SIGSTOP of the walsender to the only synchronous standby while decisions are made, SIGCONT ${inSeconds(continuedAt - stoppedAt)} later`,
      figure: `${cuts.length} sessions cut; decisions answered within ${inSeconds(decisions.slowestMs)}; /readyz says standby-missing after ${inSeconds(saidMs)}; decisions work again ${inSeconds(worksMs)} after SIGCONT`,
    });
  },
};
