// `node server/setup/audit.mjs`: asks the registry for known vulnerabilities of the production packages in the lock
// file.

import { runNpm } from './install/npm.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';
import { judgeAudit } from './testing/audit-report.mjs';

await runEntry(async () => {
  const args = ['audit', '--json', '--package-lock-only', '--omit=dev', '--loglevel=silent'];
  const { output } = await runNpm(args, { cwd: root, timeoutMs: 60_000, onErrorLine: () => {} });
  const { line, isFatal } = judgeAudit(output);
  process.stdout.write(`${line}\n`);
  return isFatal ? 1 : 0;
});
