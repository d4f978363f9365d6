// `npm run coverage [-- path…]`: runs unit and integration tests, or those below the paths, and prints which lines and branches they reached.
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

/** What runs in Node. Of the SDK and its element, pages of tests reach more, in browsers, where this doesn't look. */
const measured = ['server/src/**/*.ts', 'sdk/**/*.ts'];
const unmeasured = ['**/dist/**', 'sdk/build.ts', '**/*.d.ts'];

/** Where the pages are that show each line. */
const reportDir = join(root, 'coverage');

const c8 = join(root, 'node_modules', 'c8', 'bin', 'c8.js');
const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** @param {string} raw the folder with V8's records of each process */
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
    // Processes that tests start inherit it.
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
