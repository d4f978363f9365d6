/** Names of copies of the store: `hearthroom-20261128T183000Z-3f9a1c.sqlite`, the time in UTC. */
import { randomBytes } from 'node:crypto';

export const partialSuffix = '.partial';

/** The last part distinguishes copies of the same second. */
export function backupName(at = new Date()): string {
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
  return `hearthroom-${time}-${randomBytes(3).toString('hex')}.sqlite`;
}

export const isBackupName = (name: string): boolean => /^hearthroom-\d{8}T\d{6}Z-[\da-f]{6}\.sqlite$/.test(name);
