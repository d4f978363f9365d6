import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Folders that hold results, never sources. */
const RESULTS = new Set(['node_modules', 'dist', '.git', '.tap']);

/**
 * A hash of files' names and contents: the same files give the same hash on every machine.
 *
 * @param {string} base what names are relative to
 * @param {readonly string[]} paths files and folders; those that don't exist count as absent
 * @returns {string} hexadecimal
 */
export function hashFiles(base, paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(listFiles).sort()) {
    const content = readFileSync(file);
    hash.update(`${relative(base, file).split(sep).join('/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]} the files at or below it, without what was built or installed
 */
export function listFiles(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => !RESULTS.has(entry.name))
      .flatMap((entry) => (entry.isDirectory() ? listFiles(join(path, entry.name)) : [join(path, entry.name)]));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTDIR') {
      return [path];
    }
    if (code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {string | null} what was stamped last
 */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

/**
 * @param {string} file
 * @param {string} value
 */
export function writeStamp(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeAnew(file, `${value}\n`);
}

/**
 * Writes a file that is a new one: what lies under its name, a symbolic link too, is removed and never written through.
 *
 * @param {string} file
 * @param {string} text
 */
export function writeAnew(file, text) {
  rmSync(file, { force: true });
  writeFileSync(file, text, { flag: 'wx' });
}
