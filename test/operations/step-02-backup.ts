import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { inMs } from '../support/faults/rows/row-figures.ts';
import type { Day } from '../support/operations/day.ts';

export const backup = (day: Day): FaultRow => ({
  row: 2,
  title: 'backup while the session is live',
  limit: 'a whole file that its owner alone can read; nobody notices',
  async run() {
    const verdict = new Verdict();
    const { deployment, pair } = day.running;
    let made = '';
    const noticed = await day.unnoticed(verdict, async () => {
      const tabs = pair.copyTabs();
      const from = performance.now();
      const { status, body } = await deployment.api('POST', '/v1/backup');
      const tookMs = performance.now() - from;
      const path = join(deployment.directory, 'backups', String(body.file));
      verdict.check(`it is made (${status})`, status === 201);
      const { size, mode } = await stat(path);
      verdict.check('it is as long as the answer says', size === body.bytes);
      verdict.check('its owner alone can read it', (mode & 0o777) === 0o600);
      day.keepBackup({ path, ids: pair.ids, tabs });
      made = `${size} bytes in ${inMs(tookMs)}`;
    });
    return verdict.outcome({ injected: 'POST /v1/backup', figure: `${made}; ${noticed}` });
  },
});
