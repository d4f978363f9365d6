/**
 * Checks the alert rules and the dashboard in examples/deploy with promtool, against the metrics of a real server and of
 * a node, and makes each alert fire.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { ServerObserver } from '../../../server/src/core/events/observer.ts';
import { Metrics } from '../../../server/src/process/metrics/metrics.ts';
import { readDocument } from '../../support/docs/markdown.ts';
import { receiveHooks } from '../../support/server/rest/hook-receiver.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const promtool = process.env.PROMTOOL_BIN ?? 'promtool';
const skip = spawnSync(promtool, ['--version']).status === 0 ? false : 'needs promtool';
const pathOf = (name: string): string => fileURLToPath(new URL(`../../../examples/deploy/${name}`, import.meta.url));
const rules = readFileSync(pathOf('alerts.yml'), 'utf8');
const alerts = [...rules.matchAll(/^ +- alert: (\w+)$/gm)].map(([, name = '']) => name);

function check(t: Test, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(promtool, args, { encoding: 'utf8' });
  t.equal(status, 0, `${stdout}${stderr}`);
}

t.test('promtool finds nothing wrong with the alert rules and with Prometheus’ configuration', { skip }, (t) => {
  const directory = t.testdir({ 'hearthroom-metrics.token': 'a-token' });
  for (const name of ['alerts.yml', 'prometheus.yml']) copyFileSync(pathOf(name), join(directory, name));
  check(t, 'check', 'rules', join(directory, 'alerts.yml'));
  check(t, 'check', 'config', join(directory, 'prometheus.yml'));
  t.end();
});

t.test('every alert has a severity, a reason and a remedy, and refers to existing chapters', (t) => {
  const texts = rules.split(/^ +- alert: /m).slice(1);
  t.equal(texts.length, alerts.length);
  for (const text of texts) {
    const [name = ''] = text.split('\n');
    t.match(text, /severity: (page|ticket) \}/, name);
    t.match(text, /\n +reason: \S.{20,}\n +mend: \S.{10,}/, name);
  }
  const chapters = [...rules.matchAll(/(docs\/[\w-]+\.md), "([^"]+)"/g)];
  t.ok(chapters.length > 5);
  for (const [, document = '', chapter] of chapters) {
    t.match(readDocument(document), new RegExp(`^##+ ${chapter}$`, 'm'), `${document}: ${chapter}`);
  }
  t.end();
});

t.test('every metric that an alert asks for is one that the server has', async (t) => {
  const backend = await receiveHooks(t);
  const server = await startTestServer({ env: { ...backend.env, HEARTHROOM_PUBLIC_ADDRESS: 'localhost' } });
  t.teardown(() => server.close());
  const { observer } = server.app;
  observer.emit('certificateLoaded', { expiresAt: 1_800_000_000_000 });
  observer.emit('publicNameChecked', { isResolved: true, code: null });
  const authorization = `Bearer ${await server.adminToken()}`;
  t.equal((await fetch(`${server.url}/v1/backup`, { method: 'POST', headers: { authorization } })).status, 201);
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const texts = [text, await metricsOfNode()];
  const known = new Set(texts.flatMap((part) => [...part.matchAll(seriesName)].map(([, name]) => name)));
  const asked = new Set([...rules.matchAll(/^ +expr: (.*)$/gm)].flatMap(([, expression = '']) => namesIn(expression)));
  t.ok(asked.size > 20);
  for (const name of asked) t.ok(known.has(name), name);
  const shown = new Set(dashboardExpressions().flatMap(namesIn));
  t.ok(shown.size > 25);
  for (const name of shown) t.ok(known.has(name), `dashboard: ${name}`);
  const documented = readDocument('docs/kubernetes.md').match(/\bhearthroom_\w+/g) ?? [];
  t.ok(documented.length > 10);
  for (const name of documented) t.ok(known.has(name) || known.has(`${name}_bucket`), `docs/kubernetes.md: ${name}`);
});

/** Also of a metric that has no series before something happens. */
const seriesName = /^(?:# TYPE )?([a-z]\w*)(?:\{.*\})? /gm;

const nobody = {
  roomsByPhase: { scheduled: 0, open: 0, live: 0, held: 0, ended: 0 },
  seatsByState: { waiting: 0, admitted: 0, suspended: 0, denied: 0, removed: 0, left: 0, expired: 0 },
};

/** What a node adds to the metrics of a server. */
async function metricsOfNode(): Promise<string> {
  const observer = new ServerObserver();
  const metrics = new Metrics({ observer, counts: () => nobody, workers: () => Promise.resolve([]), cluster: true });
  observer.emit('nodesSeen', { running: 1, draining: 0 });
  const text = await metrics.render();
  metrics.close();
  return text;
}

interface Panel {
  id: number;
  title: string;
  targets?: { expr: string }[];
  gridPos: { x: number; y: number; w: number; h: number };
}

const { panels }: { panels: Panel[] } = JSON.parse(readFileSync(pathOf('grafana/hearthroom.json'), 'utf8'));
const dashboardExpressions = (): string[] => panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

t.test('promtool can read every expression of the dashboard', { skip }, (t) => {
  // Grafana replaces these before it asks.
  const filled = dashboardExpressions().map((expression) =>
    expression.replaceAll('$__rate_interval', '5m').replaceAll('$job', 'hearthroom').replaceAll('$instance', '.*'),
  );
  const recorded = filled.map((expr, index) => ({ record: `panel:${index}`, expr }));
  const file = join(t.testdir(), 'dashboard.yml');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: recorded }] }));
  check(t, 'check', 'rules', file);
  t.end();
});

