import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { writeSbom } from '../../../../server/setup/sbom.mjs';
import { root } from '../../../../server/setup/shared/paths.mjs';
import { judgeAudit } from '../../../../server/setup/testing/audit-report.mjs';

const none = { info: 0, low: 0, moderate: 0, high: 0, critical: 0 };
const reportOf = (counts: Record<string, number>, weaknesses: Record<string, string> = {}): string =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(Object.entries(weaknesses).map(([name, severity]) => [name, { severity }])),
    metadata: { vulnerabilities: { ...none, ...counts } },
  });

t.test('a high or critical weakness stops the build and is named', async (t) => {
  for (const severity of ['high', 'critical']) {
    const { line, isFatal } = judgeAudit(reportOf({ [severity]: 1, low: 1 }, { 'left-pad': severity, other: 'low' }));
    t.ok(isFatal, severity);
    t.match(line, `1 ${severity} (left-pad)`);
  }
});

t.test('lesser ones are told, and none at all is said', async (t) => {
  const lesser = judgeAudit(reportOf({ moderate: 2 }, { one: 'moderate', two: 'moderate' }));
  t.same(lesser, {
    line: 'dependency audit: 2 moderate (one, two) in what runs in production',
    isFatal: false,
  });
  t.match(judgeAudit(reportOf({})), { line: /no known weakness/, isFatal: false });
});

t.test('a registry without such an endpoint is one line and no failure', async (t) => {
  t.same(judgeAudit(JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 })), {
    line: 'dependency audit: skipped, the registry did not answer (HTTP 405)',
    isFatal: false,
  });
  t.same(judgeAudit(''), { line: 'dependency audit: skipped, the registry did not answer', isFatal: false });
});

t.test('continuous integration asks before it tests, and its last line is the tests’', async (t) => {
  const lines = readFileSync(join(root, '.ci', 'run'), 'utf8')
    .trimEnd()
    .split('\n');
  t.same(lines.slice(-2), ['node server/setup/audit.mjs', 'exec npm test']);
});

interface Sbom {
  metadata: { component: { name: string } };
  components: { name: string; version: string; 'bom-ref': string; hashes?: object[] }[];
}

t.test(
  'the list of what the server is made of has every package that runs, its version and hash, and none of the tools',
  async (t) => {
    const file = join(t.testdir(), 'sbom.cdx.json');
    const count = await writeSbom({ file });
    const sbom: Sbom = JSON.parse(readFileSync(file, 'utf8'));
    t.equal(sbom.components.length, count);
    t.equal(sbom.metadata.component.name, 'hearthroom');
    const versions = new Map(sbom.components.map(({ name, version }) => [name, version]));
    for (const part of ['server', 'sdk']) {
      const { dependencies = {} } = JSON.parse(readFileSync(join(root, part, 'package.json'), 'utf8'));
      for (const [name, version] of Object.entries(dependencies)) {
        if (!name.startsWith('@hearthroom/')) t.equal(versions.get(name), version, name);
      }
    }
    for (const tool of ['typescript', 'tap', 'puppeteer', 'werift']) t.notOk(versions.has(tool), tool);
    const foreign = sbom.components.filter((part) => !part['bom-ref'].startsWith('@hearthroom/'));
    t.ok(foreign.every(({ hashes }) => hashes && hashes.length > 0));
  },
);
