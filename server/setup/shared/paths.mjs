import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Folder for files that take long to make and are shared by several copies of the project (XDG Base Directory
 * Specification).
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 */
export function cacheDir(env = process.env, home = homedir()) {
  // The specification requires that a relative path is ignored.
  const base = env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : join(home, '.cache');
  return join(base, 'hearthroom');
}
