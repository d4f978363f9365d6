// `npm run cluster`: prepares the machine, and runs a PostgreSQL and three nodes on it, with the demo.

import { serverOptions } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';

await runEntry(async () => {
  const { node, env } = await setUp({ worker: true, compiled: true, database: true });
  return runInForeground(node, [...serverOptions, 'server/src/commands/run-cluster/run-cluster.ts'], {
    cwd: root,
    env,
  });
});
