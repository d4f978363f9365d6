/**
 * Allows one server per data directory. The lock is a separate empty SQLite file with an exclusive transaction: the
 * operating system releases it when the process ends in any way, and other programs can still read the database
 * (`sqlite3 … .backup`).
 */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export const lockFile = 'hearthroom.lock';

/** How long to wait for a server that is shutting down, in milliseconds. */
export const lockTimeoutMs = 1_000;

/** @returns the lock; closing it releases it. Throws SQLite's SQLITE_BUSY when another process holds it. */
export function lockDataDir(dataDir: string): DatabaseSync {
  const path = join(dataDir, lockFile);
  const lock = new DatabaseSync(path, { timeout: lockTimeoutMs });
  try {
    // A program that can read a file can lock it.
    chmodSync(path, 0o600);
    // Journal in memory, so that no second file is created.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}
