// `npm run worker:update -- VERSION [--check]`: changes the project to another version of mediasoup, if the recipe of
// its worker fits.
import { setUp } from './install/set-up.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';
import { updateWorker } from './worker/update.mjs';

const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

await runEntry(async () => {
  const args = process.argv.slice(2);
  const [version = ''] = args.filter((arg) => arg !== '--check');
  const { node } = await setUp({});
  const fits = await updateWorker({ version, checkOnly: args.includes('--check'), base: root, node, print });
  return fits ? 0 : 1;
});
