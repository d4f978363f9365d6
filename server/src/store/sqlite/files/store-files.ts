/**
 * Checks that the files at the store's paths are those that were opened. Otherwise everything written after they are moved, removed, truncated
 * or overwritten would be lost, unnoticed until the restart.
 */

import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
  truncateSync,
} from 'node:fs';
import type { StoreLoss } from '../../../core/observer.ts';

/** Put back where it was, the file is the old one again; one that was written into is not. */
export const isForGood = ({ what }: StoreLoss): boolean => what === 'truncated' || what === 'overwritten';

/** Offset of `application_id` in a database's first page; SQLite leaves it to the application. https://sqlite.org/fileformat.html */
const idOffset = 68;
const headerBytes = 100;
const magic = 'SQLite format 3\0';

interface Seen {
  readonly inode: bigint;
  readonly device: bigint;
  size: bigint;
}

export class StoreFiles {
  readonly #path: string;
  /** SQLite keeps it beside the file itself, wherever a link to that lies. */
  readonly #logPath: string;
  /**
   * Kept open as long as the database: to close any descriptor of a file gives up the whole process's locks on it (fcntl(2)), SQLite's too.
   */
  readonly #descriptor: number;
  readonly #database: Seen;
  #log: Seen | null = null;
  #isClosed = false;
  /** Those of which one is in the header: of the database as it was opened, and as this server marked it. */
  readonly #ids: number[] = [];

  /**
   * Makes the file if there is none; only its user may read it. Never makes one through a symbolic link.
   * @throws an Error of the file system, or one whose message says what lies there instead
   */
  constructor(path: string) {
    this.#path = path;
    this.#descriptor = openOrMake(path);
    this.#logPath = `${realpathSync(path)}-wal`;
    const { ino, dev, size } = fstatSync(this.#descriptor, { bigint: true });
    this.#database = { inode: ino, device: dev, size };
  }

  /** @param id what the database was marked with; once that has reached the file another one there is a loss */
  expect(id: number): void {
    this.#ids.push(this.#readHeader()?.id ?? id, id);
  }

  /** The server itself emptied the write-ahead log. */
  forgetLogSize(): void {
    if (this.#log) this.#log.size = 0n;
  }

  /** Costs some system calls, no more. @returns null while all is as it should be */
  findLoss(): StoreLoss | null {
    const ofDatabase = this.#lossOfDatabase();
    if (ofDatabase !== null) return { file: 'database', what: ofDatabase };
    const ofLog = this.#lossOfLog();
    return ofLog && { file: 'log', what: ofLog };
  }

  #lossOfDatabase(): StoreLoss['what'] | null {
    const found = compare(this.#path, this.#database);
    if (found !== null || this.#ids.length === 0) return found;
    const header = this.#readHeader();
    if (header === null) return 'truncated';
    return header.isDatabase && this.#ids.includes(header.id) ? null : 'overwritten';
  }

  #lossOfLog(): StoreLoss['what'] | null {
    if (this.#log !== null) return compare(this.#logPath, this.#log);
    const found = statSync(this.#logPath, { bigint: true, throwIfNoEntry: false });
    if (found) this.#log = { inode: found.ino, device: found.dev, size: found.size };
    return null;
  }

  #readHeader(): { isDatabase: boolean; id: number } | null {
    const header = Buffer.alloc(headerBytes);
    if (readSync(this.#descriptor, header, 0, headerBytes, 0) < headerBytes) return null;
    return { isDatabase: header.toString('latin1', 0, magic.length) === magic, id: header.readUInt32BE(idOffset) };
  }

  /**
   * Empties the write-ahead log, before the database is closed: SQLite would write it into a file that it doesn't belong to, now or at the
   * next start.
   */
  discardLog(): void {
    const found = this.#log && statSync(this.#logPath, { bigint: true, throwIfNoEntry: false });
    if (found && found.ino === this.#log?.inode && found.dev === this.#log.device) truncateSync(this.#logPath);
  }

  /** To be called after the database is closed. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#descriptor);
  }
}

/** A database and its log never get smaller by themselves: nothing here vacuums. */
function compare(path: string, seen: Seen): StoreLoss['what'] | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (!found) return 'removed';
  if (found.ino !== seen.inode || found.dev !== seen.device) return 'replaced';
  if (found.size < seen.size) return 'truncated';
  seen.size = found.size;
  return null;
}

function openOrMake(path: string): number {
  const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = constants;
  let descriptor: number;
  try {
    // SQLite would make the file with the umask's rights. Its write-ahead log takes the rights of the file.
    descriptor = openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    // Without O_NONBLOCK a FIFO would be waited for.
    descriptor = openSync(path, O_RDWR | O_NONBLOCK);
  }
  try {
    if (!fstatSync(descriptor).isFile()) throw new NotADatabaseFile('is not a regular file');
    fchmodSync(descriptor, 0o600);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** What is at the database's path is not a database file. The message is the rest of a sentence. */
export class NotADatabaseFile extends Error {}
