import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { inSeconds } from '../support/faults/rows/row-figures.ts';
import type { Day } from '../support/operations/day.ts';
import { servedName } from '../support/operations/deployment.ts';

export const start = (day: Day): FaultRow => ({
  row: 1,
  title: 'start behind a proxy with TLS',
  limit: 'two people hear each other; a checkpoint of the audit log is kept',
  async run() {
    const verdict = new Verdict();
    const from = performance.now();
    const { deployment, pair } = await day.begin();
    const isHeard = await pair.flow(1);
    const seconds = inSeconds(performance.now() - from);
    verdict.check('sound flows in both directions', isHeard && (await day.flows()));
    verdict.check('the proxy serves TLS', (await servedName(deployment.url)) === 'first');
    verdict.check('the server serves TLS', (await servedName(deployment.serverUrl)) === 'first');
    verdict.check('it is ready', (await deployment.readiness()) === 200);
    await day.keepAuditKey();
    await day.keepCheckpoint('morning');
    return verdict.outcome({
      injected: `the server with a certificate of its own behind ${deployment.proxy.name}; a live session of two`,
      figure: `sound in both directions ${seconds} after the start`,
    });
  },
});
