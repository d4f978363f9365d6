import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { Decisions } from '../../support/faults/nodes/decisions.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, skipped, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { sleep, timeUntil } from '../../support/faults/wait.ts';
import { startNetworkCluster } from '../../support/server/store/postgres/network-cluster.ts';
import { PgBouncer } from '../../support/server/store/postgres/pgbouncer.ts';

const title = 'PgBouncer in transaction mode between nodes and database';
const backLimitMs = 6_000;

export const pooler: FaultRow = {
  row: 16,
  title,
  limit: 'all works as without it: decisions, revocations, and the takeover of a node that is killed',
  async run(context) {
    const program = PgBouncer.find();
    if (program === null) return skipped(title, 'PgBouncer is not installed');
    const count = context.short ? 2 : 3;
    const postgres = await startNetworkCluster();
    context.afterwards(() => postgres.remove());
    const bouncer = await PgBouncer.start(program, postgres, 12 * count);
    context.afterwards(() => bouncer.remove());
    const cluster = await TestCluster.start(context, count, {
      startDatabase: async () => postgres,
      startPooler: async () => bouncer.address,
    });
    const group = await Group.gather(cluster.clinic, { waiting: 1 });
    const decisions = await Decisions.prepare(context, cluster, group, { people: context.short ? 10 : 40 });
    decisions.start();
    await sleep(context.short ? 1_500 : 6_000);
    await decisions.stop();
    const [missing, doubled] = [await decisions.missing(), await decisions.doubled()];
    const letIn = await decisions.letInAgain(context);
    const owner = await cluster.ownerOf(group.room);
    const [other] = cluster.othersThan(owner);
    const [waiting] = group.waiting;
    const revokedAt = performance.now();
    await other?.api('POST', '/v1/revocations', { identity: waiting?.identity.sub, roomId: group.room });
    const revokedMs = await timeUntil(() => waiting?.session.state === 'closed', 10_000, revokedAt);
    const killedAt = performance.now();
    owner.kill('SIGKILL');
    await cluster.takenFrom(owner, group.room);
    const heardMs = (await group.untilHeard(killedAt + 500)) - killedAt;
    await owner.startAgain();
    await owner.ready();
    const verdict = new Verdict();
    verdict.check('decisions are made, and none is refused', Object.keys(decisions.refusals).length === 0);
    verdict.check('no acknowledged decision is lost', missing.length === 0 && decisions.acknowledged.length > 20);
    verdict.check('no decision is stored twice', doubled.length === 0);
    verdict.check('who was removed stays out', letIn.length === 0);
    verdict.check('a revocation at another node closes the connection', Number.isFinite(revokedMs));
    verdict.check('the seats of a node that is killed are taken over', Number.isFinite(heardMs));
    verdict.within('in time', heardMs, backLimitMs);
    return verdict.outcome({
      injected: `${count} nodes over PgBouncer (transaction mode, ${12 * count} connections): ${decisions.answers.length} decisions, a revocation, SIGKILL of the owner of a live room of 4`,
      figure: `${missing.length} of ${decisions.acknowledged.length} decisions lost; revoked after ${inSeconds(revokedMs)}; media back after ${inSeconds(heardMs)}`,
    });
  },
};
