/**
 * Writes one whole, consistent copy of the store into a directory: as of one moment, also while a server writes to it. Blocks until
 * it is done, so a server runs it in a thread (thread.ts); `npm run backup` runs it as it is.
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
  /** Where copies are; made when it is not there. One server a directory: the oldest copies in it are removed. */
  directory: string;
  /** How many copies stay, this one among them; 0: all. */
  kept: number;
}

export interface WrittenBackup {
  /** Its name in the directory. */
  file: string;
  bytes: number;
  /** Names of older copies that were removed. */
  removed: string[];
  /** Why some of the older ones could not be removed; null: all could. The copy itself is good. */
  removalProblem: string | null;
}

/** What the disk keeps free for the live store, when copies are on the same one. */
const reservedBytes = 32 * 1_048_576;
/** For a writer that holds the file for a moment. */
const busyTimeoutMs = 5_000;

/**
 * Never overwrites a copy, and leaves nothing half-written under a copy's name.
 * @throws Error: no store there, no place, the copy is not whole, or what the file system refuses
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

/** What an interrupted one left behind. */
function removePartials(directory: string): void {
  for (const name of readdirSync(directory))
    if (isBackupName(name.replace(partialSuffix, '')) && name.endsWith(partialSuffix)) rmSync(join(directory, name));
}

/** A copy that fills the disk would keep the live rooms from being stored. */
function requireSpace(source: string, directory: string): void {
  const log = statSync(`${source}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const needed = statSync(source).size + log + reservedBytes;
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < needed)
    throw new Error(`the disk of ${directory} has no room for a copy: ${Math.ceil(needed / 1_048_576)} MiB are needed`);
}

function copyTo(source: string, path: string): void {
  // SQLite would make the file with the umask's rights; it takes one that is there and empty.
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

/** Names begin with the time, so their order is that of age. The one just written stays, whatever the clock said. */
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
