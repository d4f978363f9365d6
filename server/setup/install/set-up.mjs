import { Progress } from '../shared/progress.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { provideTap } from '../testing/tap-build.mjs';
import { provideCompiled } from './compiled.mjs';
import { provideDependencies } from './dependencies.mjs';
import { findNode24 } from './node24.mjs';
import {
  caddy,
  chromium,
  coturn,
  faketime,
  firefox,
  nft,
  nginx,
  pgbouncer,
  postgres,
  promtool,
  provideProgram,
  tcpdump,
} from './programs.mjs';
import { provideSite } from './site.mjs';
import { thisSystem } from './system.mjs';
import { provideWorker } from './worker.mjs';

/**
 * What a command needs beyond the dependencies.
 *
 * @typedef {{ worker?: boolean, compiled?: boolean, tests?: boolean, browsers?: boolean, relay?: boolean, monitoring?: boolean, database?: boolean, network?: boolean, site?: boolean }} Needs
 */

/**
 * Prepares a machine: installs and builds what is missing. Prints nothing if nothing is missing.
 *
 * @param {Needs} needs
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node to run with and its environment
 * @throws {SetupError} if something cannot be provided
 */
export async function setUp(needs) {
  const { worker = false, compiled = false, tests = false, site = false } = needs;
  const { browsers = false, relay = false, monitoring = false, database = false, network = false } = needs;
  const steps = [worker, compiled, tests, browsers, relay, monitoring, database, network, site];
  const progress = new Progress({ steps: 1 + steps.filter(Boolean).length });
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
    if (relay) {
      progress.begin('relay and clock for tests');
      await provideOptional(coturn, env, progress);
      await provideOptional(faketime, env, progress);
    }
    if (monitoring) {
      progress.begin('monitoring and proxies for tests');
      await provideOptional(promtool, env, progress);
      await provideOptional(nginx, env, progress);
      await provideOptional(caddy, env, progress);
    }
    if (database) {
      progress.begin('database for tests');
      // Its tests fail without it, and the others run.
      await provideOptional(postgres, env, progress);
      await provideOptional(pgbouncer, env, progress);
    }
    if (network) {
      progress.begin('network for tests');
      await provideOptional(nft, env, progress);
      await provideOptional(tcpdump, env, progress);
    }
    if (worker) {
      progress.begin('media worker');
      env.HEARTHROOM_WORKER_BIN = await provideWorker({ onWork });
    }
    if (compiled) {
      progress.begin('bundles');
      await provideCompiled({ node, onWork });
    }
    if (site) {
      progress.begin('documentation');
      await provideSite({ node, onWork });
    }
    progress.finish();
    return { node, env };
  } finally {
    progress.close();
  }
}

/**
 * @param {NodeJS.ProcessEnv} env the browsers' paths are added to it
 * @param {Progress} progress
 */
async function provideBrowsers(env, progress) {
  env.CHROMIUM_BIN = await provideProgram(chromium, optionsFor(progress));
  // A second browser engine is useful, but not required.
  await provideOptional(firefox, env, progress);
}

/**
 * If the program cannot be provided, the tests that need it are skipped, with a message.
 *
 * @param {import('./programs.mjs').Program} program
 * @param {NodeJS.ProcessEnv} env the program's path is added to it
 * @param {Progress} progress
 */
async function provideOptional(program, env, progress) {
  try {
    env[program.variable] = await provideProgram(program, optionsFor(progress));
  } catch (error) {
    if (!(error instanceof SetupError)) {
      throw error;
    }
    progress.note(`Without ${program.name}: ${error.message}`);
  }
}

/** @param {Progress} progress */
const optionsFor = (progress) => ({
  system: thisSystem(),
  onWork: (/** @type {string} */ detail) => progress.work(detail),
});
