/**
 * Opens the database file: permissions, lock, settings, migrations.
 *
 * No other code of this process may open and close the file while it is in use: closing any descriptor of it releases
 * the POSIX locks that SQLite holds on it, and another program that closes its own connection would then delete the
 * write-ahead log. `stat` is allowed.
 */
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { lockDataDir, lockTimeoutMs } from './data-lock.ts';
import { migrations } from './migrations.ts';
import { isMoved, StoreMovedError } from './moved.ts';
import { NotADatabaseFile, StoreFiles } from './store-files.ts';
import { isRefusedByFileSystem, UnwritableDirectory } from './unwritable.ts';

export const databaseFile = 'hearthroom.sqlite';

/** Longest wait for a lock, in milliseconds: another program that writes to the file must not block the event loop. */
const writeTimeoutMs = 50;

const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
`;

export interface OpenDatabase {
  readonly database: DatabaseSync;
  readonly files: StoreFiles;
  /** The `application_id` that this start wrote into the database. */
  readonly id: number;
  /** Closes the database and its files, then releases the data directory. Idempotent. */
  close(): void;
}

/** Throws an Error whose message is one sentence that says how to fix the problem. */
export function openDatabase(dataDir: string): OpenDatabase {
  const file = join(dataDir, databaseFile);
  let lock: DatabaseSync | undefined;
  let files: StoreFiles | undefined;
  let database: DatabaseSync | undefined;
  const close = (): void => {
    if (database?.isOpen) database.close();
    files?.close();
    if (lock?.isOpen) lock.close();
  };
  try {
    // A directory created here is accessible only to this user; an existing one keeps its permissions, since it may
    // have other uses.
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    lock = lockDataDir(dataDir);
    if (isMoved(dataDir)) throw new StoreMovedError(dataDir);
    files = new StoreFiles(file);
    database = new DatabaseSync(file, { timeout: lockTimeoutMs });
    database.exec(settings);
    migrate(database);
    const id = mark(database);
    setBusyTimeout(database, writeTimeoutMs);
    return { database, files, id, close };
  } catch (error) {
    close();
    throw explain(error, dataDir, file);
  }
}

/** A new id at each start distinguishes the file from earlier copies of it. */
function mark(database: DatabaseSync): number {
  const id = randomInt(1, 2 ** 31);
  database.exec(`PRAGMA application_id = ${id}`);
  return id;
}

function setBusyTimeout(database: DatabaseSync, timeoutMs: number): void {
  database.exec(`PRAGMA busy_timeout = ${timeoutMs}`);
}

/** Runs work that must not wait for locks of other programs; a backup holds them longest. */
export function withoutWaiting<T>(database: DatabaseSync, work: () => T): T {
  setBusyTimeout(database, 0);
  try {
    return work();
  } finally {
    setBusyTimeout(database, writeTimeoutMs);
  }
}

function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (version > migrations.length) {
    throw new NewerDataError(
      `it was written by a newer Hearthroom (data version ${version}, this one knows ${migrations.length})`,
    );
  }
  for (const sql of migrations.slice(version)) database.exec(sql);
  // Written even if unchanged, so that a store that can't be written is detected here.
  database.exec(`PRAGMA user_version = ${migrations.length}; COMMIT`);
}

class NewerDataError extends Error {}

function explain(error: unknown, dataDir: string, file: string): Error {
  const say = (text: string) => new Error(`the store ${file} ${text}`, { cause: error });
  if (error instanceof NewerDataError)
    return say(`can't be used: ${error.message}. Start that version, or name another HEARTHROOM_DATA_DIR`);
  if (error instanceof StoreMovedError) return say(error.message);
  if (error instanceof NotADatabaseFile)
    return say(`${error.message}. Move it away, or name another HEARTHROOM_DATA_DIR`);
  switch (resultCodeOf(error)) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return say(
        `is in use by another server or program. Stop that one, or name another HEARTHROOM_DATA_DIR for this one`,
      );
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return say(`is damaged or not a database. Restore it from a backup, or move it away to begin anew`);
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
      return new UnwritableDirectory(dataDir, { cause: error });
    case 13: // SQLITE_FULL
      return say(`has no room to grow: the disk is full. Free some space`);
    default:
      if (isRefusedByFileSystem(error)) return new UnwritableDirectory(dataDir, { cause: error });
      // Other errors of the file system (ENOSPC …) keep their code for the caller.
      return error instanceof Error ? error : say(`can't be opened`);
  }
}

/** SQLite's primary result code (the low byte of the extended one), or null when it is not an SQLite error. */
function resultCodeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;
}
