import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../shared/command.mjs';
import { root } from '../shared/paths.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { hashFiles, readStamp, writeStamp } from '../shared/stamp.mjs';

/** The workspaces' sources run directly, with type stripping. */
export const nodeOptions = ['--conditions=hearthroom-source'];

/**
 * The server has few and small live objects. By default V8's young generation grows by a hundred megabytes and is never
 * reduced.
 */
export const serverOptions = [...nodeOptions, '--max-semi-space-size=4'];

/**
 * The parts that are compiled or bundled. Everything else runs from source.
 *
 * @typedef {{ name: string, script: string, folder: string, sources: readonly string[] }} Part
 */

/** @type {readonly Part[]} */
export const parts = [
  { name: 'sdk', script: 'sdk/build.ts', folder: 'sdk', sources: ['sdk', 'package-lock.json', 'tsconfig.json'] },
  {
    name: 'examples',
    script: 'examples/build.ts',
    folder: 'examples',
    sources: ['examples', 'sdk', 'package-lock.json'],
  },
  {
    name: 'pages',
    script: 'server/pages/build.ts',
    folder: 'server/pages',
    sources: ['server/pages', 'package-lock.json'],
  },
];

/**
 * Builds the parts whose sources have changed since their last build.
 *
 * @param {{ node: string, onWork: (detail: string) => void, always?: boolean, base?: string }} options
 * @throws {SetupError} with the compiler's output if a part fails to build
 */
export async function provideCompiled({ node, onWork, always = false, base = root }) {
  for (const part of parts.filter(({ script }) => existsSync(join(base, script)))) {
    const stamp = join(base, 'node_modules', `.hearthroom-built-${part.name}`);
    const sources = hashFiles(
      base,
      part.sources.map((path) => join(base, path)),
    );
    if (!always && isFresh(readStamp(stamp), sources, base)) {
      continue;
    }
    onWork(part.name);
    const { code, output } = await run(node, [...nodeOptions, part.script], { cwd: base });
    if (code !== 0) {
      throw new SetupError(`${output.trimEnd()}\n${part.script} failed.`, 'Mend what it complains of above.');
    }
    writeStamp(stamp, [sources, ...findResults(base, part.folder)].join('\n'));
  }
}

/**
 * @param {string | null} stamp what the last build recorded: the hash of the sources, then the folders that it filled
 * @param {string} sources
 * @param {string} base
 */
export function isFresh(stamp, sources, base) {
  const [hash, ...results] = stamp?.split('\n') ?? [];
  // A result may have been deleted, which the hash of the sources does not show.
  return hash === sources && results.every((folder) => existsSync(join(base, folder)));
}

/**
 * @param {string} base
 * @param {string} folder
 * @returns {string[]} the `dist` folders below, relative to `base`
 */
function findResults(base, folder) {
  return readdirSync(join(base, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap(({ name }) => (name === 'dist' ? [`${folder}/dist`] : findResults(base, `${folder}/${name}`)));
}
