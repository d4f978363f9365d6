/**
 * Numbers of tests: a test is a `t.test(…)` without others inside, or a file that only asserts.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ names: string[], details: string[] }} Failure what failed, from the outermost test inwards, and tap's words on it
 * @typedef {{ name: string, ok: boolean, counts: Counts, durationMs: number, failures: Failure[] }} FileResult
 * @typedef {{ indent: number, name: string, counts: Counts, hasInner: boolean, failedPoints: number, failures: Failure[] }} Frame
 */

const SUBTEST = /^( *)# Subtest: (.*)$/;
const POINT = /^( *)(not )?ok \d+(?: - (.*?))?(?: # (?:(SKIP|TODO)\b.*|time=([\d.]+)(m?s)))?$/i;

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

/** Reads TAP 14 as tap prints it, line by line, and tells each test file's result when it is known. */
export class TapReader {
  #onFile;
  /** @type {Frame[]} the file and the tests that have begun and not ended */
  #open = [];
  /** @type {FileResult | null} ended, but its details may follow */
  #ended = null;
  /** @type {Failure | null} */
  #failure = null;
  #inDetails = false;

  /** @param {(result: FileResult) => void} onFile */
  constructor(onFile) {
    this.#onFile = onFile;
  }

  /** @param {string} line without its end */
  read(line) {
    if (this.#inDetails || /^ *---$/.test(line)) {
      this.#failure?.details.push(line);
      this.#inDetails = !/^ *\.\.\.$/.test(line);
      return;
    }
    this.#flush();
    const subtest = SUBTEST.exec(line);
    if (subtest) {
      const [, spaces = '', name = ''] = subtest;
      this.#open.push({
        indent: spaces.length,
        name,
        counts: noCounts(),
        hasInner: false,
        failedPoints: 0,
        failures: [],
      });
      return;
    }
    const point = POINT.exec(line);
    if (point) {
      this.#readPoint(point);
    }
  }

  /** The stream ended. */
  end() {
    this.#flush();
  }

  /** @param {RegExpExecArray} match of POINT */
  #readPoint([, spaces = '', not, name = '', directive, time, unit]) {
    const ok = !not || directive !== undefined;
    this.#failure = ok ? null : { names: [...this.#open.map((frame) => frame.name), name], details: [] };
    const frame = this.#takeClosed(spaces.length);
    const parent = this.#open.at(-1);
    if (!frame && parent) {
      countPoint(parent, this.#failure, directive !== undefined);
      return;
    }
    const closed = frame ?? { name, indent: 0, counts: noCounts(), hasInner: false, failedPoints: 0, failures: [] };
    closeFrame(closed, this.#failure);
    if (parent) {
      addCounts(parent.counts, closed.counts);
      parent.hasInner = true;
      parent.failures.push(...closed.failures);
    } else {
      const durationMs = time ? Number(time) * (unit === 's' ? 1000 : 1) : 0;
      this.#ended = { name, ok, counts: closed.counts, durationMs, failures: closed.failures };
    }
  }

  /**
   * @param {number} indent of a test point
   * @returns {Frame | null} the test that it closes, if it isn't just an assertion
   */
  #takeClosed(indent) {
    // What lies deeper was cut short, by a process that died.
    while ((this.#open.at(-1)?.indent ?? 0) > indent) {
      this.#open.pop();
    }
    return this.#open.at(-1)?.indent === indent ? (this.#open.pop() ?? null) : null;
  }

  #flush() {
    this.#failure = null;
    if (this.#ended) {
      this.#onFile(this.#ended);
      this.#ended = null;
    }
  }
}

/**
 * @param {Frame} frame
 * @param {Failure | null} failure
 * @param {boolean} isSkipped a test that is skipped or still to be written
 */
function countPoint(frame, failure, isSkipped) {
  if (isSkipped) {
    frame.counts.skipped += 1;
    frame.hasInner = true;
  } else if (failure) {
    frame.failedPoints += 1;
    frame.failures.push(failure);
  }
}

/**
 * @param {Frame} frame
 * @param {Failure | null} failure set when its closing line says that it failed
 */
function closeFrame(frame, failure) {
  const failedByItself = failure !== null && frame.counts.failed === 0;
  if (frame.failedPoints > 0 || failedByItself) {
    frame.counts.failed += 1;
  } else if (!frame.hasInner) {
    frame.counts.passed += 1;
  }
  if (failure && frame.failures.length === 0) {
    frame.failures.push(failure);
  }
}
