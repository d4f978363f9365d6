/**
 * `npm run test:faults [-- rows…]`: injects real faults and prints which checks held.
 *
 *     --short         the version of the test suite
 *     --markdown      prints the table as Markdown
 *     --write         writes the table into docs/faults.md
 *     --messages N    how many messages row 13 sends (default 1,000,000; 20,000 with --short)
 *     --seed N        seed of all random choices
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runTable } from '../support/faults/rows/run-table.ts';
import { withTable } from '../support/faults/rows/table.ts';
import { rows, shortRows } from './rows.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    messages: { type: 'string' },
    seed: { type: 'string' },
  },
});

const document = new URL('../../docs/faults.md', import.meta.url);
const write = (markdown: string): void => writeFileSync(document, withTable(readFileSync(document, 'utf8'), markdown));

await runTable({
  name: 'npm run test:faults',
  rows,
  wanted: positionals,
  shortRows,
  options: {
    short: values.short,
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
    ...(values.messages !== undefined && { messages: Number(values.messages) }),
  },
  markdown: values.markdown,
  write: values.write ? write : null,
});
