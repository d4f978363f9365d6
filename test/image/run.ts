/**
 * `npm run test:image [-- --worker cache] [--base debian]`: builds the image, runs it as documented, and prints which
 * checks held and what the image adds to its base.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { toText, verdictOf } from '../support/faults/rows/table.ts';
import { tryImage } from './steps.ts';

const { values } = parseArgs({
  options: {
    // `cache`: this machine's worker instead of one compiled in the image, which takes long.
    worker: { type: 'string', default: 'build' },
    // `debian`: a base made by debootstrap, without requesting the Dockerfile's base from a registry.
    base: { type: 'string', default: 'registry' },
  },
});
const { worker, base } = values;
if ((worker !== 'build' && worker !== 'cache') || (base !== 'registry' && base !== 'debian')) {
  process.stderr.write('Usage: npm run test:image [-- [--worker build|cache] [--base registry|debian]]\n');
  process.exit(2);
}

const results = await tryImage({
  worker,
  pull: base === 'registry',
  handleLine: (line) => void process.stderr.write(`      ${line}\n`),
  handleBegun: ({ row, title }) => void process.stderr.write(`${String(row).padStart(2)}  ${title}\n`),
  handleDone: (result) => void process.stderr.write(`      ${verdictOf(result)}: ${result.outcome.figure}\n`),
});
process.stdout.write(`\n${toText(results, 'what was done')}`);
// Sessions that lost their server keep reconnecting for minutes.
process.exit(results.every(({ outcome }) => outcome.holds) ? 0 : 1);
