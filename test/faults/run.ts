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
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runRow } from '../support/faults/rows/run-rows.ts';
import { type Result, toMarkdown, toText, verdictOf, withTable } from '../support/faults/rows/table.ts';
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

const wanted = new Set(positionals.map(Number));
const selected = rows.filter(({ row }) =>
  wanted.size > 0 ? wanted.has(row) : !values.short || shortRows.includes(row),
);
const unknown = [...wanted].filter((number) => !rows.some(({ row }) => row === number));
if (unknown.length > 0) {
  process.stderr.write(`There is no row ${unknown.join(', ')}; rows are 1 to ${rows.length}\n`);
  process.exit(2);
}

const results: Result[] = [];
for (const row of selected) {
  process.stderr.write(`${String(row.row).padStart(2)}  ${row.title}\n`);
  const result = await runRow(row, {
    short: values.short,
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
    ...(values.messages !== undefined && { messages: Number(values.messages) }),
    note: (text) => void process.stderr.write(`      ${text}\n`),
  });
  process.stderr.write(`      ${verdictOf(result)}: ${result.outcome.figure}\n`);
  results.push(result);
}
const asked = process.argv.slice(2).filter((word) => word !== '--write' && word !== '--markdown');
const command = ['npm run test:faults', ...(asked.length > 0 ? ['--', ...asked] : [])].join(' ');
const markdown = toMarkdown(results, command, new Date());
if (values.write) {
  const document = new URL('../../docs/faults.md', import.meta.url);
  writeFileSync(document, withTable(readFileSync(document, 'utf8'), markdown));
}
process.stdout.write(values.markdown ? markdown : `\n${toText(results)}`);
// Sessions that lost their server keep reconnecting for minutes.
process.exit(results.every(({ outcome }) => outcome.holds || outcome.skipped !== undefined) ? 0 : 1);
