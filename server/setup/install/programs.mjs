import { findCommand } from '../shared/command.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { aptCommand, installDebianPackages } from './packages.mjs';
import { debianPrograms } from './postgres.mjs';

/**
 * A program that tests run and that no npm package contains.
 *
 * @typedef {{ name: string, users: string, variable: string, commands: readonly string[] | (() => readonly string[]), debian: string, startsService?: boolean }} Program
 *   `users`: who needs it; `variable`: the environment variable with the path of another copy; `commands`: names or paths, or a function that looks for them; `debian`: its package;
 *   `startsService`: the package starts a service where there is a service manager
 */

/** @type {Program} */
export const chromium = {
  name: 'Chromium',
  users: 'The browser tests',
  variable: 'CHROMIUM_BIN',
  commands: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  debian: 'chromium',
};

/** @type {Program} */
export const firefox = {
  name: 'Firefox',
  users: 'The browser tests',
  variable: 'FIREFOX_BIN',
  commands: ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
  debian: 'firefox-esr',
};

/** @type {Program} */
export const coturn = {
  name: 'coturn',
  users: 'The tests of the TURN relay',
  variable: 'TURNSERVER_BIN',
  commands: ['turnserver'],
  debian: 'coturn',
  startsService: true,
};

/** @type {Program} */
export const faketime = {
  name: 'faketime',
  users: 'The tests of a clock that is set',
  variable: 'FAKETIME_BIN',
  commands: ['faketime'],
  debian: 'faketime',
};

/** @type {Program} */
export const promtool = {
  name: 'promtool',
  users: 'The tests of the metrics',
  variable: 'PROMTOOL_BIN',
  commands: ['promtool'],
  debian: 'prometheus',
  startsService: true,
};

/** @type {Program} */
export const nginx = {
  name: 'nginx',
  users: 'The tests of the operations guide',
  variable: 'NGINX_BIN',
  // Not in the PATH of a normal user.
  commands: ['nginx', '/usr/sbin/nginx'],
  debian: 'nginx',
  startsService: true,
};

/** @type {Program} */
export const caddy = {
  name: 'Caddy',
  users: 'The tests of the operations guide',
  variable: 'CADDY_BIN',
  commands: ['caddy'],
  debian: 'caddy',
  startsService: true,
};

/** @type {Program} */
export const postgres = {
  name: 'PostgreSQL',
  users: 'The tests of the store',
  variable: 'POSTGRES_BIN',
  commands: () => [...debianPrograms(), 'postgres'],
  debian: 'postgresql',
  startsService: true,
};

/** @type {Program} */
export const nft = {
  name: 'nft',
  users: 'The tests of lost links between nodes',
  variable: 'NFT_BIN',
  // Not in the PATH of a normal user.
  commands: ['nft', '/usr/sbin/nft'],
  debian: 'nftables',
};

/** @type {Program} */
export const tcpdump = {
  name: 'tcpdump',
  users: 'The tests of lost links between nodes',
  variable: 'TCPDUMP_BIN',
  commands: ['tcpdump', '/usr/sbin/tcpdump'],
  debian: 'tcpdump',
};

/** @type {Program} */
export const pgbouncer = {
  name: 'PgBouncer',
  users: 'The tests of several nodes behind a pooler',
  variable: 'PGBOUNCER_BIN',
  // Not in the PATH of a normal user.
  commands: ['pgbouncer', '/usr/sbin/pgbouncer'],
  debian: 'pgbouncer',
  startsService: true,
};

/**
 * Finds a program, or installs Debian's package of it.
 *
 * @param {Program} program
 * @param {{
 *   system: import('./system.mjs').System,
 *   onWork: (detail: string) => void,
 *   env?: NodeJS.ProcessEnv,
 *   find?: (command: string) => string | null,
 *   install?: typeof installDebianPackages,
 * }} options
 * @returns {Promise<string>} its path
 * @throws {SetupError} that says how to get it
 */
export async function provideProgram(
  program,
  { system, onWork, env = process.env, find = (command) => findCommand(command, env), install = installDebianPackages },
) {
  const given = env[program.variable];
  if (given) {
    const path = find(given);
    if (!path) {
      throw new SetupError(`${program.variable} names ${given}, which is no program.`, 'Correct or unset it.');
    }
    return path;
  }
  const commands = () => (typeof program.commands === 'function' ? program.commands() : program.commands);
  const look = () =>
    commands()
      .map((command) => find(command))
      .find((path) => path !== null) ?? null;
  if (look() === null && mayInstall(program, system)) {
    await install([program.debian], onWork);
  }
  const path = look();
  if (path === null) {
    throw missingProgramError(program, system);
  }
  return path;
}

/**
 * @param {Program} program
 * @param {import('./system.mjs').System} system
 */
function mayInstall({ startsService = false }, { id, isRoot, runsServices = false }) {
  // Tests must not leave a running service on a developer's machine.
  if (startsService && runsServices) {
    return false;
  }
  // Ubuntu's packages of the browsers only install snaps, which cannot run in containers.
  return id === 'debian' && isRoot;
}

/**
 * @param {Program} program
 * @param {import('./system.mjs').System} system
 */
function missingProgramError({ name, users, variable, debian, startsService = false }, system) {
  const service = startsService && system.runsServices ? ' (it starts a service)' : '';
  const how =
    system.id === 'debian'
      ? `Install with: ${aptCommand([debian])}${service}; or set ${variable} to one that you have.`
      : `Install ${name}, or set ${variable} to the path of one that you have.`;
  return new SetupError(`${users} need ${name}.`, how);
}
