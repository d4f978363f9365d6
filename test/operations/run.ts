/**
 * `npm run test:operations [-- --short]`: runs a day of operating a server, with a live session, and prints which
 * checks held.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { toText, verdictOf } from '../support/faults/rows/table.ts';
import { runDay } from './steps.ts';

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } });

const results = await runDay({
  short: values.short,
  handleBegun: ({ row, title }) => void process.stderr.write(`${String(row).padStart(2)}  ${title}\n`),
  handleDone: (result) => void process.stderr.write(`      ${verdictOf(result)}: ${result.outcome.figure}\n`),
});
process.stdout.write(`\n${toText(results, 'what was done')}`);
// Sessions that lost their server keep reconnecting for minutes.
process.exit(results.every(({ outcome }) => outcome.holds || outcome.skipped !== undefined) ? 0 : 1);