t.test('panels of the dashboard have ids and titles of their own, and do not overlap', (t) => {
  t.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  t.equal(new Set(panels.map(({ title }) => title)).size, panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );
  t.equal(new Set(cells).size, cells.length);
  t.end();
});

/** `up` is generated by Prometheus itself. */
const namesIn = (expression: string): string[] =>
  expression.match(/\b(?:hearthroom|process|nodejs)_\w+(?=[\s{[)]|$)/g) ?? [];

const job = 'job="hearthroom",instance="a"';
/** A healthy server: every series that alerts use, one value per minute, for three hours. */
const calm: Record<string, string> = {
  up: '1x180',
  'hearthroom_worker_up{worker="0"}': '1x180',
  hearthroom_worker_deaths_total: '0x180',
  hearthroom_media_unreached_people: '0x180',
  'hearthroom_transports_failed_total{stage="ice"}': '0x180',
  hearthroom_capacity_refusals_total: '0x180',
  'hearthroom_worker_load_ratio{worker="0"}': '0.4x180',
  'hearthroom_first_packet_seconds_bucket{le="0.5"}': '0+2x180',
  'hearthroom_first_packet_seconds_bucket{le="3"}': '0+2x180',
  'hearthroom_first_packet_seconds_bucket{le="+Inf"}': '0+2x180',
  nodejs_eventloop_lag_p99_seconds: '0.11x180',
  hearthroom_draining: '0x180',
  'hearthroom_connections_refused_total{reason="descriptor-limit"}': '0x180',
  'hearthroom_connections_refused_total{reason="origin-not-allowed"}': '0x180',
  process_open_fds: '100x180',
  process_max_fds: '1000x180',
  hearthroom_untrusted_forwarded_requests_total: '0x180',
  hearthroom_internal_errors_total: '0x180',
  hearthroom_store_intact: '1x180',
  hearthroom_store_failures_total: '0x180',
  hearthroom_backup_last_timestamp_seconds: '0x180',
  hearthroom_backup_failures_total: '0x180',
  hearthroom_webhooks_oldest_age_seconds: '1x180',
  hearthroom_webhooks_given_up_total: '0x180',
  hearthroom_webhooks_dropped_total: '0x180',
  'hearthroom_media_journal_dropped_total{cause="store"}': '0x180',
  hearthroom_audit_checkpoint_last_timestamp_seconds: '0+60x180',
  hearthroom_audit_checkpoint_failures_total: '0x180',
  hearthroom_tls_certificate_expires_timestamp_seconds: '7776000x180',
  hearthroom_tls_certificate_refusals_total: '0x180',
  hearthroom_clock_steps_total: '0x180',
  hearthroom_public_name_resolved: '1x180',
  hearthroom_hold_mode: '0x180',
  hearthroom_lease_left_seconds: '2x180',
  hearthroom_takeovers_total: '0x180',
  'hearthroom_takeover_seconds_bucket{le="8"}': '0x180',
  'hearthroom_takeover_seconds_bucket{le="15"}': '0x180',
  'hearthroom_takeover_seconds_bucket{le="+Inf"}': '0x180',
  hearthroom_nodes_gone_total: '0x180',
  hearthroom_fenced_writes_total: '0x180',
  'hearthroom_commit_seconds_bucket{le="0.02"}': '0+60x180',
  'hearthroom_commit_seconds_bucket{le="1"}': '0+60x180',
  'hearthroom_commit_seconds_bucket{le="+Inf"}': '0+60x180',
  'hearthroom_nodes{state="running"}': '2x180',
  'hearthroom_nodes{state="running",instance="b"}': '2x180',
  hearthroom_load_reserved: '100x180',
  hearthroom_load_max: '1000x180',
  'hearthroom_link_failures_total{cause="timeout"}': '0x180',
  hearthroom_link_handshakes_refused_total: '0x180',
  hearthroom_guard_kills_total: '0x180',
  hearthroom_guard_deaths_total: '0x180',
};

const slowTakeover = {
  'hearthroom_takeover_seconds_bucket{le="15"}': '0x4 1x170',
  'hearthroom_takeover_seconds_bucket{le="+Inf"}': '0x4 1x170',
};

/** The series that change in a fault, and the minute by which the alert fires; null: the series is missing. */
const faults: [alert: string, minute: number, changes: Record<string, string | null>][] = [
  ['HearthroomDown', 10, { up: '0x180' }],
  ['HearthroomMediaWorkerDown', 10, { 'hearthroom_worker_up{worker="0"}': '0x180' }],
  ['HearthroomMediaWorkerDies', 60, { hearthroom_worker_deaths_total: '0 1 2 3x170' }],
  ['HearthroomNobodyReachesMedia', 10, { hearthroom_media_unreached_people: '2x180' }],
  ['HearthroomPeopleBehindFirewalls', 60, { 'hearthroom_transports_failed_total{stage="ice"}': '0+1x180' }],
  ['HearthroomFull', 10, { hearthroom_capacity_refusals_total: '0x4 1x170' }],
  ['HearthroomAlmostFull', 20, { 'hearthroom_worker_load_ratio{worker="0"}': '0.8x180' }],
  ['HearthroomSlowToHear', 60, { 'hearthroom_first_packet_seconds_bucket{le="0.5"}': '0x180' }],
  ['HearthroomEventLoopLate', 10, { nodejs_eventloop_lag_p99_seconds: '0.5x180' }],
  ['HearthroomDrainDoesNotEnd', 125, { hearthroom_draining: '1x180' }],
  ['HearthroomOutOfDescriptors', 8, { 'hearthroom_connections_refused_total{reason="descriptor-limit"}': '0x4 1x170' }],
  ['HearthroomOutOfDescriptors', 5, { process_open_fds: '900x180' }],
  [
    'HearthroomConnectionsRefused',
    60,
    { 'hearthroom_connections_refused_total{reason="origin-not-allowed"}': '0+1x180' },
  ],
  ['HearthroomProxyNotTrusted', 30, { hearthroom_untrusted_forwarded_requests_total: '0+20x180' }],
  ['HearthroomInternalErrors', 10, { hearthroom_internal_errors_total: '0x4 1x170' }],
  ['HearthroomStoreLost', 5, { hearthroom_store_intact: '0x180' }],
  ['HearthroomStoreRefusesWrites', 6, { hearthroom_store_failures_total: '0x4 1x170' }],
  ['HearthroomBackupOld', 5, { hearthroom_backup_last_timestamp_seconds: '-97200x180' }],
  ['HearthroomNoBackup', 125, { hearthroom_backup_last_timestamp_seconds: null }],
  ['HearthroomBackupFails', 10, { hearthroom_backup_failures_total: '0x4 1x170' }],
  ['HearthroomWebhooksWait', 5, { hearthroom_webhooks_oldest_age_seconds: '700x180' }],
  ['HearthroomWebhooksLost', 10, { hearthroom_webhooks_given_up_total: '0x4 1x170' }],
  ['HearthroomWebhooksLost', 10, { hearthroom_webhooks_dropped_total: '0x4 1x170' }],
  ['HearthroomMediaRecordsDropped', 10, { 'hearthroom_media_journal_dropped_total{cause="store"}': '0x4 1x170' }],
  ['HearthroomAuditCheckpointOld', 150, { hearthroom_audit_checkpoint_last_timestamp_seconds: '0x180' }],
  ['HearthroomAuditCheckpointFails', 10, { hearthroom_audit_checkpoint_failures_total: '0x4 1x170' }],
  ['HearthroomCertificateExpires', 5, { hearthroom_tls_certificate_expires_timestamp_seconds: '604800x180' }],
  ['HearthroomCertificateRefused', 10, { hearthroom_tls_certificate_refusals_total: '0x4 1x170' }],
  ['HearthroomClockSet', 10, { hearthroom_clock_steps_total: '0x4 1x170' }],
  ['HearthroomPublicNameUnresolved', 10, { hearthroom_public_name_resolved: '0x180' }],
  ['HearthroomDatabaseAway', 10, { hearthroom_hold_mode: '1x180', hearthroom_lease_left_seconds: '0x180' }],
  ['HearthroomDatabaseProblem', 10, { 'hearthroom_database_problem{reason="standby-missing"}': '1x180' }],
  ['HearthroomDatabaseProblem', 10, { 'hearthroom_database_problem{reason="clock-wrong"}': '1x180' }],
  ['HearthroomNodeWithoutLease', 10, { hearthroom_lease_left_seconds: '0x180' }],
  ['HearthroomNodeGone', 10, { hearthroom_nodes_gone_total: '0x4 1x170' }],
  ['HearthroomTakeoverSlow', 60, slowTakeover],
  ['HearthroomWritesFenced', 10, { hearthroom_fenced_writes_total: '0x4 1x170' }],
  ['HearthroomCommitsSlow', 60, { 'hearthroom_commit_seconds_bucket{le="0.02"}': '0x180' }],
  ['HearthroomNodesDisagree', 10, { 'hearthroom_nodes{state="running",instance="b"}': '1x180' }],
  ['HearthroomNodesFull', 20, { hearthroom_load_reserved: '900x180' }],
  ['HearthroomLinksFail', 30, { 'hearthroom_link_failures_total{cause="timeout"}': '0+3x180' }],
  ['HearthroomLinkRefused', 10, { hearthroom_link_handshakes_refused_total: '0x4 1x170' }],
  ['HearthroomGuardEndedWorkers', 10, { hearthroom_guard_kills_total: '0x4 2x170' }],
  ['HearthroomGuardDies', 60, { hearthroom_guard_deaths_total: '0 1 2 3x170' }],
];

const seriesOf = (values: Record<string, string | null>) =>
  Object.entries(values)
    .filter((entry): entry is [string, string] => entry[1] !== null)
    .map(([name, shown]) => {
      // A series of another instance names it.
      const labels = name.includes('instance=') ? 'job="hearthroom"' : job;
      const series = name.includes('{') ? name.replace('{', `{${labels},`) : `${name}{${labels}}`;
      return { series, values: shown };
    });

/** @param firing names of the alerts that fire at that minute; the others must not */
function scenario(name: string, values: Record<string, string | null>, minute: number, firing: readonly string[]) {
  const query = (alert: string) => `count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0)`;
  const expectations = alerts.map((alert) => ({
    expr: query(alert),
    eval_time: `${minute}m`,
    exp_samples: [{ labels: '{}', value: firing.includes(alert) ? 1 : 0 }],
  }));
  return { name, interval: '1m', input_series: seriesOf(values), promql_expr_test: expectations };
}

t.test('each alert fires for its fault only, and none in normal operation', { skip }, (t) => {
  t.same([...new Set(faults.map(([alert]) => alert))], alerts, 'every alert has a fault here');
  const directory = t.testdir();
  copyFileSync(pathOf('alerts.yml'), join(directory, 'alerts.yml'));
  const tests = [
    scenario('all is well', calm, 100, []),
    ...faults.map(([alert, minute, changes]) => scenario(alert, { ...calm, ...changes }, minute, [alert])),
  ];
  // JSON is valid YAML.
  const file = { rule_files: ['alerts.yml'], evaluation_interval: '1m', tests };
  writeFileSync(join(directory, 'faults.yml'), JSON.stringify(file));
  check(t, 'test', 'rules', join(directory, 'faults.yml'));
  t.end();
});
