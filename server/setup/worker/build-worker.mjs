import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { run } from '../shared/command.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { writeAnew } from '../shared/stamp.mjs';
import { checkWorker } from './check.mjs';
import { layOutSource, released } from './recipe.mjs';

/** Maximum memory of one compiler process, in bytes. */
const MEMORY_PER_JOB = 1.5 * 2 ** 30;

/**
 * Builds the worker from the source in mediasoup's package against the system's libraries.
 *
 * @param {{ source: string, target: string, variant?: import('./recipe.mjs').Variant, onWork: (detail: string) => void }} options
 *   `source`: the package's worker folder; `target`: path of the binary, which is created completely or not at all
 * @throws {SetupError} with the path of the log if the build fails
 */
export async function buildWorker({ source, target, variant = released, onWork }) {
  const folder = dirname(target);
  removeLeftovers(folder);
  const workshop = `${folder}.tmp-${process.pid}`;
  mkdirSync(dirname(workshop), { recursive: true });
  // Not `recursive`: an existing folder or link of that name, made by somebody else, must not be used for a binary that
  // will be run.
  mkdirSync(workshop, { mode: 0o700 });
  onWork('laying out its source');
  layOutSource(source, join(workshop, 'source'), variant);
  await compile(workshop, folder, variant, onWork);

  const built = join(workshop, 'result', basename(target));
  mkdirSync(dirname(built));
  copyFileSync(join(workshop, 'out', 'mediasoup-worker'), built);
  if (!checkWorker(built)) {
    throw new SetupError(
      'The media worker was built but does not run on this machine.',
      'Please report this with your distribution.',
    );
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(dirname(built), folder);
  rmSync(workshop, { recursive: true, force: true });
}

/**
 * @param {string} workshop
 * @param {string} folder
 * @param {import('./recipe.mjs').Variant} variant
 * @param {(detail: string) => void} onWork
 */
async function compile(workshop, folder, { mesonOptions }, onWork) {
  const out = join(workshop, 'out');
  onWork('configuring');
  await tool('meson', ['setup', ...mesonOptions, out, join(workshop, 'source')], folder);
  await tool('ninja', ['-C', out, '-j', String(jobs()), 'mediasoup-worker'], folder, (line) => {
    const count = ninjaCount(line);
    if (count) {
      onWork(`compiling ${count.done}/${count.total}, only this once`);
    }
  });
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {string} folder where the worker will be placed; on failure a log is written beside it
 * @param {(line: string) => void} [onLine]
 */
async function tool(name, args, folder, onLine) {
  const result = await run(name, args, { onLine: onLine ?? (() => {}) });
  if (result.code !== 0) {
    const log = `${folder}.log`;
    writeAnew(log, result.output);
    throw new SetupError(
      `Building the media worker failed in ${name}${firstError(result.output)}.`,
      `All that it said is in ${log}. Mend it and run the same command again, or set MEDIASOUP_WORKER_BIN to a worker that you have.`,
    );
  }
}

/** @param {string} output */
function firstError(output) {
  const error = output.split('\n').find((line) => /\b(fatal error|error|ERROR):/.test(line));
  return error ? ` (${error.trim().slice(-160)})` : '';
}

/**
 * @param {string} line of ninja's output
 * @returns {{ done: number, total: number } | null}
 */
export function ninjaCount(line) {
  const match = /^\[(\d+)\/(\d+)\]/.exec(line);
  return match ? { done: Number(match[1]), total: Number(match[2]) } : null;
}

function jobs() {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / MEMORY_PER_JOB)));
}

/**
 * Removes working folders of set-ups that were killed. Called under the lock, so none is in use.
 *
 * @param {string} folder
 */
function removeLeftovers(folder) {
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  // The name without the recipe's hash: all recipes share one lock.
  const stem = basename(folder).replace(/-[^-]*$/, '');
  for (const name of readdirSync(parent)) {
    if (name.startsWith(stem) && name.includes('.tmp-')) {
      rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}
