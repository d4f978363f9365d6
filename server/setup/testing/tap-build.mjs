import { join } from 'node:path';
import { run } from '../shared/command.mjs';
import { root } from '../shared/paths.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { hashFiles, readStamp, writeStamp } from '../shared/stamp.mjs';
import { tapCommand } from './test-files.mjs';

/**
 * Builds tap with the plugins in .taprc. By default tap does so in its first run, too late for that run's own tests.
 *
 * @param {{ node: string, onWork: (detail: string) => void }} options
 * @throws {SetupError} with tap's output if it fails
 */
export async function provideTap({ node, onWork }) {
  const stamp = join(root, 'node_modules', '.hearthroom-tap');
  const wanted = hashFiles(root, [join(root, '.taprc'), join(root, 'package-lock.json')]);
  if (readStamp(stamp) === wanted) {
    return;
  }
  onWork('tap with its plugins');
  const { code, output } = await run(node, [tapCommand, 'build'], { cwd: root });
  if (code !== 0) {
    throw new SetupError(`${output.trimEnd()}\nBuilding tap failed.`, 'Run `npx tap build` by hand.');
  }
  writeStamp(stamp, wanted);
}
