/**
 * Checks that the files at the store's paths are still the opened ones. After they are moved, removed, truncated or
 * overwritten, everything written would be lost, which would be noticed only at the next start.
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
import type { StoreLoss } from '../../../core/events/observer.ts';

/** A file that was moved or removed can be put back; a truncated or overwritten one can't be used any more. */
export const isPermanent = ({ what }: StoreLoss): boolean => what === 'truncated' || what === 'overwritten';

/**
 * Offset of `application_id` in a database's first page; SQLite leaves it to the application.
 * https://sqlite.org/fileformat.html
 */
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
  /** SQLite puts it beside the actual file, even if the path is a symbolic link. */
  readonly #logPath: string;
  /**
   * Kept open as long as the database: closing any descriptor of a file releases all of the process's locks on it
   * (fcntl(2)), including SQLite's.
   */
  readonly #descriptor: number;
  readonly #database: Seen;
  #log: Seen | null = null;
  #isClosed = false;
  /** The ids that the header may contain: the one at opening, and the one this server wrote. */
  readonly #ids: number[] = [];

  /**
   * Creates the file if there is none, readable only by its user. Never creates one through a symbolic link.
   * @throws an Error of the file system, or one whose message says what else is at the path
   */
  constructor(path: string) {
    this.#path = path;
    this.#descriptor = openOrMake(path);
    this.#logPath = `${realpathSync(path)}-wal`;
    const { ino, dev, size } = fstatSync(this.#descriptor, { bigint: true });
    this.#database = { inode: ino, device: dev, size };
  }

  /** @param id written into the database; once the file contains it, a file with another id counts as a loss */
  expect(id: number): void {
    this.#ids.push(this.#readHeader()?.id ?? id, id);
  }

  /** The server itself has emptied the write-ahead log. */
  forgetLogSize(): void {
    if (this.#log) this.#log.size = 0n;
  }

  /**
   * Costs a few system calls.
   * @returns null if the files are intact
   */
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
   * Empties the write-ahead log before the database is closed: otherwise SQLite would write it into a file that it
   * doesn't belong to, now or at the next start.
   */
  discardLog(): void {
    const found = this.#log && statSync(this.#logPath, { bigint: true, throwIfNoEntry: false });
    if (found && found.ino === this.#log?.inode && found.dev === this.#log.device) truncateSync(this.#logPath);
  }

  /** Call after the database is closed. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#descriptor);
  }
}

/** A database and its log never become smaller, since nothing here vacuums. */
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
    // SQLite would create the file with permissions by the umask. Its write-ahead log gets the permissions of the file.
    descriptor = openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    // Without O_NONBLOCK opening a FIFO would block.
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

/** The file at the database's path is not a database. The message is the second half of a sentence. */
export class NotADatabaseFile extends Error {}
