import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashFiles } from '../shared/stamp.mjs';
import { patches } from './patches/index.mjs';

/**
 * Replacements for what mediasoup's build would download: each passes the distribution's library on. Their names are those of the
 * package's subprojects/*.wrap files.
 */
export const overlays = ['libuv', 'openssl', 'libsrtp3', 'flatbuffers', 'abseil-cpp', 'unordered-dense'];

/**
 * How a worker is built from the source that the overlays replace parts of.
 *
 * @typedef {{ patches: readonly import('./patches/patch.mjs').Patch[], mesonOptions: readonly string[] }} Variant `mesonOptions`:
 *   arguments for `meson setup`
 */

/** The worker that servers run. sanitizers.mjs has another one. @type {Variant} */
export const released = {
  patches,
  mesonOptions: ['--buildtype=release', '-Db_ndebug=true', '--wrap-mode=nodownload'],
};

const here = fileURLToPath(new URL('.', import.meta.url));

/** Where an overlay is in this repository; `worker` has files that are added to the worker itself. @param {string} name */
export const overlayDir = (name) => join(here, 'overlay', name);

/**
 * @param {Variant} [variant]
 * @returns {string} changes whenever a worker built by this recipe would be another one, and not for comments on patches
 */
export function recipeHash({ patches, mesonOptions } = released) {
  const texts = JSON.stringify({ overlays, patches, mesonOptions });
  return createHash('sha256')
    .update(hashFiles(here, [join(here, 'overlay')]))
    .update(texts)
    .digest('hex')
    .slice(0, 12);
}

/**
 * Lays out the worker's source, patched, so that it builds without a network.
 *
 * @param {string} source the package's worker folder; stays as it is
 * @param {string} target a folder that doesn't exist yet
 * @param {Variant} [variant]
 * @throws {Error} when the source isn't what the recipe was written for
 */
export function layOutSource(source, target, variant = released) {
  cpSync(source, target, { recursive: true });
  for (const name of overlays) {
    const directory = wrapDirectory(readFileSync(join(target, 'subprojects', `${name}.wrap`), 'utf8'));
    cpSync(overlayDir(name), join(target, 'subprojects', directory), { recursive: true });
  }
  cpSync(overlayDir('worker'), target, { recursive: true });
  for (const { file, find, replace } of variant.patches) {
    patchFile(join(target, file), find, replace);
  }
}

/**
 * @param {string} text contents of a meson .wrap file
 * @returns {string} the folder that meson looks for before it downloads
 */
export function wrapDirectory(text) {
  const directory = /^directory *= *(\S+)$/m.exec(text)?.[1];
  if (!directory) {
    throw new Error('a .wrap file of mediasoup names no directory');
  }
  return directory;
}

/**
 * @param {string} file
 * @param {string} find must occur exactly once: a patch that silently misses is worse than none
 * @param {string} replace
 */
export function patchFile(file, find, replace) {
  const parts = readFileSync(file, 'utf8').split(find);
  if (parts.length !== 2) {
    throw new Error(`${file} has "${find}" ${parts.length - 1} times instead of once`);
  }
  writeFileSync(file, parts.join(replace));
}
