import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { watchCuts } from '../../support/faults/nodes/cuts.ts';
import { Decisions } from '../../support/faults/nodes/decisions.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { sleep, timeUntil } from '../../support/faults/wait.ts';
import { standbyAddress, startPrimaryAndStandby } from '../../support/server/store/postgres/standby.ts';

export const standbyPromoted: FaultRow = {
  row: 12,
  title: 'the primary database server is lost, and its synchronous standby promoted',
  limit:
    'no session is cut; no acknowledged decision is lost or stored twice; decisions work again; who was removed stays out',
  async run(context) {
    const { primary, standby } = await startPrimaryAndStandby(context, { isSynchronous: true });
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { startDatabase: async () => primary });
    const group = await Group.gather(cluster.clinic);
    const decisions = await Decisions.prepare(context, cluster, group, { people: context.short ? 20 : 45 });
    const cuts = watchCuts(group);
    const before = await cluster.stored(group.room);
    decisions.start();
    await decisions.more(context.short ? 20 : 60);
    const lostAt = performance.now();
    await primary.kill();
    const deadAt = performance.now();
    await sleep(context.short ? 4_000 : 20_000);
    await group.hearsEachOther();
    await standby.promote();
    cluster.ask(standby);
    const lost = await decisions.missing(deadAt);
    cluster.redirect(standbyAddress);
    const redirectedAt = performance.now();
    const doneBefore = decisions.acknowledged.length;
    const worksMs = await timeUntil(() => decisions.acknowledged.length > doneBefore + 5, 30_000, redirectedAt);
    await group.hearsEachOther();
    // A takeover would come now, if the nodes took one another for gone.
    await sleep(context.short ? 500 : 4_000);
    await decisions.stop();
    const [missing, doubled] = [await decisions.missing(), await decisions.doubled()];
    const letIn = await decisions.letInAgain(context);
    const { node, revision } = await cluster.stored(group.room);
    const acknowledged = decisions.acknowledged.filter(({ at }) => at <= deadAt).length;
    context.note(`refused meanwhile: ${JSON.stringify(decisions.refusals)}`);
    const verdict = new Verdict();
    verdict.check('nobody lost the session', cuts.length === 0);
    verdict.check('decisions were made before', acknowledged >= 20);
    verdict.check('no acknowledged decision is lost', lost.length === 0 && missing.length === 0);
    verdict.check('no decision is stored twice', doubled.length === 0);
    verdict.check('decisions work again', Number.isFinite(worksMs));
    verdict.check('who was removed stays out', letIn.length === 0);
    verdict.check('the room stays with its node', node === before.node && revision > before.revision);
    verdict.check(
      'no node ended',
      cluster.nodes.every(({ hasEnded }) => !hasEnded),
    );
    return verdict.outcome({
      injected: `SIGKILL of PostgreSQL while decisions are made, its standby promoted, nodes redirected ${inSeconds(redirectedAt - lostAt)} later`,
      figure: `${cuts.length} sessions cut; ${lost.length} of ${acknowledged} acknowledged decisions lost; decisions work again ${inSeconds(worksMs)} after the redirection`,
    });
  },
};
