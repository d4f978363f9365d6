import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants as fileConstants, statSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

/** How much of a command's output is kept for error messages, in characters. */
const KEPT_OUTPUT = 200_000;

/** Variables of the server that contain secrets. */
const SECRET = /^HEARTHROOM_(KEYS|AUDIT_KEY|DATABASE_URL|\w*SECRET|\w*TOKEN)$/;

/** How often a command checks whether the npm that started it still runs. */
const PARENT_LOOK_MS = 500;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends background commands, so that a set-up that is stopped leaves no compiler running. */
export function stopCommands() {
  for (const child of running) {
    killGroup(child);
  }
}

let inForeground = 0;

/**
 * @returns {boolean} whether a command shares the terminal; it then receives the signals and its exit decides the exit
 *   code
 */
export function isForegroundBusy() {
  return inForeground > 0;
}

/**
 * Ends a command and all processes it started.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function killGroup(child) {
  try {
    if (child.pid) {
      process.kill(-child.pid, 'SIGTERM');
    }
  } catch {
    // It has already ended.
  }
}

/**
 * The environment for installers, compilers and other tools: everything except the server's secrets.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutSecrets(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET.test(name)));
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] the command is stopped after this time
 * @property {(line: string, stop: () => void) => void} [onLine] called with each line of output; may stop the command
 * @property {(line: string) => void} [onErrorLine] called with each line of standard error; `onLine` then gets only standard output
 */

/**
 * Runs a command and collects its output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number | null, output: string }>} `code` is null if the command was stopped or could not be
 *   started
 */
export function run(command, args, { cwd, env, timeoutMs, onLine, onErrorLine } = {}) {
  return new Promise((resolve) => {
    // In its own process group, so that processes that the command starts can be ended with it.
    const child = spawn(command, args, {
      cwd,
      env: withoutSecrets(env ?? process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    let output = '';
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => killGroup(child), timeoutMs);
    const finish = (/** @type {number | null} */ code, /** @type {string} */ more) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output: output + more });
    };
    const eachLine = (/** @type {string} */ line) => onLine?.(line, () => killGroup(child));
    for (const stream of [child.stdout, child.stderr]) {
      const lines = splitLines(stream === child.stderr && onErrorLine ? onErrorLine : eachLine);
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output = (output + text).slice(-KEPT_OUTPUT);
        lines.feed(text);
      });
      stream.once('end', lines.end);
    }
    child.once('error', (error) => finish(null, error.message));
    child.once('close', (code) => finish(code, ''));
  });
}

/**
 * Splits text that arrives in pieces into lines.
 *
 * @param {(line: string) => void} onLine
 */
export function splitLines(onLine) {
  let rest = '';
  return {
    feed(/** @type {string} */ text) {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        onLine(line);
      }
    },
    end() {
      if (rest) {
        onLine(rest);
      }
    },
  };
}

/**
 * Runs a command that shares this terminal; for servers and test runners.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code, or 128 + n if signal n ended it, as in shells
 */
export function runInForeground(command, args, { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    inForeground += 1;
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'];
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      // A terminal sends Ctrl-C to the whole process group: the child has received it, and a second one would interrupt
      // its shutdown.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) {
        child.kill(signal);
      }
    };
    for (const signal of signals) {
      process.on(signal, forward);
    }
    const stopWatching = watchNpm(() => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      inForeground -= 1;
      stopWatching();
      for (const name of signals) {
        process.off(name, forward);
      }
      resolve(code ?? exitCodeOfSignal(signal ?? 'SIGTERM'));
    });
  });
}

/**
 * npm forwards only SIGTERM and SIGINT: any other signal ends it, and the processes it started would keep running
 * unnoticed.
 *
 * @param {() => void} onGone
 * @returns {() => void} stops the watch
 */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined) {
    return () => {};
  }
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== npm) {
      clearInterval(timer);
      // The terminal may have closed together with npm.
      process.stderr.once('error', () => {});
      process.stderr.write('npm has ended, so what it started is told to end too (SIGTERM).\n');
      onGone();
    }
  }, PARENT_LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** @param {NodeJS.Signals} signal */
export function exitCodeOfSignal(signal) {
  return 128 + constants.signals[signal];
}

/**
 * @param {string} command a name to look for in PATH, or an absolute path
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null} the path of the program
 */
export function findCommand(command, env = process.env) {
  const candidates = isAbsolute(command)
    ? [command]
    : (env.PATH ?? '').split(delimiter).map((folder) => join(folder, command));
  return candidates.find(isProgram) ?? null;
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, fileConstants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {number | null} the exit code of a short command; null if it cannot run
 */
export function exitCodeOf(command, args, env = process.env) {
  return spawnSync(command, args, { env: withoutSecrets(env), stdio: 'ignore', timeout: 10_000 }).status;
}
