import { chromium, firefox, provideBrowser } from './browsers.mjs';
import { provideCompiled } from './compiled.mjs';
import { provideDependencies } from './dependencies.mjs';
import { findNode24 } from './node24.mjs';
import { Progress } from './progress.mjs';
import { SetupError } from './setup-error.mjs';
import { thisSystem } from './system.mjs';
import { provideTap } from './testing/tap-build.mjs';
import { provideWorker } from './worker.mjs';

/**
 * What a command needs beyond the dependencies.
 *
 * @typedef {{ worker?: boolean, compiled?: boolean, tests?: boolean, browsers?: boolean }} Needs
 */

/**
 * Gets a machine ready: installs and builds what is missing, in silence when nothing is.
 *
 * @param {Needs} needs
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node to run with and its environment
 * @throws {SetupError} when something can't be had
 */
export async function setUp(needs) {
  const { worker = false, compiled = false, tests = false, browsers = false } = needs;
  const progress = new Progress({ steps: 1 + [worker, compiled, tests, browsers].filter(Boolean).length });
  const onWork = (/** @type {string} */ detail) => progress.work(detail);
  const env = { ...process.env };
  try {
    progress.begin('dependencies');
    await provideDependencies({ onWork });
    const node = findNode24();
    if (tests) {
      progress.begin('test runner');
      await provideTap({ node, onWork });
    }
    if (browsers) {
      progress.begin('browsers for tests');
      await provideBrowsers(env, progress);
    }
    if (worker) {
      progress.begin('media worker');
      env.HEARTHROOM_WORKER_BIN = await provideWorker({ node, onWork });
    }
    if (compiled) {
      progress.begin('bundles');
      await provideCompiled({ node, onWork });
    }
    progress.finish();
    return { node, env };
  } finally {
    progress.close();
  }
}

/**
 * @param {NodeJS.ProcessEnv} env gets the browsers' paths
 * @param {Progress} progress
 */
async function provideBrowsers(env, progress) {
  const options = { system: thisSystem(), onWork: (/** @type {string} */ detail) => progress.work(detail) };
  env.CHROMIUM_BIN = await provideBrowser(chromium, options);
  try {
    env.FIREFOX_BIN = await provideBrowser(firefox, options);
  } catch (error) {
    if (!(error instanceof SetupError)) {
      throw error;
    }
    // A second engine is worth having, but nobody should have to install one.
    progress.note(`Without Firefox: ${error.message}`);
  }
}
