/**
 * Five rows of the table of faults of several nodes, in their short versions. Time measurements are reported but not
 * asserted; `npm run test:cluster` checks them.
 */
import t from 'tap';
import { runRow } from '../support/faults/rows/run-rows.ts';
import { rows, shortRows } from './rows.ts';

for (const row of rows.filter(({ row }) => shortRows.includes(row))) {
  await t.test(`row ${row.row}: ${row.title}`, async (t) => {
    const { outcome } = await runRow(row, { short: true });
    t.comment(`${outcome.injected}: ${outcome.figure}`);
    for (const { what, holds, timed } of outcome.checks) {
      if (timed) t.comment(`${what}: ${holds ? 'holds' : 'does not hold'}`);
      else t.ok(holds, what);
    }
  });
}
