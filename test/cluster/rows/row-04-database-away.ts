import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';

export const databaseAway: FaultRow = {
  row: 4,
  title: 'the database is away for all nodes',
  limit: 'no session is cut or held; decisions are refused with storage-unavailable; all goes on when it is back',
  async run(context) {
    const awayMs = context.short ? 8_000 : 120_000;
    const cluster = await TestCluster.start(context, context.short ? 2 : 3);
    const group = await Group.gather(cluster.clinic, { waiting: 1 });
    const [waiting] = group.waiting;
    if (!waiting) throw new Error('nobody waits');
    const states: string[] = [];
    for (const { session } of group.inside) session.on('stateChanged', (state) => states.push(state));
    const before = await cluster.stored(group.room);
    const awayAt = performance.now();
    await cluster.postgres.stop('SIGQUIT');
    await sleep(awayMs - 1_000);
    const entry = () => {
      const [found] = group.host.session.waitingParticipants;
      if (!found) throw new Error('nobody waits');
      return found;
    };
    const refusal = await group.host.session.admit(entry()).then(
      () => 'admitted',
      (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'another error'),
    );
    await group.hearsEachOther();
    await cluster.postgres.restart();
    const backAt = performance.now();
    const admit = () =>
      group.host.session.admit(entry()).then(
        () => true,
        () => false,
      );
    const worksMs = await timeUntil(admit, 30_000, backAt);
    const joined = await comesTrue(() => waiting.session.state === 'joined', 10_000);
    await group.hearsEachOther();
    // A takeover would come now, if the nodes took one another for gone.
    await sleep(4_000);
    const { node, epoch } = await cluster.stored(group.room);
    const verdict = new Verdict();
    verdict.measure('decisions work again', worksMs);
    verdict.check('nobody lost the session', states.length === 0);
    verdict.check('a decision is refused as such', refusal === 'storage-unavailable');
    verdict.check('decisions work again', Number.isFinite(worksMs) && joined);
    verdict.check('the room stays with its node', node === before.node && epoch >= before.epoch);
    verdict.check(
      'no node ended',
      cluster.nodes.every(({ hasEnded }) => !hasEnded),
    );
    return verdict.outcome({
      injected: `PostgreSQL killed (SIGQUIT) under a live room of 4, started again ${inSeconds(backAt - awayAt)} later`,
      figure: `0 sessions cut; decisions work again ${inSeconds(worksMs)} after it accepted connections`,
    });
  },
};
