// `npm run audit:verify -- [file] [--after seq:hash] [--since FILE [--public-key FILE]…]`: is an export of the audit log as it was written?
import { runInForeground } from './command.mjs';
import { nodeOptions } from './compiled.mjs';
import { runEntry } from './entry.mjs';
import { root } from './paths.mjs';
import { setUp } from './set-up.mjs';

await runEntry(async () => {
  const { node, env } = await setUp({});
  // Files are named from where the person stands, which npm remembers.
  const cwd = process.env.INIT_CWD || root;
  const verify = `${root}/server/src/audit/verify.ts`;
  return runInForeground(node, [...nodeOptions, verify, ...process.argv.slice(2)], { cwd, env });
});
