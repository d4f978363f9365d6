// `npm run explain -- --room ROOM --from TIME --to TIME …`: why somebody was not heard, from the store in HEARTHROOM_DATA_DIR.
import { runInForeground } from './command.mjs';
import { nodeOptions } from './compiled.mjs';
import { runEntry } from './entry.mjs';
import { root } from './paths.mjs';
import { setUp } from './set-up.mjs';

await runEntry(async () => {
  const { node, env } = await setUp({});
  return runInForeground(node, [...nodeOptions, 'server/src/commands/explain.ts', ...process.argv.slice(2)], {
    cwd: root,
    env,
  });
});
