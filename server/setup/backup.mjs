// `npm run backup`: makes a copy of the store in HEARTHROOM_DATA_DIR, whether a server is running on it or not.

import { nodeOptions } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';

await runEntry(async () => {
  const { node, env } = await setUp({});
  return runInForeground(node, [...nodeOptions, 'server/src/commands/backup.ts'], { cwd: root, env });
});
