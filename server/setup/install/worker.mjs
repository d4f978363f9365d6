import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, root } from '../shared/paths.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { buildWorker } from '../worker/build-worker.mjs';
import { checkWorker } from '../worker/check.mjs';
import { recipeHash } from '../worker/recipe.mjs';
import { digestOf, fetchPrebuilt } from '../worker/release.mjs';
import { sanitized } from '../worker/sanitizers.mjs';
import { provideTools } from '../worker/tools.mjs';
import { withLock } from './lock.mjs';
import { thisSystem } from './system.mjs';

const packageDir = join(root, 'node_modules', 'mediasoup');

/**
 * The first available of the four ways to get a media worker. It is built from source unless the user names a trusted
 * binary or digest.
 *
 * @param {{ given: string | undefined, cached: string | null, digest: string | null }} found
 * @returns {'given' | 'cached' | 'fetch' | 'build'}
 */
export function chooseWay({ given, cached, digest }) {
  if (given) {
    return 'given';
  }
  if (cached) {
    return 'cached';
  }
  return digest ? 'fetch' : 'build';
}

/**
 * Provides the media worker.
 *
 * @param {{ onWork: (detail: string) => void, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} the path of a binary that runs on this machine
 * @throws {SetupError} if none can be provided
 */
export async function provideWorker({ onWork, env = process.env }) {
  const given = env.HEARTHROOM_WORKER_BIN || env.MEDIASOUP_WORKER_BIN;
  const mediasoup = installedMediasoup();
  const digest = digestOf(env);
  const { built, prebuilt, lock } = workerPaths(cacheDir(env), mediasoup.version, recipeHash(), digest);
  const target = prebuilt ?? built;
  const findCached = () => (checkWorker(target) ? target : null);
  const use = async (/** @type {ReturnType<typeof chooseWay>} */ way) => {
    if (way === 'given') {
      return checkGiven(given ?? '');
    }
    if (way === 'fetch' && digest) {
      onWork('fetching the prebuilt one');
      await fetchPrebuilt({ mediasoup, digest, target, env });
    } else if (way === 'build') {
      await provideTools(thisSystem(), onWork);
      await buildWorker({ source: join(packageDir, 'worker'), target, onWork });
    }
    return target;
  };

  const decide = () => chooseWay({ given, cached: findCached(), digest });
  if (given || findCached()) {
    return use(decide());
  }
  return withLock(lock, waitsFor(onWork), () => use(decide()));
}

/**
 * Provides the worker of `npm run test:sanitizers`: from the cache, or built.
 *
 * @param {{ onWork: (detail: string) => void, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} its path
 * @throws {SetupError} if it cannot be built
 */
export async function provideSanitizedWorker({ onWork, env = process.env }) {
  const paths = sanitizedWorkerPaths(cacheDir(env), installedMediasoup().version, recipeHash(sanitized));
  const { built: target, lock } = paths;
  if (checkWorker(target)) {
    return target;
  }
  return withLock(lock, waitsFor(onWork), async () => {
    if (!checkWorker(target)) {
      await provideTools(thisSystem(), onWork);
      await buildWorker({ source: join(packageDir, 'worker'), target, variant: sanitized, onWork });
    }
    return target;
  });
}

/** @returns {import('../worker/release.mjs').MediasoupPackage} */
const installedMediasoup = () => JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));

/** @param {(detail: string) => void} onWork */
const waitsFor = (onWork) => () => onWork('waiting for another set-up that makes it');

/**
 * @param {string} cache
 * @param {string} version of mediasoup
 * @param {string} recipe hash of the build recipe
 * @param {string | null} [digest] of the archive that may be fetched; another digest is another worker
 */
export function workerPaths(cache, version, recipe, digest = null) {
  const machine = `${version}-${process.platform}-${process.arch}`;
  return {
    built: join(cache, `mediasoup-worker-${machine}-${recipe}`, 'mediasoup-worker'),
    prebuilt: digest && join(cache, `mediasoup-worker-${machine}-sha256-${digest}`, 'mediasoup-worker'),
    lock: join(cache, `mediasoup-worker-${machine}.lock`),
  };
}

/**
 * Not beside the names of `workerPaths`: tests without HEARTHROOM_WORKER_BIN take the newest of those.
 *
 * @param {string} cache
 * @param {string} version of mediasoup
 * @param {string} recipe hash of the build recipe
 */
export function sanitizedWorkerPaths(cache, version, recipe) {
  const name = `mediasoup-worker-sanitized-${version}-${process.platform}-${process.arch}`;
  return { built: join(cache, `${name}-${recipe}`, 'mediasoup-worker'), lock: join(cache, `${name}.lock`) };
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
