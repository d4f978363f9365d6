/** `npm run check` reaches every source file. */
import { execFileSync } from 'node:child_process';
import { relative, sep } from 'node:path';
import t from 'tap';
import { root } from '../../../../../server/setup/shared/paths.mjs';
import { checks } from '../../../../../server/setup/testing/checks.mjs';

/** Without the loaders of the test runner, which it passes to all programs of Node by this variable. */
const linesOf = (program: string, args: string[]): string[] =>
  execFileSync('sh', ['-c', 'NODE_OPTIONS= exec "$0" "$@"', program, ...args], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n');

t.test('the types of every file that git tracks are checked', async (t) => {
  const checked = checks
    .filter(({ name }) => name.startsWith('types'))
    .flatMap(({ command, args }) => linesOf(process.execPath, [command, ...args, '--listFilesOnly']))
    .map((path) => relative(root, path).split(sep).join('/'));
  const sources = linesOf('git', ['ls-files', '*.ts', '*.tsx', '*.mts', '*.js', '*.mjs']);
  t.ok(sources.length > 500);
  t.strictSame(
    sources.filter((path) => !checked.includes(path)),
    [],
  );
});
