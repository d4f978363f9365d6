import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Folders that contain results, never sources. */
const RESULTS = new Set(['node_modules', 'dist', '.git', '.tap']);

/**
 * A hash of files' names and contents: the same on every machine for the same files.
 *
 * @param {string} base names are relative to it
 * @param {readonly string[]} paths files and folders; missing ones count as absent
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
 * @returns {string[]} the files at or below it, without built or installed ones
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
 * @returns {string | null} the value that was last written
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
 * Writes a new file: a file or symbolic link of that name is removed first, never written through.
 *
 * @param {string} file
 * @param {string} text
 */
export function writeAnew(file, text) {
  rmSync(file, { force: true });
  writeFileSync(file, text, { flag: 'wx' });
}
