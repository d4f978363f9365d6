import { run } from '../shared/command.mjs';
import { formatDuration } from '../shared/progress.mjs';
import { addCounts, noCounts } from './counts.mjs';
import { tapCommand } from './test-files.mjs';

/** If more files than this fail, they are not run again: that is no coincidence. */
const maxRepeats = 5;

/**
 * Runs one group of test files and prints a line for each, with all details of failures. In a group with
 * `repeatsFailed`, a file that fails is run once more after the others, alone, and the second result counts; the first
 * one is still printed.
 *
 * @typedef {{ node: string, env: NodeJS.ProcessEnv, cwd: string, print: (line: string) => void, onRepeated?: (file: string) => void }} Options
 *   `onRepeated`: called with each file that failed first and then passed
 * @param {{ group: import('./test-files.mjs').Group, files: string[] }} selected
 * @param {Options} options
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function runTests({ group, files }, options) {
  const { counts, passedFiles } = await runTap(group, files, options);
  const failedFiles = files.filter((file) => !passedFiles.has(file));
  if (!group.repeatsFailed || failedFiles.length === 0 || failedFiles.length > maxRepeats) {
    return counts;
  }
  const total = noCounts();
  for (const passed of passedFiles.values()) {
    addCounts(total, passed);
  }
  for (const file of failedFiles) {
    addCounts(total, await repeat(group, file, options));
  }
  return total;
}

/**
 * @param {import('./test-files.mjs').Group} group
 * @param {string} file
 * @param {Options} options
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
async function repeat(group, file, options) {
  options.print(`repeat ${file}`);
  const { counts } = await runTap(group, [file], options);
  options.print(`${file} failed first and ${counts.failed > 0 ? 'again' : 'passed then'}`);
  if (counts.failed === 0) {
    options.onRepeated?.(file);
  }
  return counts;
}

/**
 * @param {import('./test-files.mjs').Group} group
 * @param {string[]} files
 * @param {Options} options
 * @returns {Promise<{ counts: import('./counts.mjs').Counts, passedFiles: Map<string, import('./counts.mjs').Counts> }>}
 *   a file that crashed or ran too long is in no result by its name
 */
async function runTap(group, files, { node, env, cwd, print }) {
  // Imported here, not at the top: tap-parser exists only after the dependencies are installed.
  const { createTapReader } = await import('./tap-results.mjs');
  const counts = noCounts();
  /** @type {Map<string, import('./counts.mjs').Counts>} */
  const passedFiles = new Map();
  const reader = createTapReader((result) => {
    addCounts(counts, result.counts);
    if (result.ok) {
      passedFiles.set(result.name, result.counts);
    }
    for (const line of formatFile(result)) {
      print(line);
    }
  });
  const args = [tapCommand, 'run', '--reporter=tap', `--jobs=${group.jobs}`, `--timeout=${group.timeoutS}`, ...files];
  const { code } = await run(node, args, {
    cwd,
    env,
    onLine: (line) => reader.read(line),
    onErrorLine: print,
  });
  reader.end();
  if (code !== 0 && counts.failed === 0) {
    print(`not ok ${group.name} tests: tap ended with ${code === null ? 'a signal' : `exit code ${code}`}`);
    counts.failed += 1;
  }
  return { counts, passedFiles };
}

/**
 * @param {import('./tap-results.mjs').FileResult} result
 * @returns {string[]} lines to print
 */
export function formatFile({ name, ok, counts, durationMs, failures }) {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const head = `${ok ? '    ok' : 'not ok'} ${name} (${counts.passed} passed, ${counts.failed} failed${skipped}; ${formatDuration(durationMs)})`;
  return [head, ...failures.flatMap((failure) => [`  ✗ ${failure.names.join(' › ')}`, ...failure.details])];
}
