/**
 * `npm run test:cluster [-- rows…]`: several nodes over one PostgreSQL, into which real faults are injected; prints which
 * checks held.
 *
 *     --short         the version of the test suite
 *     --markdown      prints the table as Markdown
 *     --seed N        seed of all random choices
 */
import { parseArgs } from 'node:util';
import { runTable } from '../support/faults/rows/run-table.ts';
import { rows, shortRows } from './rows.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    seed: { type: 'string' },
  },
});

await runTable({
  name: 'npm run test:cluster',
  rows,
  wanted: positionals,
  shortRows,
  options: { short: values.short, ...(values.seed !== undefined && { seed: Number(values.seed) }) },
  markdown: values.markdown,
});
