import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { npmError } from '../install/dependencies.mjs';
import { runNpm } from '../install/npm.mjs';
import { run } from '../shared/command.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { formatTrial, tryRecipe } from './trial.mjs';

/**
 * Commands that test whether a worker of another version supports what the server relies on, in the order to run them.
 */
export const commandsAfterUpdate = [
  'npm test -- test/unit/server test/integration/server/media',
  'npm test',
  'npm run test:sanitizers',
  'npm run test:faults -- 1 2 3 7 10 13',
  'npm run bench -- --rooms 8,16 --tier 2',
];

/**
 * Changes the project to another version of mediasoup, if the worker's recipe fits it.
 *
 * @param {{
 *   version: string,
 *   checkOnly: boolean,
 *   base: string,
 *   node: string,
 *   print: (line: string) => void,
 *   npm?: typeof runNpm,
 *   check?: (source: string) => import('./trial.mjs').Trial,
 * }} options `base`: the project's folder; `node`: Node 24
 * @returns {Promise<boolean>} whether the recipe fits
 * @throws {SetupError} if the version does not exist or npm refuses it; nothing is changed then
 */
export async function updateWorker({ version, checkOnly, base, node, print, npm = runNpm, check = tryRecipe }) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    throw new SetupError(
      `${version || 'Nothing'} is no version.`,
      'Give the exact version of mediasoup, such as: npm run worker:update -- 3.27.2',
    );
  }
  const trial = await withPublishedWorker(version, npm, async (source) => check(source));
  for (const line of formatTrial(trial)) {
    print(line);
  }
  if (trial.problems.length > 0) {
    print(`The recipe does not fit mediasoup ${version}: nothing was changed. docs/worker.md says how to go on.`);
    return false;
  }
  print(`The recipe fits mediasoup ${version}.`);
  if (checkOnly) {
    return true;
  }
  const before = await changeVersion(version, { base, node, npm });
  print(
    `server/package.json and package-lock.json: mediasoup ${before} → ${version}. The next command builds its worker.`,
  );
  for (const command of ['Run, in this order:', ...commandsAfterUpdate.map((command) => `    ${command}`)]) {
    print(command);
  }
  return true;
}

/**
 * @template T
 * @param {string} version
 * @param {typeof runNpm} npm
 * @param {(source: string) => Promise<T>} use called with the published worker folder of that version
 * @returns {Promise<T>}
 */
async function withPublishedWorker(version, npm, use) {
  const folder = mkdtempSync(join(tmpdir(), 'hearthroom-mediasoup-'));
  try {
    const { code, output } = await npm(
      ['pack', `mediasoup@${version}`, '--pack-destination', folder, '--loglevel=error'],
      {
        cwd: folder,
      },
    );
    if (code !== 0) {
      throw /\bETARGET\b/.test(output)
        ? new SetupError(`There is no mediasoup ${version} in the registry.`, 'Correct the version.')
        : npmError(output, `npm pack mediasoup@${version}`);
    }
    const archive = join(folder, `mediasoup-${version}.tgz`);
    const unpacked = await run('tar', ['-xzf', archive, '-C', folder, '--no-same-owner', 'package/worker']);
    if (unpacked.code !== 0) {
      throw new SetupError(
        `The package of mediasoup ${version} has no worker that could be unpacked.`,
        unpacked.output.trim(),
      );
    }
    return await use(join(folder, 'package', 'worker'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where npm installs mediasoup, as in package-lock.json. */
const installedAt = 'node_modules/mediasoup';

/** @param {string} base */
const lockedVersion = (base) =>
  JSON.parse(readFileSync(join(base, 'package-lock.json'), 'utf8')).packages[installedAt]?.version;

/**
 * Both files get the new version, or neither.
 *
 * @param {string} version
 * @param {{ base: string, node: string, npm: typeof runNpm }} options
 * @returns {Promise<string>} the previous version
 */
async function changeVersion(version, { base, node, npm }) {
  const files = [join(base, 'server', 'package.json'), join(base, 'package-lock.json')];
  const [manifest = '', lock = ''] = files.map((file) => readFileSync(file, 'utf8'));
  const before = /"mediasoup": "([^"]+)"/.exec(manifest)?.[1];
  if (before === undefined) {
    throw new SetupError('server/package.json names no mediasoup.', 'Add it to its dependencies.');
  }
  writeFileSync(join(base, 'server', 'package.json'), manifest.replace(/("mediasoup": )"[^"]+"/, `$1"${version}"`));
  // npm under an older Node would omit packages that need Node 24.
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
  // With the entry of the old version, npm would install the new one in server/node_modules, where the worker is not
  // looked for.
  const { [installedAt]: _, ...packages } = JSON.parse(lock).packages;
  writeFileSync(join(base, 'package-lock.json'), JSON.stringify({ ...JSON.parse(lock), packages }));
  const { code, output } = await npm(['install', '--package-lock-only', '--no-audit', '--no-fund'], { cwd: base, env });
  if (code !== 0 || lockedVersion(base) !== version) {
    for (const [index, text] of [manifest, lock].entries()) {
      writeFileSync(files[index] ?? '', text);
    }
    throw npmError(output, 'npm install --package-lock-only');
  }
  return before;
}
