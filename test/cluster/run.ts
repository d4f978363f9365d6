/**
 * `npm run test:cluster [-- rows…]`: several nodes over one PostgreSQL, into which real faults are injected; prints which
 * checks held.
 *
 *     --short         the version of the test suite
 *     --markdown      prints the table as Markdown
 *     --seed N        seed of all random choices
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runRow } from '../support/faults/rows/run-rows.ts';
import { type Result, toMarkdown, toText, verdictOf } from '../support/faults/rows/table.ts';
import { rows } from './rows.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    seed: { type: 'string' },
  },
});

const wanted = new Set(positionals.map(Number));
const selected = rows.filter(({ row }) => wanted.size === 0 || wanted.has(row));
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
    note: (text) => void process.stderr.write(`      ${text}\n`),
  });
  process.stderr.write(`      ${verdictOf(result)}: ${result.outcome.figure}\n`);
  results.push(result);
}
const command = ['npm run test:cluster', '--', ...process.argv.slice(2)].join(' ');
process.stdout.write(values.markdown ? toMarkdown(results, command, new Date()) : `\n${toText(results)}`);
// Sessions that lost their server keep reconnecting for minutes.
process.exit(results.every(({ outcome }) => outcome.holds || outcome.skipped !== undefined) ? 0 : 1);
