import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { SetupError } from '../shared/setup-error.mjs';
import { listFiles } from '../shared/stamp.mjs';

/**
 * Tests that run in the same way. A file belongs to the group with the longest folder above it.
 *
 * @typedef {{ name: string, folder: string, jobs: number, timeoutS: number, repeatsFailed: boolean }} Group `jobs`: how many
 *   files run at the same time; 1 where figures of media or of a whole machine are compared. `timeoutS` is per file.
 *   `repeatsFailed`: a file that fails is run once more, alone, because real media and browsers get too little CPU on
 *   a busy machine
 */

/** @type {readonly Group[]} */
export const groups = [
  { name: 'unit', folder: 'test/unit', jobs: 2, timeoutS: 600, repeatsFailed: false },
  { name: 'integration', folder: 'test/integration', jobs: 2, timeoutS: 300, repeatsFailed: true },
  { name: 'media', folder: 'test/integration/server/media', jobs: 1, timeoutS: 300, repeatsFailed: true },
  { name: 'faults', folder: 'test/faults', jobs: 1, timeoutS: 900, repeatsFailed: true },
  { name: 'cluster', folder: 'test/cluster', jobs: 1, timeoutS: 900, repeatsFailed: true },
  { name: 'operations', folder: 'test/operations', jobs: 1, timeoutS: 300, repeatsFailed: true },
  { name: 'bench', folder: 'bench', jobs: 1, timeoutS: 300, repeatsFailed: true },
  { name: 'interface', folder: 'test/browser/ui', jobs: 2, timeoutS: 900, repeatsFailed: true },
  { name: 'browser', folder: 'test/browser', jobs: 1, timeoutS: 900, repeatsFailed: true },
];

/** @param {string} file relative path */
const groupOf = (file) =>
  groups
    .filter(({ folder }) => file.startsWith(`${folder}/`))
    .sort((one, other) => other.folder.length - one.folder.length)
    .at(0);

/**
 * @param {string} base the project's folder
 * @param {readonly string[]} [paths] files or folders below it; by default all tests
 * @returns {{ group: Group, files: string[] }[]} groups that have something to run, with paths relative to `base`
 * @throws {SetupError} if a path has no tests
 */
export function selectTests(base, paths = []) {
  const files = (paths.length > 0 ? paths : groups.map(({ folder }) => folder)).flatMap((path) => {
    const found = findTests(base, path);
    if (found.length === 0 && paths.length > 0) {
      throw new SetupError(`${path} is no test file and has none below it.`, 'Give paths below test/.');
    }
    return found;
  });
  return groups
    .map((group) => ({
      group,
      files: [...new Set(files.filter((file) => groupOf(file) === group))].sort(),
    }))
    .filter((selected) => selected.files.length > 0);
}

/**
 * @param {string} base
 * @param {string} path
 */
function findTests(base, path) {
  const absolute = resolve(base, path);
  if (!existsSync(absolute)) {
    return [];
  }
  const files = statSync(absolute).isDirectory() ? listFiles(absolute) : [absolute];
  return files
    .map((file) => relative(base, file).split(sep).join('/'))
    .filter((file) => file.endsWith('.test.ts') && groupOf(file) !== undefined);
}

/** Path of tap's command. */
export const tapCommand = join('node_modules', 'tap', 'dist', 'esm', 'run.mjs');
