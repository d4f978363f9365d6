import { join } from 'node:path';
import { run } from '../shared/command.mjs';
import { noCounts } from './counts.mjs';

/** Folders whose imports are checked against .dependency-cruiser.cjs. */
const importingFolders = ['server', 'sdk', 'examples', 'bench', 'test'];

/** Checks of the whole source; each counts as one test. */
export const checks = [
  { name: 'lint', command: join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), args: ['check'] },
  {
    name: 'types',
    command: join('node_modules', 'typescript', 'bin', 'tsc'),
    args: ['--noEmit', '-p', 'tsconfig.json'],
  },
  {
    name: 'types of the documentation site',
    command: join('node_modules', 'typescript', 'bin', 'tsc'),
    args: ['--noEmit', '-p', join('docs', 'site', 'tsconfig.json')],
  },
  {
    name: 'imports',
    command: join('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    args: ['--config', '.dependency-cruiser.cjs', ...importingFolders],
  },
];

/**
 * @param {{ node: string, env: NodeJS.ProcessEnv, cwd: string, print: (line: string) => void }} options
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function runChecks({ node, env, cwd, print }) {
  const counts = noCounts();
  for (const { name, command, args } of checks) {
    const { code, output } = await run(node, [command, ...args], { cwd, env });
    if (code === 0) {
      counts.passed += 1;
      print(`    ok ${name}`);
    } else {
      counts.failed += 1;
      print(`not ok ${name}`);
      print(output.trimEnd());
    }
  }
  return counts;
}
