import { existsSync, readFileSync } from 'node:fs';

/**
 * What the set-up has to know of the machine to install on it, or to say how.
 *
 * @typedef {{ platform: NodeJS.Platform, family: 'debian' | 'other', id: string, isRoot: boolean, runsServices?: boolean }} System
 *   `id` is os-release's: debian, ubuntu, fedora …; empty where there is none. `runsServices`: packages' services are started, by systemd
 */

/** @returns {System} */
export function thisSystem() {
  return {
    platform: process.platform,
    ...parseOsRelease(readOsRelease()),
    isRoot: process.getuid?.() === 0,
    // sd_booted(3) looks for it as well.
    runsServices: existsSync('/run/systemd/system'),
  };
}

/**
 * @param {string} text contents of /etc/os-release (freedesktop.org's os-release)
 * @returns {{ id: string, family: 'debian' | 'other' }}
 */
export function parseOsRelease(text) {
  const value = (/** @type {string} */ name) =>
    new RegExp(`^${name}=["']?([^"'\\n]*)`, 'm').exec(text)?.[1]?.toLowerCase() ?? '';
  const id = value('ID');
  const isDebian = [id, ...value('ID_LIKE').split(' ')].some((name) => name === 'debian' || name === 'ubuntu');
  return { id, family: isDebian ? 'debian' : 'other' };
}

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
