import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { inSeconds } from '../support/faults/rows/row-figures.ts';
import type { Day } from '../support/operations/day.ts';

export const restore = (day: Day): FaultRow => ({
  row: 9,
  title: 'restore of the backup elsewhere',
  limit: 'the session of the backup goes on: both return to their seats without being admitted, and hear each other',
  async run() {
    const verdict = new Verdict();
    const { deployment, watch } = day.running;
    const { path, ids, tabs } = day.backup;
    const from = performance.now();
    await deployment.restore(path);
    const upMs = performance.now() - from;
    const pair = await day.enterAgain(tabs);
    verdict.check('sound flows in both directions', await pair.flow(1));
    const backMs = performance.now() - from;
    verdict.check('both have the seats that they had', pair.ids.join() === ids.join());
    verdict.check('the room is live', pair.host.session.room?.phase === 'live');
    const noticed = await day.unnoticed(verdict, async () => {});
    await day.exportAudit('restored');
    return verdict.outcome({
      injected: 'a server on an empty data directory with the backup as its store, behind the same proxy',
      figure: `listening after ${inSeconds(upMs)}, sound in both directions after ${inSeconds(backMs)}; then: ${noticed}; ${watch.counts.unreachable} requests of the day found no server`,
    });
  },
});
