import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { inSeconds } from '../support/faults/rows/row-figures.ts';
import type { Day } from '../support/operations/day.ts';
import { comesToServe } from '../support/operations/deployment.ts';

const serveLimitMs = 60_000;

export const certificate = (day: Day): FaultRow => ({
  row: 3,
  title: 'renewed certificate',
  limit: 'served without a restart; nobody notices',
  async run({ short }) {
    const verdict = new Verdict();
    const { deployment } = day.running;
    let servedAfter = '';
    const noticed = await day.unnoticed(verdict, async () => {
      const from = performance.now();
      await deployment.renewCertificate('second');
      if (short) deployment.signal('SIGHUP');
      verdict.check('the server serves it', await comesToServe(deployment.serverUrl, 'second', serveLimitMs));
      servedAfter = inSeconds(performance.now() - from);
      deployment.proxy.reload();
      verdict.check('the proxy serves it', await comesToServe(deployment.url, 'second', serveLimitMs));
    });
    return verdict.outcome({
      injected: `certificate and key replaced${short ? ', and SIGHUP' : ''}; the proxy reloaded`,
      figure: `the server serves it after ${servedAfter}; ${noticed}`,
    });
  },
});
