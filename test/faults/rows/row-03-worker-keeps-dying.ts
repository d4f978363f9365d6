import process from 'node:process';
import { cpuSecondsOf } from '../../support/faults/causes/processes.ts';
import { Clinic } from '../../support/faults/clients/clinic.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';
import { inSeconds } from '../../support/faults/rows/row-figures.ts';
import { comesTrue, sleep, timeUntil } from '../../support/faults/wait.ts';

const deaths = 5;
/** Share of one core, while the server only waits. */
const cpuLimit = 0.3;

export const workerKeepsDying: FaultRow = {
  row: 3,
  title: 'a worker that dies 5 times in 60 s',
  limit: 'backoff, /readyz says not ready, no spinning',
  async run(context) {
    const clinic = await Clinic.open(context, { HEARTHROOM_WORKERS: '1' });
    const verdict = new Verdict();
    const pausesMs: number[] = [];
    let wasNotReady = false;
    let cpu = 0;
    for (let death = 1; death <= deaths; death += 1) {
      const [worker] = clinic.workers;
      if (worker === undefined) throw new Error('There is no worker');
      const diedAt = performance.now();
      process.kill(worker, 'SIGKILL');
      if (death === deaths) {
        await sleep(500);
        wasNotReady = (await clinic.readiness()) === 503;
        const before = cpuSecondsOf(clinic.pid);
        await sleep(3_000);
        cpu = (cpuSecondsOf(clinic.pid) - before) / 3;
      }
      const isReplaced = () => clinic.workers.some((pid) => pid !== worker);
      pausesMs.push(await timeUntil(isReplaced, 30_000, diedAt));
      await comesTrue(async () => (await clinic.readiness()) === 200, 10_000);
    }
    const [firstMs = 0, ...later] = pausesMs;
    const lastMs = later.at(-1) ?? 0;
    verdict.check('every time it is started again', pausesMs.every(Number.isFinite));
    verdict.check(
      'at once after the first death, and after the last not for a while',
      lastMs > 5_000 && lastMs > firstMs * 3,
    );
    verdict.check('/readyz says not ready meanwhile', wasNotReady);
    verdict.check('/readyz says ready again', (await clinic.readiness()) === 200);
    verdict.within('no spinning', cpu, cpuLimit);
    return verdict.outcome({
      injected: `SIGKILL of the only worker, ${deaths} times, each as soon as it was back`,
      figure: `started again after ${pausesMs.map(inSeconds).join(', ')}; /readyz 503 meanwhile; the server used ${(cpu * 100).toFixed(0)}% of a core`,
    });
  },
};
