import { join } from 'node:path';
import { run } from '../shared/command.mjs';
import { root } from '../shared/paths.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { hashFiles, readStamp, writeStamp } from '../shared/stamp.mjs';
import { isFresh, nodeOptions } from './compiled.mjs';
import { provideDependencies } from './dependencies.mjs';

/** What the site is made of: documents, the files that they link to, and the sources that references are made of. */
const sources = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs',
  'sdk',
  'server/src',
  'examples',
];

/**
 * Installs the packages of the site, which nothing else needs, and builds it if a source has changed.
 *
 * @param {{ node: string, onWork: (detail: string) => void, args?: string[], always?: boolean }} options `args`: for the
 *   program that builds it
 * @returns {Promise<string>} what it printed last, or an empty text where nothing was to do
 * @throws {SetupError} if npm or the build fails
 */
export async function provideSite({ node, onWork, args = [], always = false }) {
  const site = join(root, 'docs', 'site');
  await provideDependencies({ onWork, base: site });
  const stamp = join(site, 'node_modules', '.hearthroom-built');
  const files = hashFiles(
    root,
    sources.map((path) => join(root, path)),
  );
  const hash = [files, ...args].join(' ');
  if (!always && isFresh(readStamp(stamp), hash, root)) {
    return '';
  }
  onWork('documentation');
  const { code, output } = await run(node, [...nodeOptions, 'build/build.ts', ...args], { cwd: site });
  if (code !== 0) {
    throw new SetupError(`${output.trimEnd()}\nThe documentation cannot be built.`, 'Fix the errors above.');
  }
  writeStamp(stamp, [hash, 'docs/site/dist'].join('\n'));
  return output.trimEnd().split('\n').at(-1) ?? '';
}
