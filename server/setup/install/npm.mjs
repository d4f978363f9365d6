import { run } from '../shared/command.mjs';

/**
 * Runs npm with this project's settings, not those of the npm that runs this process.
 *
 * @param {string[]} args
 * @param {import('../shared/command.mjs').RunOptions} [options]
 */
export function runNpm(args, options = {}) {
  const [command, words] = npmCommand(args);
  return run(command, words, { ...options, env: withoutNpmSettings(options.env ?? process.env) });
}

/**
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
function npmCommand(args) {
  // Under `npm start`, the npm that runs it; otherwise the first in PATH.
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', args];
}

/**
 * Settings of the npm that runs this process, such as `npm start --silent`, do not apply to the one started here.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutNpmSettings(env) {
  const ours = new Set(['npm_config_loglevel', 'npm_config_ignore_scripts', 'npm_config_omit']);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.has(name)));
}
