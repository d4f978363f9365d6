/** What is the same wherever a PostgreSQL is started: the user that it runs as, and when it is ready. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Ids {
  uid?: number;
  gid?: number;
}

/** PostgreSQL does not run as root, and its user has to be in the list of users. */
const unprivileged = 'nobody';

/** The user of PostgreSQL, if this process runs as root; otherwise its own. */
export function idsOfPostgres(): Ids {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${unprivileged}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`there is no user ${unprivileged} on this machine`);
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Resolves when it accepts connections; a standby server accepts read-only ones. Rejects with what it said when it ends.
 * @param server whose standard error is read from here on
 */
export async function untilReady(server: ChildProcess): Promise<void> {
  const ready = Promise.withResolvers<void>();
  let said = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-10_000);
    if (/ready to accept (read-only )?connections/.test(said)) ready.resolve();
  });
  server.once('error', ready.reject);
  server.once('exit', () => ready.reject(new Error(`PostgreSQL ended: ${said.trim()}`)));
  await ready.promise;
}
