import { exitCodeOf, findCommand } from '../shared/command.mjs';

/** Exit code of a working worker that is started without a parent process. */
const NO_PARENT = 41;

/**
 * @param {string} path
 * @returns {boolean} whether there is a worker that runs on this machine: right architecture, all libraries found
 */
export function checkWorker(path) {
  // With an empty environment: a version number in it would make the worker wait for its parent.
  return findCommand(path) !== null && exitCodeOf(path, [], {}) === NO_PARENT;
}
