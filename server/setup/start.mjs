// `npm start`: gets the machine ready and runs the server with its demo.

import { serverOptions } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';

await runEntry(async () => {
  const args = process.argv.slice(2);
  // Who only asks what the settings are shouldn't wait for a compiler.
  const runs = !args.some((arg) => arg === '--help' || arg === '-h');
  const { node, env } = await setUp({ worker: runs, compiled: runs });
  const isDemo = !env.HEARTHROOM_DEMO || env.HEARTHROOM_DEMO === 'true';
  return runInForeground(node, [...serverOptions, 'server/src/main.ts', ...args], {
    cwd: root,
    // The demo's links are what is to be read; its log would stand between them. Without the demo the server's own default holds.
    env: {
      ...env,
      HEARTHROOM_DEMO: isDemo ? 'true' : env.HEARTHROOM_DEMO,
      ...(isDemo && !env.HEARTHROOM_LOG_LEVEL && { HEARTHROOM_LOG_LEVEL: 'warn' }),
    },
  });
});
