import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian's packages put the programs of each major version; not in the PATH. */
const debianFolder = '/usr/lib/postgresql';

/**
 * @param {string} [folder]
 * @returns {string[]} paths of `postgres`, the newest version first; the other programs are beside it
 */
export function debianPrograms(folder = debianFolder) {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder)
    .filter((version) => /^\d+$/.test(version))
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(folder, version, 'bin', 'postgres'))
    .filter((path) => existsSync(path));
}
