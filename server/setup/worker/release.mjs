import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { run } from '../shared/command.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { checkWorker } from './check.mjs';

/** Contains the digest of the archive that may be fetched; without it none is. */
export const digestVariable = 'MEDIASOUP_WORKER_PREBUILT_SHA256';

const mend = `Correct ${digestVariable}, or unset it to have the worker built from source.`;
const TIMEOUT_MS = 120_000;
/** An archive has about 5 MB. */
const MAX_BYTES = 64 * 2 ** 20;

/**
 * @typedef {{ version: string, repository: { url: string } }} MediasoupPackage the fields of its package.json that are read here
 */

/**
 * Where mediasoup's own installer looks for a prebuilt worker.
 *
 * @param {MediasoupPackage} mediasoup
 * @param {{ platform: string, arch: string, kernel: string, env: NodeJS.ProcessEnv }} machine
 */
export function prebuiltUrl(mediasoup, { platform, arch, kernel, env }) {
  const pages = mediasoup.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  const base = env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL || `${pages}/releases/download`;
  const kernelSuffix = platform === 'linux' ? `-kernel${kernel.split('.')[0]}` : '';
  return `${base}/${mediasoup.version}/mediasoup-worker-${mediasoup.version}-${platform}-${arch}${kernelSuffix}.tgz`;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null} SHA-256 of the archive that the operator trusts, in lower case; null: nothing is fetched
 * @throws {SetupError} if it is not a digest
 */
export function digestOf(env) {
  const digest = env[digestVariable]
    ?.trim()
    .toLowerCase()
    .replace(/^sha256:/, '');
  if (!digest || env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD) {
    return null;
  }
  if (!/^[0-9a-f]{64}$/.test(digest)) {
    throw new SetupError(`${digestVariable} is no SHA-256 digest (64 hexadecimal digits).`, mend);
  }
  return digest;
}

/**
 * Downloads the prebuilt worker and stores it. The archive is not unpacked, and nothing in it is run, before its digest
 * has been checked.
 *
 * @param {{
 *   mediasoup: MediasoupPackage,
 *   digest: string,
 *   target: string,
 *   env?: NodeJS.ProcessEnv,
 *   timeoutMs?: number,
 *   maxBytes?: number,
 * }} options `target`: path of the binary, which is created completely or not at all
 * @throws {SetupError} if it cannot be downloaded, has another digest, or does not run here
 */
export async function fetchPrebuilt({
  mediasoup,
  digest,
  target,
  env = process.env,
  timeoutMs = TIMEOUT_MS,
  maxBytes = MAX_BYTES,
}) {
  const machine = { platform: process.platform, arch: process.arch, kernel: release(), env };
  const url = prebuiltUrl(mediasoup, machine);
  const archive = await download(url, { timeoutMs, maxBytes });
  const found = createHash('sha256').update(archive).digest('hex');
  if (found !== digest) {
    throw new SetupError(`${url} has the digest ${found}, not ${digest}: it was not unpacked.`, mend);
  }
  const folder = dirname(target);
  const workshop = `${folder}.tmp-${process.pid}`;
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  mkdirSync(workshop, { mode: 0o700 });
  try {
    await unpack(archive, workshop, basename(target));
    const worker = join(workshop, basename(target));
    if (!checkWorker(worker)) {
      throw new SetupError(`The prebuilt worker of ${url} does not run on this machine.`, mend);
    }
    renameSync(worker, target);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/**
 * @param {Buffer} archive
 * @param {string} folder
 * @param {string} name of the file to extract
 */
async function unpack(archive, folder, name) {
  const file = join(folder, 'worker.tgz');
  writeFileSync(file, archive, { flag: 'wx' });
  const { code } = await run('tar', ['-xzf', file, '-C', folder, '--no-same-owner', name]);
  if (code !== 0) {
    throw new SetupError(`The prebuilt archive has no ${name} that could be unpacked.`, mend);
  }
}

/**
 * @param {string} url
 * @param {{ timeoutMs: number, maxBytes: number }} limits
 * @returns {Promise<Buffer>}
 */
async function download(url, { timeoutMs, maxBytes }) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) {
      throw new Error(`HTTP ${response.status}`);
    }
    const pieces = [];
    let length = 0;
    for await (const piece of response.body ?? []) {
      length += piece.length;
      if (length > maxBytes) {
        throw new Error(`more than ${maxBytes / 2 ** 20} MiB`);
      }
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    const why = cause instanceof Error ? cause.message || message : message;
    throw new SetupError(`The prebuilt worker could not be fetched from ${url} (${why}).`, mend);
  }
}
