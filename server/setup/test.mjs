// `npm test`: prepares the machine, checks the source and runs the tests; `npm test -- path…` runs only those below the
// paths.

import { setUp } from './install/set-up.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';
import { runChecks } from './testing/checks.mjs';
import { addCounts, noCounts } from './testing/counts.mjs';
import { runTests } from './testing/tap-runner.mjs';
import { selectTests } from './testing/test-files.mjs';

const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

await runEntry(async () => {
  const paths = process.argv.slice(2);
  const selected = selectTests(root, paths);
  const needsMedia = selected.some(({ group }) => group.name !== 'unit');
  const needsBrowsers = selected.some(({ files }) => files.some((file) => file.startsWith('test/browser/')));
  const needsIntegration = selected.some(({ files }) => files.some((file) => file.startsWith('test/integration/')));
  const needsSite = selected.some(({ files }) => files.some((file) => file.startsWith('test/browser/docs/')));
  const ready = await setUp({
    tests: true,
    worker: needsMedia,
    compiled: needsMedia,
    browsers: needsBrowsers,
    relay: needsMedia,
    monitoring: needsMedia,
    database: needsIntegration,
    network: needsIntegration,
    site: needsSite,
  });
  /** @type {string[]} */
  const repeated = [];
  const options = { ...ready, cwd: root, print, onRepeated: (/** @type {string} */ file) => repeated.push(file) };
  const total = noCounts();
  if (paths.length === 0) {
    addCounts(total, await runChecks(options));
  }
  for (const tests of selected) {
    print(`\n${tests.group.name} tests`);
    addCounts(total, await runTests(tests, options));
  }
  if (repeated.length > 0) {
    print(`\nFailed first and passed when repeated: ${repeated.join(', ')}`);
  }
  print(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
  return total.failed > 0 ? 1 : 0;
});
