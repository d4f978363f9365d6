// `npm run audit:verify -- [file] [--after seq:hash] [--since FILE [--public-key FILE]…]`: checks that an export of the
// audit log has not been changed.

import { nodeOptions } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';

await runEntry(async () => {
  const { node, env } = await setUp({});
  // File names are relative to the user's working directory, which npm stores.
  const cwd = process.env.INIT_CWD || root;
  const verify = `${root}/server/src/commands/verify-audit.ts`;
  return runInForeground(node, [...nodeOptions, verify, ...process.argv.slice(2)], { cwd, env });
});
