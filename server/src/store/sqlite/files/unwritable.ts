/** Explains why the data directory can't be used by this user, and how to fix it. */
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';

const another = 'or name another HEARTHROOM_DATA_DIR';

/** Its message is one sentence that begins with the directory. */
export class UnwritableDirectory extends Error {
  constructor(directory: string, options?: ErrorOptions) {
    super(explainUnwritable(directory), options);
    this.name = 'UnwritableDirectory';
  }
}

/** Did the file system refuse permanently to create, change or open something (permissions, or mounted read-only)? */
export function isRefusedByFileSystem(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  const syscall = 'syscall' in error ? String(error.syscall) : '';
  // Node's error for creating a directory on a file system that is mounted read-only.
  if (error.code === 'ENOENT') return syscall === 'mkdir';
  return /^(EACCES|EPERM|EROFS)$/.test(String(error.code)) && !/^(spawn|listen|bind)\b/.test(syscall);
}

/** @returns one sentence that begins with the directory */
function explainUnwritable(directory: string): string {
  const path = resolve(directory);
  const place = nearestThatExists(path);
  const code = accessCodeOf(place);
  if (code === 'EROFS')
    return `The data directory ${directory} is on a file system that is mounted read-only: mount it writable (in a container: a volume), ${another}.`;
  const foreign = code === 'ok' ? filesOf(path).find((file) => accessCodeOf(file) !== 'ok' || !isOwn(file)) : place;
  const subject = `The data directory ${directory} can't be ${place === path ? 'written' : 'made'}`;
  if (foreign === undefined || isOwn(foreign))
    return `${subject} by this user: give it the right to write ${place}, ${another}.`;
  const which = foreign === path ? 'it' : foreign;
  const user = process.getuid?.();
  const mend =
    place === path
      ? `change the owner (chown -R ${user} ${directory}; in a container: of what is mounted there)`
      : `make it as user ${user}`;
  return `${subject}: ${which} belongs to user ${statSync(foreign).uid}, and the server runs as user ${user}: ${mend}, ${another}.`;
}

function nearestThatExists(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestThatExists(dirname(path));
}

const filesOf = (directory: string): string[] => {
  try {
    return readdirSync(directory)
      .filter((name) => /^(hearthroom\.|hearthroom-|demo\.json$|audit-key\.pem$)/.test(name))
      .map((name) => join(directory, name));
  } catch {
    return [];
  }
};

function accessCodeOf(path: string): string {
  try {
    accessSync(path, constants.W_OK);
    return 'ok';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}

const isOwn = (path: string): boolean => statSync(path).uid === process.getuid?.();
