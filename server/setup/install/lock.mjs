import { mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often the holder touches the lock, in milliseconds. */
const HEARTBEAT_MS = 5_000;
/** A lock that has not been touched for this long is regarded as left by a dead process, in milliseconds. */
const STALE_MS = 30_000;

/**
 * Runs some work while no other process holds the same lock, on this machine or over a shared home directory.
 *
 * @template T
 * @param {string} path a folder that exists while the lock is held
 * @param {() => void} onWait called once when another process holds it
 * @param {() => Promise<T>} work
 * @param {{ pollMs?: number, staleMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, onWait, work, { pollMs = 500, staleMs = STALE_MS } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  for (let tries = 0; !take(path, staleMs); tries += 1) {
    if (tries === 0) {
      onWait();
    }
    await sleep(pollMs);
  }
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  const release = () => rmSync(path, { recursive: true, force: true });
  // A set-up that is stopped exits without returning here.
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} path
 * @param {number} staleMs
 */
function take(path, staleMs) {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
  }
  clearStale(path, staleMs);
  return false;
}

/**
 * @param {string} path
 * @param {number} staleMs
 */
function clearStale(path, staleMs) {
  try {
    if (Date.now() - statSync(path).mtimeMs > staleMs) {
      // Renamed first: of two processes that find the same stale lock, only one can remove it.
      const dead = `${path}.dead-${process.pid}`;
      renameSync(path, dead);
      rmSync(dead, { recursive: true, force: true });
    }
  } catch {
    // Its holder, or another waiting process, was faster.
  }
}

/** @param {string} path */
function touch(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The lock was taken over as stale after the machine slept. Results are renamed into place as a whole, so two
    // builders do no harm.
  }
}
