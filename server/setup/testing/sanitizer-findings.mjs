import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The first line of a report of UndefinedBehaviorSanitizer: place and message. */
const undefinedBehaviour = /^\S+:\d+:\d+: runtime error: /;
const error = /^==\d+==ERROR: /;

/** What differs in two reports of the same: addresses, values, and the numbers of processes. */
const changing = /\b0x[0-9a-f]+\b|==\d+==/g;
const values = /-?\d[\d.e+-]*/g;

/**
 * One thing that sanitizers reported.
 *
 * @typedef {{ text: string, times: number }} Finding `text`: the first report of it; `times`: how many there are
 */

/**
 * Reads what processes with `sanitizerEnvironment(folder)` have reported.
 *
 * @param {string} folder
 * @returns {Finding[]} each once, in the order of the files
 */
export function readFindings(folder) {
  return findingsOf(
    readdirSync(folder)
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  );
}

/**
 * @param {readonly string[]} texts contents of files
 * @returns {Finding[]}
 */
export function findingsOf(texts) {
  /** @type {Map<string, Finding>} */
  const findings = new Map();
  for (const text of texts.flatMap(reportsIn)) {
    const key = keyOf(text);
    const finding = findings.get(key) ?? { text, times: 0 };
    finding.times += 1;
    findings.set(key, finding);
  }
  return [...findings.values()];
}

/**
 * @param {string} text of one file, which is a finding even if nothing in it is known here
 * @returns {string[]}
 */
function reportsIn(text) {
  /** @type {string[][]} */
  const reports = [];
  for (const line of text.split('\n')) {
    const isFirst = undefinedBehaviour.test(line) || error.test(line);
    if (isFirst || (reports.length === 0 && !/^=*$/.test(line))) {
      reports.push([]);
    }
    reports.at(-1)?.push(line);
  }
  return reports.map((lines) => lines.join('\n').replace(/[\n=]+$/, ''));
}

/**
 * @param {string} report
 * @returns {string} the same for reports of the same error: of undefined behaviour its place, otherwise its stacks
 */
function keyOf(report) {
  const [headline = ''] = report.split('\n', 1);
  const place = undefinedBehaviour.exec(headline)?.[0];
  return place === undefined
    ? report.replaceAll(changing, '#')
    : place + headline.slice(place.length).replaceAll(changing, '#').replaceAll(values, '#');
}
