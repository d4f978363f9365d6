import { exitCodeOf, findCommand } from '../shared/command.mjs';

/** Started without a parent process that speaks to it, a sound worker says so and exits with this code. */
const NO_PARENT = 41;

/**
 * @param {string} path
 * @returns {boolean} whether there is a worker that runs on this machine: right architecture, every library found
 */
export function checkWorker(path) {
  // Nothing of the environment: a version number in it would make the worker wait for its parent.
  return findCommand(path) !== null && exitCodeOf(path, [], {}) === NO_PARENT;
}
