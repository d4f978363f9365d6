// `npm run backup`: a copy of the store in HEARTHROOM_DATA_DIR, whether a server runs on it or not.
import { runInForeground } from './command.mjs';
import { nodeOptions } from './compiled.mjs';
import { runEntry } from './entry.mjs';
import { root } from './paths.mjs';
import { setUp } from './set-up.mjs';

await runEntry(async () => {
  const { node, env } = await setUp({});
  return runInForeground(node, [...nodeOptions, 'server/src/commands/backup.ts'], { cwd: root, env });
});
