/**
 * Numbers of tests. A test is a `t.test(…)` without inner tests, or a file with assertions only.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @returns {Counts} */
export function noCounts() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/**
 * @param {Counts} to
 * @param {Counts} more
 */
export function addCounts(to, more) {
  to.passed += more.passed;
  to.failed += more.failed;
  to.skipped += more.skipped;
}
