/**
 * `npm run soak [-- --minutes 60]`: three rooms of four people who join, drop and come back at random; what is left of them
 * afterwards, and the slope of memory over the second half.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runRow } from '../support/faults/run-rows.ts';
import { soak } from '../support/faults/soak.ts';
import { toText } from '../support/faults/table.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string' } } });
const result = await runRow(soak(Number(values.minutes)), {
  ...(values.seed !== undefined && { seed: Number(values.seed) }),
  note: (text) => void process.stderr.write(`${text}\n`),
});
process.stdout.write(`\n${toText([result])}`);
process.exit(result.outcome.holds ? 0 : 1);
