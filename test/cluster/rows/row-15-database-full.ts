import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mountSmallDisk } from '../../support/faults/causes/small-disk.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { watchCuts } from '../../support/faults/nodes/cuts.ts';
import { Decisions } from '../../support/faults/nodes/decisions.ts';
import { TestCluster } from '../../support/faults/nodes/test-cluster.ts';
import { type FaultRow, skipped, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { sleep, timeUntil, until } from '../../support/faults/wait.ts';
import { startNetworkCluster } from '../../support/server/store/postgres/network-cluster.ts';

const title = 'the disk of the database is full';
/** Its log is in few files, so that it soon needs another one. */
const settings = ['max_wal_size = 32MB', 'min_wal_size = 32MB'];

export const databaseFull: FaultRow = {
  row: 15,
  title,
  limit: 'no session is cut; decisions are refused with storage-unavailable; no acknowledged one is lost; all goes on',
  async run(context) {
    const disk = await mountSmallDisk(context, 200);
    if (disk === null) return skipped(title, 'mounting a small disk is not permitted here');
    const startDatabase = () => startNetworkCluster({ folder: disk, settings });
    const cluster = await TestCluster.start(context, context.short ? 2 : 3, { startDatabase });
    const group = await Group.gather(cluster.clinic);
    const decisions = await Decisions.prepare(context, cluster, group, { people: context.short ? 10 : 25 });
    const cuts = watchCuts(group);
    decisions.start();
    await decisions.more(10);
    const filler = join(disk, 'filler');
    fill(filler);
    const fullAt = performance.now();
    await until(() => Object.keys(decisions.refusals).length > 0, 'a decision is refused', 120_000);
    const refusedMs = performance.now() - fullAt;
    await sleep(context.short ? 3_000 : 20_000);
    await group.hearsEachOther();
    await fillLog(cluster);
    await sleep(context.short ? 3_000 : 20_000);
    await group.hearsEachOther();
    rmSync(filler);
    const freedAt = performance.now();
    // Without space for its log PostgreSQL ends, and is started again by whatever supervises it.
    const hasEnded = cluster.postgres.hasEnded;
    if (hasEnded) await cluster.postgres.restart();
    const acknowledged = decisions.acknowledged.length;
    const worksMs = await timeUntil(() => decisions.acknowledged.length > acknowledged + 5, 60_000, freedAt);
    await sleep(context.short ? 500 : 4_000);
    await decisions.stop();
    await group.hearsEachOther();
    const [missing, doubled] = [await decisions.missing(), await decisions.doubled()];
    const codes = Object.keys(decisions.refusals);
    context.note(`refused: ${JSON.stringify(decisions.refusals)}; ${decisions.acknowledged.length} acknowledged`);
    const verdict = new Verdict();
    verdict.check('nobody lost the session', cuts.length === 0);
    verdict.check('decisions are refused with storage-unavailable', codes.join() === 'storage-unavailable');
    verdict.check('decisions work again', Number.isFinite(worksMs));
    verdict.check('no acknowledged decision is lost', missing.length === 0);
    verdict.check('no decision is stored twice', doubled.length === 0);
    verdict.check(
      'no node ended',
      cluster.nodes.every((node) => !node.hasEnded),
    );
    return verdict.outcome({
      injected: `the disk of PostgreSQL filled while decisions are made, space freed ${inSeconds(freedAt - fullAt)} later`,
      figure: `${cuts.length} sessions cut; first refusal after ${inSeconds(refusedMs)}; PostgreSQL ${hasEnded ? 'ended, and was started again' : 'went on'}; decisions work again ${inSeconds(worksMs)} after there was space`,
    });
  },
};

/** Until it can't be written: PostgreSQL crashes then, and does not come up before there is space. */
async function fillLog(cluster: TestCluster): Promise<void> {
  for (let file = 0; file < 50; file += 1) {
    const isWritten = await cluster.query('SELECT pg_switch_wal()').then(
      () => true,
      () => false,
    );
    if (!isWritten) return;
  }
}

/** Writes until there is no space left. */
function fill(path: string): void {
  const block = Buffer.alloc(1 << 16);
  try {
    for (;;) writeFileSync(path, block, { flag: 'a' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
