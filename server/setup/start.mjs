// `npm start`: prepares the machine and runs the server with its demo.

import { serverOptions } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';

await runEntry(async () => {
  const args = process.argv.slice(2);
  // Printing the help needs no compiler.
  const runs = !args.some((arg) => arg === '--help' || arg === '-h');
  const { node, env } = await setUp({ worker: runs, compiled: runs });
  const isDemo = !env.HEARTHROOM_DEMO || env.HEARTHROOM_DEMO === 'true';
  return runInForeground(node, [...serverOptions, 'server/src/main.ts', ...args], {
    cwd: root,
    // The log would hide the demo's links. Without the demo the server's default applies.
    env: {
      ...env,
      HEARTHROOM_DEMO: isDemo ? 'true' : env.HEARTHROOM_DEMO,
      ...(isDemo && !env.HEARTHROOM_LOG_LEVEL && { HEARTHROOM_LOG_LEVEL: 'warn' }),
    },
  });
});
