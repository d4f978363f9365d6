// `node server/setup/run.mjs <script> [arguments]`: prepares the machine, then runs one of the project's longer scripts
// (bench, faults, soak).

import { nodeOptions } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';

await runEntry(async () => {
  const [script = '', ...rest] = process.argv.slice(2);
  const needsNodes = script.startsWith('test/cluster/');
  const { node, env } = await setUp({
    tests: true,
    worker: true,
    compiled: true,
    browsers: true,
    database: needsNodes,
    network: needsNodes,
  });
  return runInForeground(node, [...nodeOptions, `${root}/${script}`, ...rest], { cwd: root, env });
});
