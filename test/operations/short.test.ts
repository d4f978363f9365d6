/**
 * The short version of the day. Time measurements are reported but not asserted; `npm run test:operations` checks them.
 */
import t from 'tap';
import { hasOpenssl } from '../support/server/keys/certificates.ts';
import { runDay } from './steps.ts';

t.test(
  'a session goes on through a day of operating its server, and through the restore of its backup',
  { skip: hasOpenssl ? false : 'needs openssl' },
  async (t) => {
    for (const { row, outcome } of await runDay({ short: true })) {
      t.comment(`${row.title}: ${outcome.figure}`);
      if (outcome.skipped !== undefined) t.pass(`${row.title}: ${outcome.skipped}`, { skip: outcome.skipped });
      for (const { what, holds, timed } of outcome.checks) {
        if (timed) t.comment(`${what}: ${holds ? 'holds' : 'does not hold'}`);
        else t.ok(holds, `${row.title}: ${what} (${outcome.figure})`);
      }
    }
  },
);
