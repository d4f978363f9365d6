// `npm run explain -- --room ROOM --from TIME --to TIME …`: explains why a participant was not heard, from the store in
// HEARTHROOM_DATA_DIR.

import { nodeOptions } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';

await runEntry(async () => {
  const { node, env } = await setUp({});
  return runInForeground(node, [...nodeOptions, 'server/src/commands/explain.ts', ...process.argv.slice(2)], {
    cwd: root,
    env,
  });
});
