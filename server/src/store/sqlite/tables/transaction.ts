/** Several writes as one. */
import type { DatabaseSync } from 'node:sqlite';

const guards = new WeakMap<DatabaseSync, () => void>();

/** From now on `guard` is asked before each transaction of this database; when it throws, nothing is written. */
export function guardWrites(database: DatabaseSync, guard: () => void): void {
  guards.set(database, guard);
}

/** Whatever `work` throws undoes what it wrote, and is thrown on. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  guards.get(database)?.();
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk makes SQLite roll back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
