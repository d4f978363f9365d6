import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { listFiles } from '../shared/stamp.mjs';
import { overlayDir, overlays as ownOverlays, patchFile, wrapDirectory } from './recipe.mjs';
import { sanitized } from './sanitizers.mjs';

/** Libraries for parts that are not built: mediasoup's own tests, and its worker for Windows. */
const unused = ['catch2', 'wingetopt'];

/**
 * @typedef {object} Trial whether the recipe fits the worker of some version of mediasoup
 * @property {{ file: string, hunks: number }[]} fitting files in which every patch applies
 * @property {{ where: string, problem: string }[]} problems
 */

/**
 * Tries each part of the recipe on a copy of a worker's source, and does not stop at the first problem.
 *
 * @param {string} source the package's worker folder; not changed
 * @param {{ patches?: readonly import('./patches/patch.mjs').Patch[], overlays?: readonly string[], added?: string }} [recipe]
 *   `patches`: by default those of both workers; `added`: the folder of files that are added to the worker
 * @returns {Trial}
 */
export function tryRecipe(
  source,
  { patches = sanitized.patches, overlays = ownOverlays, added = overlayDir('worker') } = {},
) {
  const libraries = tryOverlays(join(source, 'subprojects'), overlays);
  const files = listFiles(added)
    .map((file) => relative(added, file))
    .filter((file) => existsSync(join(source, file)))
    .map((file) => ({ where: file, problem: 'the recipe adds a file of this name, and mediasoup has one now' }));
  const { fitting, problems } = tryPatches(source, patches);
  return { fitting, problems: [...libraries, ...files, ...problems] };
}

/**
 * @param {string} subprojects
 * @param {readonly string[]} overlays
 */
function tryOverlays(subprojects, overlays) {
  const wraps = existsSync(subprojects) ? readdirSync(subprojects).filter((name) => name.endsWith('.wrap')) : [];
  const names = wraps.map((name) => name.slice(0, -'.wrap'.length));
  const problems = overlays
    .filter((name) => !names.includes(name))
    .map((name) => ({
      where: `subprojects/${name}.wrap`,
      problem: 'there is none: the overlay of this name is not used',
    }));
  for (const name of names) {
    const where = `subprojects/${name}.wrap`;
    if (!overlays.includes(name) && !unused.includes(name)) {
      problems.push({ where, problem: 'a library without an overlay: the build would download it' });
    } else if (overlays.includes(name) && !namesDirectory(join(subprojects, `${name}.wrap`))) {
      problems.push({ where, problem: 'names no directory' });
    }
  }
  return problems;
}

/** @param {string} file a .wrap file */
function namesDirectory(file) {
  try {
    return wrapDirectory(readFileSync(file, 'utf8')) !== '';
  } catch {
    return false;
  }
}

/**
 * @param {string} source
 * @param {readonly import('./patches/patch.mjs').Patch[]} patches
 * @returns {Trial}
 */
function tryPatches(source, patches) {
  const copy = mkdtempSync(join(tmpdir(), 'hearthroom-recipe-'));
  try {
    const files = [...new Set(patches.map(({ file }) => file))];
    /** @type {Trial} */
    const trial = { fitting: [], problems: [] };
    for (const file of files) {
      const hunks = patches.filter((patch) => patch.file === file);
      const problems = existsSync(join(source, file))
        ? tryFile(join(source, file), join(copy, file), hunks)
        : [{ where: file, problem: 'there is no such file' }];
      trial.problems.push(...problems);
      if (problems.length === 0) {
        trial.fitting.push({ file, hunks: hunks.length });
      }
    }
    return trial;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/**
 * @param {string} original
 * @param {string} copy where the file is patched
 * @param {readonly import('./patches/patch.mjs').Patch[]} hunks of this file
 */
function tryFile(original, copy, hunks) {
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, readFileSync(original));
  return hunks.flatMap(({ file, find, replace }, index) => {
    const count = readFileSync(copy, 'utf8').split(find).length - 1;
    if (count === 1) {
      patchFile(copy, find, replace);
      return [];
    }
    const where = `${file}, hunk ${index + 1} of ${hunks.length}`;
    return [{ where, problem: `its text occurs ${count} times instead of once:\n${find.trimEnd()}` }];
  });
}

/**
 * @param {Trial} trial
 * @returns {string[]} lines to print
 */
export function formatTrial({ fitting, problems }) {
  return [
    ...fitting.map(({ file, hunks }) => `fits   ${file} (${hunks} ${hunks === 1 ? 'hunk' : 'hunks'})`),
    ...problems.map(({ where, problem }) => `stops  ${where}: ${problem.split('\n').join('\n       | ')}`),
  ];
}
