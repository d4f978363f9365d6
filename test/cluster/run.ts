/**
 * `npm run test:cluster [-- rows…]`: several nodes over one PostgreSQL, into which real faults are injected; prints which
 * checks held.
 *
 *     --short         the version of the test suite
 *     --markdown      prints the table as Markdown
 *     --seed N        seed of all random choices
 *     --runs N        runs each row N times, and prints percentiles of what was measured
 *     --without-fence the proof of the checker, instead of the rows: a node without its fence writes over another one.
 *                     Prints which assertions found it, and ends with 1
 */
import { parseArgs } from 'node:util';
import { lateWriter } from '../support/faults/fence/late-writer.ts';
import { runTable } from '../support/faults/rows/run-table.ts';
import { rows, shortRows } from './rows.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    seed: { type: 'string' },
    runs: { type: 'string', default: '1' },
    'without-fence': { type: 'boolean', default: false },
  },
});

await runTable({
  name: 'npm run test:cluster',
  rows: values['without-fence'] ? [lateWriter(false)] : rows,
  wanted: positionals,
  shortRows,
  options: { short: values.short, ...(values.seed !== undefined && { seed: Number(values.seed) }) },
  markdown: values.markdown,
  runs: Number(values.runs),
});
