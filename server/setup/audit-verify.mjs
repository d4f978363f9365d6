// `npm run audit:verify -- [file] [--after seq:hash] [--since FILE [--public-key FILE]…]`: is an export of the audit log as it was written?

import { nodeOptions } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';

await runEntry(async () => {
  const { node, env } = await setUp({});
  // Files are named from where the person stands, which npm remembers.
  const cwd = process.env.INIT_CWD || root;
  const verify = `${root}/server/src/commands/verify-audit.ts`;
  return runInForeground(node, [...nodeOptions, verify, ...process.argv.slice(2)], { cwd, env });
});
