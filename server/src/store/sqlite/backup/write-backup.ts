/**
 * Writes a complete, consistent copy of the store into a directory, also while a server writes to the store. Blocks
 * until it is done, so a server runs it in a thread (thread.ts); `npm run backup` runs it directly.
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseFile } from '../files/open-database.ts';
import { backupName, isBackupName, partialSuffix } from './names.ts';

export interface BackupTarget {
  /** Directory of the store. */
  dataDir: string;
  /** Directory of the copies; created if necessary. For one server only: its oldest copies are removed. */
  directory: string;
  /** How many copies to keep, including this one; 0: all. */
  kept: number;
}

export interface WrittenBackup {
  /** File name in the directory. */
  file: string;
  bytes: number;
  /** File names of older copies that were removed. */
  removed: string[];
  /** Why some older copies could not be removed; null: all could. The new copy itself is valid. */
  removalProblem: string | null;
}

/** Space that must stay free for the live store, if copies are on the same disk. */
const reservedBytes = 32 * 1_048_576;
/** How long to wait for a program that locks the file briefly, in milliseconds. */
const busyTimeoutMs = 5_000;

/**
 * Never overwrites a copy, and never leaves an incomplete file under a copy's name.
 * @throws Error: no store, no space, the copy is not intact, or an error of the file system
 */
export function writeBackup(target: BackupTarget, file = backupName()): WrittenBackup {
  const { dataDir, directory, kept } = target;
  const source = join(dataDir, databaseFile);
  if (!existsSync(source)) throw new Error(`there is no store in ${dataDir}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  removePartials(directory);
  requireSpace(source, directory);
  const partial = join(directory, `${file}${partialSuffix}`);
  try {
    copyTo(source, partial);
    requireWhole(partial);
    sync(partial);
    if (existsSync(join(directory, file))) throw new Error(`there is a copy ${file} already`);
    renameSync(partial, join(directory, file));
    sync(directory);
  } finally {
    rmSync(partial, { force: true });
  }
  return { file, bytes: statSync(join(directory, file)).size, ...removeOldest(directory, kept, file) };
}

/** Left by an interrupted backup. */
function removePartials(directory: string): void {
  for (const name of readdirSync(directory))
    if (isBackupName(name.replace(partialSuffix, '')) && name.endsWith(partialSuffix)) rmSync(join(directory, name));
}

/** If the copy filled the disk, running rooms could not be stored. */
function requireSpace(source: string, directory: string): void {
  const log = statSync(`${source}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const needed = statSync(source).size + log + reservedBytes;
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < needed)
    throw new Error(`the disk of ${directory} has no room for a copy: ${Math.ceil(needed / 1_048_576)} MiB are needed`);
}

function copyTo(source: string, path: string): void {
  // Created here, since SQLite would create it with permissions by the umask; it accepts an existing empty file.
  closeSync(openSync(path, 'wx', 0o600));
  const database = new DatabaseSync(source, { readOnly: true, timeout: busyTimeoutMs });
  try {
    database.prepare('VACUUM INTO ?').run(path);
  } finally {
    database.close();
  }
  chmodSync(path, 0o600);
}

function requireWhole(path: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const { quick_check: finding } = database.prepare('PRAGMA quick_check(1)').get() ?? {};
    if (finding !== 'ok') throw new Error('the copy is not whole; is the store damaged?');
  } finally {
    database.close();
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Names begin with the time, so sorting them sorts by age. The new copy is kept, whatever its time. */
function removeOldest(
  directory: string,
  kept: number,
  written: string,
): Pick<WrittenBackup, 'removed' | 'removalProblem'> {
  const removed: string[] = [];
  if (kept === 0) return { removed, removalProblem: null };
  try {
    const others = readdirSync(directory)
      .filter((name) => isBackupName(name) && name !== written)
      .sort();
    for (const name of others.slice(0, Math.max(others.length - (kept - 1), 0))) {
      rmSync(join(directory, name));
      removed.push(name);
    }
    return { removed, removalProblem: null };
  } catch (error) {
    return { removed, removalProblem: error instanceof Error ? error.message : String(error) };
  }
}
