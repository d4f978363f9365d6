/**
 * `npm run soak [-- --minutes 60]`: three rooms of four participants who join, disconnect and reconnect at random; what
 * the server still holds afterwards, and the slope of its memory over the second half.
 *
 *     --seed N       seed of all random choices
 *     --idle         measures the cost of many idle rooms instead
 *     --rooms N      how many (default 200, of 8 seats)
 *     --seconds N    how long they are measured (default 60)
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { idle } from '../support/faults/clients/idle.ts';
import { runRow } from '../support/faults/rows/run-rows.ts';
import { soak } from '../support/faults/rows/soak.ts';
import { toText } from '../support/faults/rows/table.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string' },
    idle: { type: 'boolean', default: false },
    rooms: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
  },
});
const row = values.idle ? idle(Number(values.rooms), Number(values.seconds)) : soak(Number(values.minutes));
const result = await runRow(row, {
  ...(values.seed !== undefined && { seed: Number(values.seed) }),
  note: (text) => void process.stderr.write(`${text}\n`),
});
process.stdout.write(`\n${toText([result])}`);
process.exit(result.outcome.holds ? 0 : 1);
