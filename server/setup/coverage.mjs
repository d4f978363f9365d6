// `npm run coverage [-- path…]`: runs unit and integration tests, or those below the paths, and prints which lines and
// branches they covered.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';
import { addCounts, noCounts } from './testing/counts.mjs';
import { runTests } from './testing/tap-runner.mjs';
import { selectTests } from './testing/test-files.mjs';

/** Code that runs in Node. Browser tests cover more of the SDK and its element, which is not measured here. */
const measured = ['server/src/**/*.ts', 'sdk/**/*.ts'];
const unmeasured = ['**/dist/**', 'sdk/build.ts', '**/*.d.ts'];

/** Folder of the pages that show each line. */
const reportDir = join(root, 'coverage');

const c8 = join(root, 'node_modules', 'c8', 'bin', 'c8.js');
const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** @param {string} raw the folder with V8's coverage data of each process */
const reportOptions = (raw) => [
  'report',
  `--temp-directory=${raw}`,
  `--reports-dir=${reportDir}`,
  ...['--reporter=text', '--reporter=html', '--all'],
  ...measured.map((pattern) => `--include=${pattern}`),
  ...unmeasured.map((pattern) => `--exclude=${pattern}`),
];

await runEntry(async () => {
  const paths = process.argv.slice(2);
  const selected = selectTests(root, paths.length > 0 ? paths : ['test/unit', 'test/integration']);
  const needsMedia = selected.some(({ group }) => group.name !== 'unit');
  const ready = await setUp({ tests: true, worker: needsMedia, compiled: needsMedia, relay: needsMedia });
  const raw = mkdtempSync(join(tmpdir(), 'hearthroom-coverage-'));
  try {
    // Inherited by processes that tests start.
    const env = { ...ready.env, NODE_V8_COVERAGE: raw };
    const total = noCounts();
    for (const tests of selected) {
      addCounts(total, await runTests(tests, { ...ready, env, cwd: root, print }));
    }
    const code = await runInForeground(ready.node, [c8, ...reportOptions(raw)], { cwd: root });
    print(`\n${total.passed} tests passed, ${total.failed} failed; each line: ${join(reportDir, 'index.html')}`);
    return total.failed > 0 ? 1 : code;
  } finally {
    rmSync(raw, { recursive: true, force: true });
  }
});
