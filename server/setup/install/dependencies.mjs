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
  if (
    !isInstalled(readLock(join(base, 'package-lock.json')), readLock(join(base, 'node_modules', '.package-lock.json')))
  ) {
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
 * Whether the same packages are installed already, for example by a manual npm run.
 *
 * @param {LockedPackages | null} locked
 * @param {LockedPackages | null} installed
 */
export function isInstalled(locked, installed) {
  return (
    locked !== null &&
    installed !== null &&
    Object.entries(locked).every(
      ([path, { version, link, optional }]) =>
        // Optional packages may be for other platforms; the workspaces are in the lock file but not installed.
        !path.startsWith('node_modules/') ||
        link ||
        installed[path]?.version === version ||
        (optional && !installed[path]),
    )
  );
}

/**
 * @param {string} file a package-lock.json, or npm's own record of what it installed, which has the same shape
 * @returns {LockedPackages | null}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
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
