/** The entry of the audit log for a backup that is written without the server: by a program beside it, or while none runs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../files/migrations.ts';
import { databaseFile } from '../files/open-database.ts';
import { AuditTable } from '../tables/audit-table.ts';

/** For a writer that holds the file for a moment. */
const busyTimeoutMs = 5_000;

/**
 * To be called before the copy is made, which then holds the entry too.
 * @param file name of the copy
 * @throws Error: no store there, of a newer version, or it can't be written; then no backup is to be made
 */
export function noteBackup(dataDir: string, file: string): void {
  const source = join(dataDir, databaseFile);
  if (!existsSync(source)) throw new Error(`there is no store in ${dataDir}`);
  const database = new DatabaseSync(source, { timeout: busyTimeoutMs });
  try {
    // Not flushed under the write lock, for which a server waits 50 ms: the copy, which holds the entry, and the server's next write are.
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0');
    if (!hasAuditLog(database)) return;
    const entry = { what: 'backup.started', roomId: null, by: 'command', seatId: null, at: Date.now() } as const;
    new AuditTable(database).append([{ ...entry, detail: { file } }]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`no backup is made, since it can't be recorded in the audit log: ${why}`, { cause: error });
  } finally {
    database.close();
  }
}

/** False for a store of the first version, which has none. */
function hasAuditLog(database: DatabaseSync): boolean {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (version > migrations.length) throw new Error('the store was written by a newer Hearthroom; use that version');
  return version >= 2;
}
