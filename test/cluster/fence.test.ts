/** The checker of the table of faults finds a node that writes over another one, and reports nothing if none does. */
import t from 'tap';
import { lateWriter } from '../support/faults/fence/late-writer.ts';
import { runRow } from '../support/faults/rows/run-rows.ts';

t.setTimeout(180_000);

t.test('a node that ignores the end of its lease stores nothing over its successor', async (t) => {
  const { outcome } = await runRow(lateWriter(true), { short: true });
  t.comment(outcome.figure);
  for (const { what, holds, timed } of outcome.checks) if (!timed) t.ok(holds, what);
});

t.test('with the fence taken out it does, and the checker finds it', async (t) => {
  const { outcome } = await runRow(lateWriter(false), { short: true });
  t.comment(outcome.figure);
  const failed = outcome.checks.filter(({ holds }) => !holds).map(({ what }) => what);
  t.match(failed.join('\n'), /one owner an epoch: .*was written by node-\d, but node-\d owns it/);
  t.notMatch(failed.join('\n'), 'could', 'the row and its checks were carried out');
});
