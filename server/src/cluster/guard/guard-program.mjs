// The guard process of a node: ends the media workers when the node's permission to forward media is not extended in time. A
// Node process that is stopped, swapped out or in a debugger can't do so itself, and its workers would go on forwarding
// while another node has taken over the rooms.
//
// It reads lines from standard input:
//   watch <pid> <start time, or ->             ends with the permission
//   forget <pid>
//   extend <monotonic ms> <boot ms, or ->      the permission is given until this moment
//   bye                                        the node ends: nothing is killed
// and writes lines: `ready`, `ok` after each `extend`, and `killed <count>`. If its input ends without `bye`, the node
// died: what is watched is killed at once.

import process from 'node:process';
import { createInterface } from 'node:readline';
import { isPast } from './moment.mjs';
import { startOf } from './process-start.mjs';

const checkIntervalMs = 50;

/** @type {Map<number, string | null>} */
const watched = new Map();
/** @type {import('./moment.mjs').Moment | null} null: not given yet, or it has run out */
let permittedUntil = null;

/** @param {string} line */
const tell = (line) => process.stdout.write(`${line}\n`);

function killWatched() {
  let count = 0;
  for (const [pid, start] of watched) if (killProcess(pid, start)) count += 1;
  watched.clear();
  permittedUntil = null;
  tell(`killed ${count}`);
}

/**
 * @param {number} pid
 * @param {string | null} start null where the kernel doesn't tell: only `forget` protects a later process with this id
 */
function killProcess(pid, start) {
  if (start !== null && startOf(pid) !== start) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    // It has ended by itself.
    return false;
  }
}

function check() {
  if (permittedUntil !== null && isPast(permittedUntil)) killWatched();
}

/** @param {string | undefined} word */
const orNull = (word) => (word === undefined || word === '-' ? null : word);

/** @param {string} line */
function handleLine(line) {
  const [command, first, second] = line.split(' ');
  if (command === 'watch') {
    watched.set(Number(first), orNull(second));
  } else if (command === 'forget') {
    watched.delete(Number(first));
  } else if (command === 'extend') {
    const bootMs = orNull(second);
    permittedUntil = { monotonicMs: Number(first), bootMs: bootMs === null ? null : Number(bootMs) };
    tell('ok');
    check();
  } else if (command === 'bye') {
    process.exit(0);
  }
}

function handleNodeDied() {
  killWatched();
  process.exit(0);
}

process.title = 'hearthroom-guard';
// The node decides when it ends. A terminal sends these signals to all processes.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
// The node may not read any more.
process.stdout.on('error', () => {});
process.stdin.on('error', handleNodeDied);
createInterface({ input: process.stdin }).on('line', handleLine).on('close', handleNodeDied);
setInterval(check, checkIntervalMs);
tell('ready');
