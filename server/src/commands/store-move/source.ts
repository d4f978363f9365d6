/** The SQLite store of a server that does not run. It is only read. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { lockDataDir } from '../../store/sqlite/files/data-lock.ts';
import { migrations } from '../../store/sqlite/files/migrations.ts';
import { isMoved, movedFile } from '../../store/sqlite/files/moved.ts';
import { databaseFile } from '../../store/sqlite/files/open-database.ts';
import type { MovedTable, Row } from './moved-tables.ts';
import { MoveProblem } from './problem.ts';
import { type Digest, RowHash } from './row-hash.ts';

export interface Source {
  readonly database: DatabaseSync;
  /** Idempotent. Lets servers start on the store again. */
  close(): void;
}

/** SQLITE_BUSY */
const busy = 5;

/** @throws MoveProblem */
export function openSource(dataDir: string): Source {
  const file = join(dataDir, databaseFile);
  if (!existsSync(file)) throw new MoveProblem(`There is no store in ${dataDir}. Name its directory with --from.`);
  if (isMoved(dataDir))
    throw new MoveProblem(
      `The store in ${dataDir} was moved already. To move it once more, into another database, remove ${join(dataDir, movedFile)}.`,
    );
  const lock = takeLock(dataDir);
  let database: DatabaseSync | null = null;
  const close = (): void => {
    if (database?.isOpen) database.close();
    if (lock.isOpen) lock.close();
  };
  try {
    database = new DatabaseSync(file, { readOnly: true });
    requireVersion(database);
    // One state of the data throughout, also if another program writes to it.
    database.exec('BEGIN');
    return { database, close };
  } catch (error) {
    close();
    throw error;
  }
}

function takeLock(dataDir: string): DatabaseSync {
  try {
    return lockDataDir(dataDir);
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === busy)
      throw new MoveProblem(`A server uses the store in ${dataDir}. Stop it, and move the store then.`);
    throw error;
  }
}

function requireVersion(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (version < migrations.length)
    throw new MoveProblem(
      'The store was written by an older Hearthroom. Start this version on it once, stop it, and move the store then.',
    );
  if (version > migrations.length)
    throw new MoveProblem('The store was written by a newer Hearthroom. Move it with that version.');
}

/** The rows of a table as PostgreSQL has them, one at a time. */
export function* readSource(database: DatabaseSync, table: MovedTable): Generator<Row> {
  for (const row of database.prepare(table.source).iterate()) yield table.convert(row);
}

export function digestSource(database: DatabaseSync, tables: readonly MovedTable[]): Map<string, Digest> {
  return new Map(
    tables.map((table) => {
      const hash = new RowHash(Object.keys(table.columns));
      for (const row of readSource(database, table)) hash.add(row);
      return [table.name, hash.digest()];
    }),
  );
}
