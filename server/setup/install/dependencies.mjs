import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../shared/paths.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { hashFiles, readStamp, writeStamp } from '../shared/stamp.mjs';
import { runNpm } from './npm.mjs';

const NETWORK_FAULT =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/** After this many failed requests without a success, the network is regarded as unavailable. */
const HOPELESS_FAILURES = 20;

/**
 * Installs the packages in package-lock.json, unless they are installed already.
 *
 * @param {{ onWork: (detail: string) => void, base?: string }} options
 * @throws {SetupError} if npm fails
 */
export async function provideDependencies({ onWork, base = root }) {
  const stamp = join(base, 'node_modules', '.hearthroom-lock');
  const wanted = hashFiles(base, [join(base, 'package-lock.json')]);
  if (readStamp(stamp) === wanted) {
    return;
  }
  if (!isInstalled(readLock(join(base, 'package-lock.json')), base)) {
    onWork('npm ci');
    await npmCi(base);
  }
  writeStamp(stamp, wanted);
}

/**
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, peer?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * Whether the same packages are installed already, for example by a manual npm run. Each package's own version is read:
 * npm's record, `node_modules/.package-lock.json`, is also changed by `npm install --package-lock-only`.
 *
 * @param {LockedPackages | null} locked
 * @param {string} base the folder that contains `node_modules`
 */
export function isInstalled(locked, base) {
  return (
    locked !== null &&
    Object.entries(locked).every(([path, { version, link, optional }]) => {
      // The workspaces are in the lock file but not installed.
      if (!path.startsWith('node_modules/') || link) {
        return true;
      }
      const installed = readJson(join(base, path, 'package.json'))?.version;
      // Optional packages may be for other platforms.
      return installed === version || (optional && installed === undefined);
    })
  );
}

/**
 * @param {string} file a package-lock.json
 * @returns {LockedPackages | null}
 */
const readLock = (file) => readJson(file)?.packages ?? null;

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * By default npm requests each of hundreds of packages three times before it fails, which takes minutes without a
 * network.
 *
 * @returns {(line: string) => boolean} given npm's lines in turn, true once nothing but failures came
 */
export function createOfflineWatch() {
  let failures = 0;
  let answers = 0;
  return (line) => {
    if (/^npm http (fetch|cache) /.test(line)) {
      if (/ failed with /.test(line)) {
        failures += 1;
      } else {
        answers += 1;
      }
    }
    return answers === 0 && failures >= HOPELESS_FAILURES;
  };
}

/** @param {string} base */
async function npmCi(base) {
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=http',
  ];
  const isHopeless = createOfflineWatch();
  const { code, output } = await runNpm(args, {
    cwd: base,
    onLine: (line, stop) => isHopeless(line) && stop(),
  });
  if (code !== 0) {
    throw npmError(output);
  }
}

/**
 * @param {string} output of npm
 * @param {string} [command] the command that was run
 * @returns {SetupError}
 */
export function npmError(output, command = 'npm ci') {
  const fault = NETWORK_FAULT.exec(output)?.[1];
  if (fault) {
    return new SetupError(
      `npm could not reach its registry (${fault}).`,
      "Connect this machine to the network, or set npm's registry or proxy, and run the same command again.",
    );
  }
  const complaint = output.split('\n').find((line) => /^npm (error|ERR!) (?!code\b)\S/.test(line));
  return new SetupError(
    `${command} failed${complaint ? `: ${complaint.replace(/^npm (error|ERR!) /, '').trim()}` : ''}.`,
    `Run \`${command}\` by hand to see all that it says.`,
  );
}
