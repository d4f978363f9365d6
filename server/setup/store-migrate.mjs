// `npm run store:migrate -- [--from DIR] [--to URL]`: moves the store of a server that does not run into a PostgreSQL
// database.

import { nodeOptions } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';

await runEntry(async () => {
  const { node, env } = await setUp({});
  return runInForeground(node, [...nodeOptions, 'server/src/commands/migrate-store.ts', ...process.argv.slice(2)], {
    cwd: root,
    env,
  });
});
