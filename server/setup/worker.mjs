import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { cacheDir, root } from './paths.mjs';
import { SetupError } from './setup-error.mjs';
import { thisSystem } from './system.mjs';
import { buildWorker } from './worker/build.mjs';
import { checkWorker } from './worker/check.mjs';
import { recipeHash } from './worker/recipe.mjs';
import { fetchPrebuilt, hasPrebuilt } from './worker/release.mjs';
import { provideTools } from './worker/tools.mjs';

const packageDir = join(root, 'node_modules', 'mediasoup');

/**
 * The four ways to a media worker, the first that is open.
 *
 * @param {{ given: string | undefined, cached: string | null, skipPrebuilt: boolean, hasPrebuilt: () => Promise<boolean> }} found
 * @returns {Promise<'given' | 'cached' | 'fetch' | 'build'>}
 */
export async function chooseWay({ given, cached, skipPrebuilt, hasPrebuilt }) {
  if (given) {
    return 'given';
  }
  if (cached) {
    return 'cached';
  }
  return !skipPrebuilt && (await hasPrebuilt()) ? 'fetch' : 'build';
}

/**
 * Provides the media worker.
 *
 * @param {{ node: string, onWork: (detail: string) => void, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} the path of a binary that runs on this machine
 * @throws {SetupError} when none can be had
 */
export async function provideWorker({ node, onWork, env = process.env }) {
  const given = env.HEARTHROOM_WORKER_BIN || env.MEDIASOUP_WORKER_BIN;
  const mediasoup = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  const { built, prebuilt, lock } = workerPaths(cacheDir(env), mediasoup.version, recipeHash());
  const skipPrebuilt = Boolean(env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD);
  const findCached = () => [built, ...(skipPrebuilt ? [] : [prebuilt])].find(checkWorker) ?? null;

  const probe = () => {
    onWork('asking for a prebuilt one');
    return hasPrebuilt(mediasoup);
  };
  const decide = () => chooseWay({ given, cached: findCached(), skipPrebuilt, hasPrebuilt: probe });
  const use = async (/** @type {Awaited<ReturnType<typeof chooseWay>>} */ way) => {
    if (way === 'given') {
      return checkGiven(given ?? '');
    }
    if (way === 'cached') {
      return findCached() ?? built;
    }
    if (way === 'fetch') {
      onWork('fetching the prebuilt one');
      if (await fetchPrebuilt({ node, packageDir, target: prebuilt })) {
        return prebuilt;
      }
    }
    await provideTools(thisSystem(), onWork);
    await buildWorker({ source: join(packageDir, 'worker'), target: built, onWork });
    return built;
  };

  if (given || findCached()) {
    return use(await decide());
  }
  const onWait = () => onWork('waiting for another set-up that makes it');
  return withLock(lock, onWait, async () => use(await decide()));
}

/**
 * @param {string} cache
 * @param {string} version mediasoup's
 * @param {string} recipe hash of how it is built
 */
export function workerPaths(cache, version, recipe) {
  const machine = `${version}-${process.platform}-${process.arch}`;
  return {
    built: join(cache, `mediasoup-worker-${machine}-${recipe}`, 'mediasoup-worker'),
    prebuilt: join(cache, `mediasoup-worker-${machine}-prebuilt`, 'mediasoup-worker'),
    lock: join(cache, `mediasoup-worker-${machine}.lock`),
  };
}

/** @param {string} path */
function checkGiven(path) {
  if (!checkWorker(path)) {
    throw new SetupError(
      `${path} is not a media worker that runs on this machine.`,
      'Correct or unset HEARTHROOM_WORKER_BIN and MEDIASOUP_WORKER_BIN; without them a worker is made.',
    );
  }
  return path;
}
