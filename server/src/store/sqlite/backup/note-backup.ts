/** Adds the entry of the audit log for a backup that another program writes, with or without a running server. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../files/migrations.ts';
import { databaseFile } from '../files/open-database.ts';
import { AuditTable } from '../tables/audit-table.ts';
import { inTransaction } from '../tables/transaction.ts';

/** How long to wait for a program that locks the file briefly, in milliseconds. */
const busyTimeoutMs = 5_000;

/**
 * Call before the copy is made, so that it contains the entry.
 * @param file name of the copy
 * @throws Error: there is no store, it has a newer version, or it can't be written; then no backup may be made
 */
export function noteBackup(dataDir: string, file: string): void {
  const source = join(dataDir, databaseFile);
  if (!existsSync(source)) throw new Error(`there is no store in ${dataDir}`);
  const database = new DatabaseSync(source, { timeout: busyTimeoutMs });
  try {
    // Not flushed to disk here, since that happens under the write lock, for which a running server waits only 50 ms.
    // The copy contains the entry and is flushed; the server's next write flushes the original.
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0');
    if (!hasAuditLog(database)) return;
    const entry = { what: 'backup.started', roomId: null, by: 'command', seatId: null, at: Date.now() } as const;
    const audit = new AuditTable(database);
    inTransaction(database, () => audit.appendWithin([{ ...entry, detail: { file } }]));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`no backup is made, since it can't be recorded in the audit log: ${why}`, { cause: error });
  } finally {
    database.close();
  }
}

/** False for a store of the first version, which has no audit log. */
function hasAuditLog(database: DatabaseSync): boolean {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (version > migrations.length) throw new Error('the store was written by a newer Hearthroom; use that version');
  return version >= 2;
}
