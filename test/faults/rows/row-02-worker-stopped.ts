import process from 'node:process';
import { isAlive } from '../../support/faults/causes/processes.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { Group } from '../../support/faults/clients/group-of-clients.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';

const noticeLimitMs = 5_000;
const returnLimitMs = 2_000;
const stoppedMs = 10_000;

export const workerStopped: FaultRow = {
  row: 2,
  title: 'a media worker stopped for 10 s',
  limit: 'noticed and replaced within 5 s; then media back in ≤ 2 s, everybody and everything as before',
  async run(context) {
    const clinic = await Clinic.open(context);
    const group = await Group.gather(clinic, { waiting: 1 });
    const worker = clinic.workerOf(group.host);
    if (!worker) throw new Error('The room is on no worker');
    const picture = group.picture();
    const stoppedAt = performance.now();
    process.kill(worker, 'SIGSTOP');
    context.afterwards(() => isAlive(worker) && process.kill(worker, 'SIGCONT'));
    const isReplaced = () => !clinic.workers.includes(worker) && clinic.workers.length === 2;
    const replacedMs = await timeUntil(isReplaced, stoppedMs, stoppedAt);
    await comesTrue(() => Number.isFinite(group.heardAllAt(stoppedAt + 500)), 20_000);
    const returnMs = group.heardAllAt(stoppedAt + 500) - stoppedAt - replacedMs;
    await sleep(Math.max(0, stoppedAt + stoppedMs - performance.now()));
    const verdict = new Verdict();
    verdict.within('replaced in time', replacedMs, noticeLimitMs);
    verdict.within('media back in time', returnMs, returnLimitMs);
    verdict.check('media came back for everybody', Number.isFinite(returnMs));
    const changes = await group.changesSince(picture, 5_000);
    verdict.check('seats, roles and waiting list as before', changes === '', changes);
    return verdict.outcome({
      injected: 'SIGSTOP of the worker of a live room of 4',
      figure: `replaced after ${inSeconds(replacedMs)}; media back ${inSeconds(returnMs)} later`,
    });
  },
};
