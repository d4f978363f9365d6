import { findCommand } from './command.mjs';
import { aptCommand, installDebianPackages } from './packages.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * @typedef {{ name: string, variable: string, commands: readonly string[], debian: string }} Browser
 *   `variable` names a browser of one's own; `debian` is the package with it
 */

/** @type {Browser} */
export const chromium = {
  name: 'Chromium',
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

/** @type {Browser} */
export const firefox = {
  name: 'Firefox',
  variable: 'FIREFOX_BIN',
  commands: ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
  debian: 'firefox-esr',
};

/**
 * Finds a browser, or installs Debian's.
 *
 * @param {Browser} browser
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
export async function provideBrowser(
  browser,
  { system, onWork, env = process.env, find = (command) => findCommand(command, env), install = installDebianPackages },
) {
  const given = env[browser.variable];
  if (given) {
    const path = find(given);
    if (!path) {
      throw new SetupError(`${browser.variable} names ${given}, which is no program.`, 'Correct or unset it.');
    }
    return path;
  }
  const look = () => browser.commands.map((command) => find(command)).find((path) => path !== null) ?? null;
  // Ubuntu's packages of these names only point to snaps, which containers can't run.
  if (look() === null && system.id === 'debian' && system.isRoot) {
    await install([browser.debian], onWork);
  }
  const path = look();
  if (path === null) {
    throw missingBrowserError(browser, system);
  }
  return path;
}

/**
 * @param {Browser} browser
 * @param {import('./system.mjs').System} system
 */
function missingBrowserError(browser, system) {
  const how =
    system.id === 'debian'
      ? `Install with: ${aptCommand([browser.debian])}; or set ${browser.variable} to one that you have.`
      : `Install ${browser.name}, or set ${browser.variable} to the path of one that you have.`;
  return new SetupError(`The browser tests need ${browser.name}.`, how);
}
