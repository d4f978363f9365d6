// `npm run test:sanitizers [-- path…]`: builds a media worker that reports errors of memory and undefined behaviour, and
// runs with it the tests in which much of it is used, or those below the paths.
import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setUp } from './install/set-up.mjs';
import { provideSanitizedWorker } from './install/worker.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';
import { Progress } from './shared/progress.mjs';
import { addCounts, noCounts } from './testing/counts.mjs';
import { checkReporting } from './testing/deliberate-faults.mjs';
import { readFindings } from './testing/sanitizer-findings.mjs';
import { runTests } from './testing/tap-runner.mjs';
import { selectTests } from './testing/test-files.mjs';
import { sanitizerEnvironment } from './worker/sanitizers.mjs';

const usual = [
  'test/integration/server/media',
  'test/browser/narrow-line.test.ts',
  'test/browser/media-degradation.test.ts',
];

/** A worker looks for leaks when it ends, which may be after its test. */
const WORKER_END_MS = 60_000;

const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

await runEntry(async () => {
  const paths = process.argv.slice(2);
  const selected = selectTests(root, paths.length > 0 ? paths : usual);
  const { node, env } = await setUp({
    tests: true,
    compiled: true,
    browsers: selected.some(({ files }) => files.some((file) => file.startsWith('test/browser/'))),
    relay: true,
    network: true,
  });
  const worker = await provide();
  await checkReporting();
  const reports = mkdtempSync(join(tmpdir(), 'hearthroom-sanitizers-'));
  const total = noCounts();
  const options = {
    node,
    env: { ...env, HEARTHROOM_WORKER_BIN: worker, ...sanitizerEnvironment(reports) },
    cwd: root,
    print,
  };
  for (const tests of selected) {
    print(`\n${tests.group.name} tests`);
    addCounts(total, await runTests(tests, options));
  }
  const areEnded = await haveEnded(worker);
  const findings = readFindings(reports);
  for (const { text, times } of findings) {
    print(`\nreported ${times} ${times === 1 ? 'time' : 'times'}:\n${text}`);
  }
  if (!areEnded) {
    print(`\nA worker still runs after ${WORKER_END_MS / 1_000} s: whether it leaks is not known.`);
  }
  print(`\n${total.passed} tests passed, ${total.failed} failed; the sanitizers report ${findings.length} errors`);
  if (findings.length > 0) {
    print(`All reports are in ${reports}.`);
  } else {
    rmSync(reports, { recursive: true, force: true });
  }
  return total.failed > 0 || findings.length > 0 || !areEnded ? 1 : 0;
});

async function provide() {
  const progress = new Progress({ steps: 1 });
  try {
    progress.begin('media worker for sanitizers');
    const worker = await provideSanitizedWorker({ onWork: (detail) => progress.work(detail) });
    progress.finish();
    return worker;
  } finally {
    progress.close();
  }
}

/**
 * @param {string} program
 * @returns {Promise<boolean>} whether all processes that run it ended in time
 */
async function haveEnded(program) {
  const executable = realpathSync(program);
  for (let waitedMs = 0; waitedMs < WORKER_END_MS; waitedMs += 100) {
    if (!isRunning(executable)) {
      return true;
    }
    await sleep(100);
  }
  return false;
}

/** @param {string} executable */
function isRunning(executable) {
  return readdirSync('/proc').some((name) => {
    try {
      return readlinkSync(join('/proc', name, 'exe')) === executable;
    } catch {
      // Not a process, or not ours, or it has ended.
      return false;
    }
  });
}
