import { spawnSync } from 'node:child_process';
import t, { type Test } from 'tap';
import { ServerObserver } from '../../../server/src/core/events/observer.ts';
import { Metrics } from '../../../server/src/process/metrics/metrics.ts';
import { findDocuments, readDocument } from '../../support/docs/markdown.ts';
import { receiveHooks } from '../../support/server/rest/hook-receiver.ts';
import { startTestServer, type TestServer } from '../../support/server/test-server.ts';

const promtool = process.env.PROMTOOL_BIN ?? 'promtool';
const hasPromtool = spawnSync(promtool, ['--version']).status === 0;

const read = async ({ url }: TestServer): Promise<string> => (await fetch(`${url}/metrics`)).text();

/** A server with all features that have their own metrics. */
async function start(t: Test, isReceiverUp: () => boolean) {
  const backend = await receiveHooks(t, (response) => response.writeHead(isReceiverUp() ? 204 : 500).end());
  const server = await startTestServer({
    // Checkpoints of the audit log are sent at intervals: only what these tests cause is counted.
    env: { ...backend.env, HEARTHROOM_PUBLIC_ADDRESS: 'localhost', HEARTHROOM_AUDIT_CHECKPOINT_WEBHOOK: 'false' },
    webhookTimings: { firstRetryMs: 20, longestRetryMs: 50 },
  });
  t.teardown(() => server.close());
  return { backend, server };
}

async function readEverything(t: Test): Promise<string> {
  const { backend, server } = await start(t, () => true);
  await server.createRoom();
  server.app.observer.emit('certificateLoaded', { expiresAt: 1_800_000_000_000 });
  const authorization = `Bearer ${await server.adminToken()}`;
  t.equal((await fetch(`${server.url}/v1/backup`, { method: 'POST', headers: { authorization } })).status, 201);
  await backend.until(() => backend.received.length > 0);
  for (;;) {
    const text = await read(server);
    if (/^hearthroom_public_name_resolved 1$/m.test(text)) return text;
  }
}

const skip = hasPromtool ? false : 'needs promtool';
t.test('promtool finds nothing wrong with the metrics, those of the process among them', { skip }, async (t) => {
  const { status, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], {
    input: await readEverything(t),
    encoding: 'utf8',
  });
  t.equal(`${stdout}${stderr}`, '');
  t.equal(status, 0);
});

/** Of a node, besides those of every server; a real node's are read in test/integration/server/cluster. */
async function readNodes(t: Test): Promise<string> {
  const observer = new ServerObserver();
  const seatsByState = { waiting: 0, admitted: 0, suspended: 0, denied: 0, removed: 0, left: 0, expired: 0 };
  const counts = () => ({ roomsByPhase: { scheduled: 0, open: 0, live: 0, held: 0, ended: 0 }, seatsByState });
  const metrics = new Metrics({ observer, counts, workers: async () => [], cluster: true });
  t.teardown(() => metrics.close());
  return await metrics.render();
}

/** Computed by Prometheus' adapter for Kubernetes, from those of the server. */
const computed = ['hearthroom_load_ratio'];

t.test('every metric that a document names is there', async (t) => {
  const text = (await readEverything(t)) + (await readNodes(t));
  const names = new Set([...computed, ...[...text.matchAll(/^# TYPE (hearthroom_\w+) /gm)].map(([, name]) => name)]);
  const documents = findDocuments()
    .filter((path) => path !== 'CHANGELOG.md')
    .map(readDocument)
    .join('\n');
  const named = new Set(documents.match(/\bhearthroom_[a-z]\w+\b(?!\S*\.(?:mjs|sqlite)|\()/g));
  t.ok(named.size > 10);
  for (const name of named) t.ok(names.has(name), name);
});

t.test('a receiver that is down shows in backlog, age and failures, and that it is back', async (t) => {
  let isUp = false;
  const { backend, server } = await start(t, () => isUp);
  const metric = async (name: string) =>
    Number(new RegExp(`^hearthroom_webhooks_${name} (\\S+)$`, 'm').exec(await read(server))?.[1]);
  t.equal(await metric('waiting'), 0);
  t.equal(await metric('oldest_age_seconds'), 0);
  await server.createRoom();
  await server.createRoom();
  await backend.until(() => backend.received.length >= 4);
  t.equal(await metric('waiting'), 2);
  t.ok((await metric('oldest_age_seconds')) > 0);
  t.ok((await metric('failures_total')) >= 2);
  t.equal(await metric('delivered_total'), 0);
  isUp = true;
  while ((await metric('waiting')) > 0) await new Promise((resolve) => setImmediate(resolve));
  t.equal(await metric('delivered_total'), 2);
  t.equal(await metric('oldest_age_seconds'), 0);
});

t.test('a server without webhooks has no backlog metrics', async (t) => {
  const server = await startTestServer();
  t.teardown(() => server.close());
  t.notMatch(await read(server), 'hearthroom_webhooks_');
});
