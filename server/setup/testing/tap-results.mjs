import { Parser } from 'tap-parser';
import { addCounts, noCounts } from './counts.mjs';

/**
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {{ names: string[], details: string[] }} Failure names from the outermost test inwards, and tap's details (YAML lines)
 * @typedef {{ name: string, ok: boolean, counts: Counts, durationMs: number, failures: Failure[] }} FileResult
 * @typedef {{ counts: Counts, hasInner: boolean, failedAssertions: number, isCutShort: boolean, failures: Failure[] }} Test
 *   the state of a test so far; `isCutShort`: a test inside it has no result, because the process ended
 */

/**
 * Reads the output of `tap run --reporter=tap`.
 *
 * @param {(result: FileResult) => void} onFile called with each test file's result once it is known
 * @returns {{ read(line: string): void, end(): void }}
 */
export function createTapReader(onFile) {
  const parser = new Parser();
  followTests(parser, [], (result, test) => {
    const closed = test ?? newTest();
    closeTest(closed, result, [result.name]);
    const { counts, failures } = closed;
    onFile({ name: result.name, ok: isOk(result), counts, durationMs: result.time ?? 0, failures });
  });
  return {
    read: (line) => void parser.write(`${line}\n`),
    end: () => void parser.end(),
  };
}

/**
 * @param {Parser} parser
 * @param {string[]} names of the tests around
 * @param {(result: import('tap-parser').Result, test: Test | null) => void} onResult called with each result line, and with the test
 *   whose result it is; null: an assertion
 * @param {(test: Test) => void} [onCutShort] called with a test that has no result line
 */
function followTests(parser, names, onResult, onCutShort) {
  /** @type {Test | null} */
  let open = null;
  parser.on('child', (/** @type {Parser} */ child) => {
    open = followTest(child, [...names, child.name]);
  });
  parser.on('assert', (/** @type {import('tap-parser').Result} */ result) => {
    const test = result.closingTestPoint ? open : null;
    open = null;
    onResult(result, test);
  });
  parser.on('complete', () => open && onCutShort?.(open));
}

/**
 * @param {Parser} parser
 * @param {string[]} names
 * @returns {Test} filled while the parser reads
 */
function followTest(parser, names) {
  const test = newTest();
  followTests(
    parser,
    names,
    (result, inner) => {
      const innerNames = [...names, result.name];
      if (inner) {
        closeTest(inner, result, innerNames);
        addCounts(test.counts, inner.counts);
        test.hasInner = true;
        test.failures.push(...inner.failures);
      } else if (isSkipped(result)) {
        test.counts.skipped += 1;
        test.hasInner = true;
      } else if (!result.ok) {
        test.failedAssertions += 1;
        test.failures.push(failureOf(result, innerNames));
      }
    },
    (inner) => {
      test.isCutShort = true;
      test.failures.push(...inner.failures);
    },
  );
  return test;
}

/** @returns {Test} */
const newTest = () => ({ counts: noCounts(), hasInner: false, failedAssertions: 0, isCutShort: false, failures: [] });

/**
 * @param {Test} test
 * @param {import('tap-parser').Result} result
 * @param {string[]} names
 */
function closeTest(test, result, names) {
  const ok = isOk(result);
  const failedByItself = !ok && test.counts.failed === 0;
  if (test.failedAssertions > 0 || failedByItself) {
    test.counts.failed += 1;
  } else if (!test.hasInner) {
    test.counts[isSkipped(result) ? 'skipped' : 'passed'] += 1;
  }
  if (!ok && (test.failures.length === 0 || test.isCutShort)) {
    test.failures.push(failureOf(result, names));
  }
}

/** @param {import('tap-parser').Result} result */
const isSkipped = ({ skip, todo }) => skip !== false || todo !== false;

/** @param {import('tap-parser').Result} result */
const isOk = (result) => result.ok || isSkipped(result);

/**
 * @param {import('tap-parser').Result} result
 * @param {string[]} names
 * @returns {Failure}
 */
function failureOf(result, names) {
  const [, ...details] = Parser.stringify([['assert', result]])
    .trimEnd()
    .split('\n');
  return { names, details };
}
