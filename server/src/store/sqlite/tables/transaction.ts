/** Transactions: several writes as one. */
import type { DatabaseSync } from 'node:sqlite';

const guards = new WeakMap<DatabaseSync, () => void>();

/** Calls `guard` before each transaction of this database; if it throws, nothing is written. */
export function guardWrites(database: DatabaseSync, guard: () => void): void {
  guards.set(database, guard);
}

/** Commits when `work` returns. If it throws, rolls back and throws the same error. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  guards.get(database)?.();
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // On a full disk SQLite rolls back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
