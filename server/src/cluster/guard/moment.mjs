// A point in time that processes of one machine agree on. JavaScript, because the guard process runs without type
// stripping, which takes 12 MB more.

import { uptime } from 'node:os';

/**
 * @typedef {object} Moment
 * @property {number} monotonicMs Node's own clock (CLOCK_MONOTONIC on Linux), which stands still while the machine is
 *   suspended
 * @property {number | null} bootMs a clock that doesn't (CLOCK_BOOTTIME on Linux), in steps of 10 ms; null: on other
 *   systems, where Node's own clock goes on
 */

/** @returns {Moment} */
export function momentNow() {
  return {
    monotonicMs: Number(process.hrtime.bigint()) / 1e6,
    bootMs: process.platform === 'linux' ? uptime() * 1_000 : null,
  };
}

/**
 * @param {Moment} moment
 * @param {number} ms
 * @returns {Moment}
 */
export function later({ monotonicMs, bootMs }, ms) {
  return { monotonicMs: monotonicMs + ms, bootMs: bootMs === null ? null : bootMs + ms };
}

/**
 * On either of the two clocks.
 *
 * @param {Moment} moment
 * @param {Moment} now
 */
export function isPast(moment, now = momentNow()) {
  if (now.monotonicMs >= moment.monotonicMs) return true;
  return now.bootMs !== null && moment.bootMs !== null && now.bootMs >= moment.bootMs;
}
