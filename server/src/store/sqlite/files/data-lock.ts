/**
 * One server per data directory. The lock is an empty SQLite file of its own, held in an exclusive transaction: the operating system
 * frees it with the process, however that ends, and the database itself stays readable for other programs (`sqlite3 … .backup`).
 */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export const lockFile = 'hearthroom.lock';

/** How long to wait for a server that is just going down. */
export const lockTimeoutMs = 1_000;

/** @returns the lock; closing it releases it. Throws SQLite's SQLITE_BUSY when another process holds it. */
export function lockDataDir(dataDir: string): DatabaseSync {
  const path = join(dataDir, lockFile);
  const lock = new DatabaseSync(path, { timeout: lockTimeoutMs });
  try {
    // A program that may read a file may lock it.
    chmodSync(path, 0o600);
    // The journal in memory: nothing is written, so no second file appears.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}
