import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { release } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../command.mjs';
import { checkWorker } from './check.mjs';

/** A release page that takes longer than this is as good as none, milliseconds. */
const PROBE_TIMEOUT_MS = 4_000;

/**
 * @typedef {{ version: string, repository: { url: string } }} MediasoupPackage the fields of its package.json that are read here
 */

/**
 * Where mediasoup's own installer would look for a prebuilt worker.
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
 * @param {MediasoupPackage} mediasoup
 * @param {{ timeoutMs?: number, fetch?: typeof globalThis.fetch }} [options]
 * @returns {Promise<boolean>} whether the release page has a worker for this machine, known within seconds
 */
export async function hasPrebuilt(mediasoup, { timeoutMs = PROBE_TIMEOUT_MS, fetch = globalThis.fetch } = {}) {
  const machine = { platform: process.platform, arch: process.arch, kernel: release(), env: process.env };
  try {
    const url = prebuiltUrl(mediasoup, machine);
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * Lets mediasoup's own installer fetch the prebuilt worker and check it, then keeps it.
 *
 * @param {{ node: string, packageDir: string, target: string }} options
 * @returns {Promise<boolean>} false when it could not be had or doesn't run here; the caller builds one then
 */
export async function fetchPrebuilt({ node, packageDir, target }) {
  await run(node, ['npm-scripts.mjs', 'postinstall'], {
    cwd: packageDir,
    timeoutMs: 120_000,
    // Its fallback is a build with downloaded tools; ours needs no network.
    onLine: (line, stop) => line.includes('building it locally') && stop(),
  });
  const fetched = join(packageDir, 'worker', 'out', 'Release', 'mediasoup-worker');
  if (!checkWorker(fetched)) {
    return false;
  }
  const temporary = `${target}.tmp-${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(fetched, temporary);
  renameSync(temporary, target);
  rmSync(join(packageDir, 'worker', 'out'), { recursive: true, force: true });
  return true;
}
