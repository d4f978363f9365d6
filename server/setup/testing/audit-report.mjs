const FATAL = /** @type {const} */ (['critical', 'high']);

/**
 * What an `npm audit --json` means for a build: high and critical vulnerabilities fail it, lower ones are reported. Not
 * every registry supports audits, and a build must not depend on it.
 *
 * @param {string} output
 * @returns {{ line: string, isFatal: boolean }}
 */
export function judgeAudit(output) {
  const report = readReport(output);
  const counts = report?.metadata?.vulnerabilities;
  if (!counts) {
    return { line: `dependency audit: skipped, the registry did not answer${reasonOf(report)}`, isFatal: false };
  }
  const isFatal = FATAL.some((severity) => counts[severity] > 0);
  const found = ['critical', 'high', 'moderate', 'low', 'info']
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity} (${namesOf(report, severity)})`);
  const result = found.length > 0 ? found.join(', ') : 'no known weakness';
  return { line: `dependency audit: ${result} in what runs in production`, isFatal };
}

/** @param {string} output */
function readReport(output) {
  try {
    return JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
  } catch {
    return null;
  }
}

/** @param {{ statusCode?: number } | null} report */
const reasonOf = (report) => (report?.statusCode ? ` (HTTP ${report.statusCode})` : '');

/**
 * @param {{ vulnerabilities?: Record<string, { severity: string }> }} report
 * @param {string} severity
 */
function namesOf({ vulnerabilities = {} }, severity) {
  const names = Object.entries(vulnerabilities).filter(([, weakness]) => weakness.severity === severity);
  return names.map(([name]) => name).join(', ');
}
