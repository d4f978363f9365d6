// `node server/setup/run.mjs <script> [arguments]`: runs one of the project's longer scripts (bench, faults, soak) on a machine that is ready.
import { runInForeground } from './command.mjs';
import { nodeOptions } from './compiled.mjs';
import { runEntry } from './entry.mjs';
import { root } from './paths.mjs';
import { setUp } from './set-up.mjs';

await runEntry(async () => {
  const [script = '', ...rest] = process.argv.slice(2);
  const { node, env } = await setUp({ tests: true, worker: true, compiled: true, browsers: true });
  return runInForeground(node, [...nodeOptions, `${root}/${script}`, ...rest], { cwd: root, env });
});
