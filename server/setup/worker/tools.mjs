import { existsSync } from 'node:fs';
import { aptCommand, installDebianPackages } from '../install/packages.mjs';
import { exitCodeOf, findCommand } from '../shared/command.mjs';
import { SetupError } from '../shared/setup-error.mjs';

/**
 * A requirement for building the worker: a program, a library known to pkg-config, or (for libraries without either) a
 * header.
 *
 * @typedef {{ name: string, debian: string, brew: string } & ({ program: string[] } | { module: string })} Requirement
 */

/** @type {readonly Requirement[]} */
export const requirements = [
  { name: 'meson', program: ['meson'], debian: 'meson', brew: 'meson' },
  { name: 'ninja', program: ['ninja'], debian: 'ninja-build', brew: 'ninja' },
  { name: 'pkg-config', program: ['pkg-config'], debian: 'pkg-config', brew: 'pkgconf' },
  { name: 'a C++ compiler', program: ['c++', 'g++', 'clang++'], debian: 'g++', brew: 'llvm' },
  { name: 'flatc', program: ['flatc'], debian: 'flatbuffers-compiler', brew: 'flatbuffers' },
  { name: 'flatbuffers', module: 'flatbuffers', debian: 'libflatbuffers-dev', brew: 'flatbuffers' },
  { name: 'libuv', module: 'libuv', debian: 'libuv1-dev', brew: 'libuv' },
  { name: 'OpenSSL 3', module: 'openssl >= 3.0', debian: 'libssl-dev', brew: 'openssl@3' },
  { name: 'libsrtp 2.5', module: 'libsrtp2 >= 2.5', debian: 'libsrtp2-dev', brew: 'srtp' },
  { name: 'abseil', module: 'absl_flat_hash_map', debian: 'libabsl-dev', brew: 'abseil' },
];

/** Libraries that a built worker loads at run time, by their names in Debian 12; for images without compilers. */
export const debianRuntimePackages = ['libuv1', 'libssl3', 'libsrtp2-1', 'libabsl20220623'];

/** @returns {Requirement[]} those that are missing on this machine */
export function findMissing() {
  const hasPkgConfig = findCommand('pkg-config') !== null;
  return requirements.filter((requirement) =>
    'program' in requirement
      ? !requirement.program.some((name) => findCommand(name) !== null)
      : !hasPkgConfig || exitCodeOf('pkg-config', ['--exists', requirement.module]) !== 0,
  );
}

/**
 * @param {readonly Requirement[]} missing at least one
 * @param {import('../install/system.mjs').System} system
 */
export function missingToolsError(missing, system) {
  const what = `Building the media worker needs ${missing.map(({ name }) => name).join(', ')}.`;
  if (system.family === 'debian') {
    return new SetupError(what, `Install with: ${aptCommand(missing.map(({ debian }) => debian))}`);
  }
  if (system.platform === 'darwin') {
    return new SetupError(
      what,
      `Install with: brew install ${[...new Set(missing.map(({ brew }) => brew))].join(' ')}`,
    );
  }
  return new SetupError(
    what,
    'Install them with your package manager (with the -dev or -devel packages), or set MEDIASOUP_WORKER_BIN to a worker that you have.',
  );
}

/**
 * Makes sure that the worker can be built here.
 *
 * @param {import('../install/system.mjs').System} system
 * @param {(detail: string) => void} onWork
 * @throws {SetupError} with the missing packages and the command that installs them
 */
export async function provideTools(system, onWork) {
  const missing = findMissing();
  if (missing.length === 0) {
    return;
  }
  if (system.family !== 'debian' || !system.isRoot || !existsSync('/usr/bin/apt-get')) {
    throw missingToolsError(missing, system);
  }
  await installDebianPackages(
    missing.map(({ debian }) => debian),
    onWork,
  );
  const still = findMissing();
  if (still.length > 0) {
    // A distribution's package may be too old.
    throw missingToolsError(still, system);
  }
}
