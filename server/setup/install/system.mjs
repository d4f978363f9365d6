import { existsSync, readFileSync } from 'node:fs';

/**
 * Properties of the machine that decide how to install programs.
 *
 * @typedef {{ platform: NodeJS.Platform, family: 'debian' | 'other', id: string, isRoot: boolean, runsServices?: boolean }} System
 *   `id` from os-release: debian, ubuntu, fedora …; empty if there is none; `runsServices`: systemd starts the services
 *   of packages
 */

/** @returns {System} */
export function thisSystem() {
  return {
    platform: process.platform,
    ...parseOsRelease(readOsRelease()),
    isRoot: process.getuid?.() === 0,
    // sd_booted(3) checks for it as well.
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
