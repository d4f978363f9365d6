import { connect } from 'node:net';
import perfHooks from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import t, { type Test } from 'tap';
import type { MediaEvent } from '../../../../../server/src/core/events/media-events.ts';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { createFastify } from '../../../../../server/src/http/create-fastify.ts';
import { registerMetrics } from '../../../../../server/src/http/operations/metrics-route.ts';
import { Metrics, type WorkerNumbers } from '../../../../../server/src/process/metrics/metrics.ts';

const counts = () => ({
  roomsByPhase: { scheduled: 1, open: 2, live: 3, held: 0, ended: 7 },
  seatsByState: { waiting: 4, admitted: 5, suspended: 0, denied: 0, removed: 0, left: 0, expired: 0 },
});
const worker: WorkerNumbers = {
  ...{ worker: 0, isRunning: true, cpuSeconds: 1.5, packetsIn: 10, packetsOut: 20, bytesIn: 1_000, bytesOut: 2_000 },
  ...{ rooms: 3, packetsPerSecond: 15_000, pressure: 0.25 },
};

function startMetrics(workers = () => Promise.resolve([worker])) {
  const observer = new ServerObserver();
  const webhookBacklog = async () => ({ count: 3, oldestAt: Date.now() - 90_000 });
  const metrics = new Metrics({ observer, counts, workers, webhookBacklog });
  return { observer, metrics };
}

t.test('rooms and seats are counted when the metrics are read', async (t) => {
  const { metrics } = startMetrics();
  t.teardown(() => metrics.close());
  const text = await metrics.render();
  t.match(text, /^hearthroom_rooms\{phase="live"\} 3$/m);
  t.match(text, /^hearthroom_rooms\{phase="scheduled"\} 1$/m);
  t.notMatch(text, /phase="ended"/);
  t.match(text, /^hearthroom_seats\{state="waiting"\} 4$/m);
});

t.test('what happens is counted, by code where it was refused', async (t) => {
  const { observer, metrics } = startMetrics();
  t.teardown(() => metrics.close());
  observer.emit('connectionOpened');
  observer.emit('connectionOpened');
  observer.emit('connectionClosed', { reason: 'left' });
  observer.emit('admission', { roomId: 'canary', seatId: 'canary', waitedMs: 42_000 });
  observer.emit('rejection', { code: 'room-full' });
  observer.emit('rejection', { code: 'room-full' });
  observer.emit('rejection', { code: 'unauthorized' });
  observer.emit('firstPacket', { afterAdmitMs: 450 });
  observer.emit('workerDied', { worker: 0 });
  observer.emit('capacityRefused');
  observer.emit('storeFailed', { roomId: 'canary', error: new Error('canary') });
  observer.emit('webhookDropped');
  observer.emit('webhookDelivered', { eventId: 'canary' });
  observer.emit('webhookFailed', { eventId: 'canary', status: 500, isGivenUp: false });
  observer.emit('webhookFailed', { eventId: 'canary', status: null, isGivenUp: true });
  observer.emit('connectionRefused', { reason: 'origin-not-allowed', origin: 'https://canary.example' });
  observer.emit('addressForwarded', { peer: 'public' });
  observer.emit('publicNameChecked', { isResolved: false, code: 'canary' });
  observer.emit('internalError', { correlationId: 'canary', error: new Error('canary') });
  observer.emit('sendingCapExceeded', { seatId: 'canary', bps: 1, outcome: 'cut-off' });
  observer.emit('drainStarted', { by: 'canary', limitSeconds: 60, connected: 1 });
  observer.emit('transportConnected', { seatId: 'canary', wasFailing: false });
  observer.emit('transportFailed', { seatId: 'canary', stage: 'ice', wasFailing: false });
  observer.emit('mediaReachChanged', { unreachedPeople: 3 });
  const text = await metrics.render();
  for (const line of [
    'hearthroom_transports_connected_total 1',
    'hearthroom_transports_failed_total{stage="ice"} 1',
    'hearthroom_transports_failed_total{stage="dtls"} 0',
    'hearthroom_media_unreached_people 3',
    'hearthroom_draining 1',
    'hearthroom_senders_over_cap_total{outcome="cut-off"} 1',
    'hearthroom_connections 1',
    'hearthroom_connections_closed_total{reason="left"} 1',
    'hearthroom_admissions_total 1',
    'hearthroom_admission_wait_seconds_bucket{le="30"} 0',
    'hearthroom_admission_wait_seconds_bucket{le="60"} 1',
    'hearthroom_rejections_total{code="room-full"} 2',
    'hearthroom_rejections_total{code="unauthorized"} 1',
    'hearthroom_first_packet_seconds_bucket{le="0.3"} 0',
    'hearthroom_first_packet_seconds_bucket{le="0.5"} 1',
    'hearthroom_worker_deaths_total 1',
    'hearthroom_capacity_refusals_total 1',
    'hearthroom_store_failures_total 1',
    'hearthroom_webhooks_dropped_total 1',
    'hearthroom_webhooks_delivered_total 1',
    'hearthroom_webhooks_failures_total 2',
    'hearthroom_webhooks_given_up_total 1',
    'hearthroom_webhooks_waiting 3',
    'hearthroom_connections_refused_total{reason="origin-not-allowed"} 1',
    'hearthroom_connections_refused_total{reason="descriptor-limit"} 0',
    'hearthroom_untrusted_forwarded_requests_total 1',
    'hearthroom_public_name_resolved 0',
    'hearthroom_internal_errors_total 1',
  ]) {
    t.ok(text.split('\n').includes(line), line);
  }
  t.match(text, /^hearthroom_webhooks_oldest_age_seconds 90(\.\d+)?$/m);
  t.notMatch(text, 'canary', 'and no id among it');
});

t.test(
  'when the last checkpoint of the audit log was written is told, once there is one, and failures are counted',
  async (t) => {
    const { observer, metrics } = startMetrics();
    t.teardown(() => metrics.close());
    t.notMatch(await metrics.render(), /^hearthroom_audit_checkpoint_last/m);
    observer.emit('auditCheckpointWritten', { seq: 7, at: 1_800_000_000_500 });
    observer.emit('auditCheckpointFailed', { error: new Error('canary') });
    const text = await metrics.render();
    t.match(text, /^hearthroom_audit_checkpoint_last_timestamp_seconds 1800000000\.5$/m);
    t.match(text, /^hearthroom_audit_checkpoint_failures_total 1$/m);
    t.notMatch(text, 'canary');
  },
);

t.test('workers are counted as they say, however often they are read', async (t) => {
  const clock = { now: performance.now() };
  t.capture(performance, 'now', () => clock.now);
  const { metrics } = startMetrics();
  t.teardown(() => metrics.close());
  await metrics.render();
  clock.now += 5_000;
  const text = await metrics.render();
  for (const line of [
    'hearthroom_worker_up{worker="0"} 1',
    'hearthroom_worker_cpu_seconds_total{worker="0"} 1.5',
    'hearthroom_worker_packets_received_total{worker="0"} 10',
    'hearthroom_worker_packets_sent_total{worker="0"} 20',
    'hearthroom_worker_bytes_received_total{worker="0"} 1000',
    'hearthroom_worker_bytes_sent_total{worker="0"} 2000',
    'hearthroom_worker_rooms{worker="0"} 3',
    'hearthroom_worker_load_packets_per_second{worker="0"} 15000',
    'hearthroom_worker_load_ratio{worker="0"} 0.25',
  ]) {
    t.ok(text.split('\n').includes(line), line);
  }
});

t.test('workers are not asked for every reader, and their failure hides nothing else', async (t) => {
  let asked = 0;
  const { metrics } = startMetrics(() => {
    asked += 1;
    return Promise.reject(new Error('no answer'));
  });
  t.teardown(() => metrics.close());
  const texts = await Promise.all([metrics.render(), metrics.render(), metrics.render()]);
  t.equal(asked, 1);
  for (const text of texts) t.match(text, /hearthroom_rooms\{phase="live"\} 3/);
});

t.test('the delay of the event loop and the process’s own numbers are there', async (t) => {
  const { metrics } = startMetrics();
  t.teardown(() => metrics.close());
  t.match(
    await metrics.render(),
    /nodejs_eventloop_lag_p99_seconds [\s\S]*process_resident_memory_bytes|process_resident_memory_bytes [\s\S]*nodejs_eventloop_lag_p99_seconds/,
  );
});

t.test('the delay of the event loop is measured ten times a second: each time wakes an idle server', async (t) => {
  const { monitorEventLoopDelay } = perfHooks;
  const resolutions: (number | undefined)[] = [];
  perfHooks.monitorEventLoopDelay = (options) => {
    resolutions.push(options?.resolution);
    return monitorEventLoopDelay(options);
  };
  t.teardown(() => {
    perfHooks.monitorEventLoopDelay = monitorEventLoopDelay;
  });
  const { metrics } = startMetrics();
  t.teardown(() => metrics.close());
  t.same(resolutions, [100]);
});

t.test('only counters have names that end in _total, also among those of the process', async (t) => {
  const { metrics } = startMetrics();
  t.teardown(() => metrics.close());
  const types = [...(await metrics.render()).matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  t.ok(types.length > 30);
  t.same(
    types.filter(([, name = '', type]) => name.endsWith('_total') !== (type === 'counter')).map(([line]) => line),
    [],
  );
});

t.test('two servers in one process count apart', async (t) => {
  const [first, second] = [startMetrics(), startMetrics()];
  t.teardown(() => [first, second].map(({ metrics }) => metrics.close()));
  first.observer.emit('workerDied', { worker: 0 });
  t.match(await second.metrics.render(), /^hearthroom_worker_deaths_total 0$/m);
});

/** `ask` gets /metrics and returns the status; by default from this machine, with a loopback name. */
function startRoute(
  t: Test,
  {
    token = null,
    trustedProxies = [],
    host = '127.0.0.1',
  }: { token?: string | null; trustedProxies?: string[]; host?: string },
) {
  const { metrics, observer } = startMetrics();
  t.teardown(() => metrics.close());
  const fastify = createFastify({ tls: null, trustedProxies }, observer);
  registerMetrics(fastify, { metrics, token, trustedProxies, host });
  t.teardown(() => fastify.close());
  const ask = async (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    (await fastify.inject({ url: '/metrics', headers, remoteAddress })).statusCode;
  return { fastify, ask };
}

t.test(
  'without a token this machine reads them at /metrics, and nobody else: they tell how many people are there',
  async (t) => {
    const { fastify, ask } = startRoute(t, {});
    const answer = await fastify.inject('/metrics');
    t.equal(answer.statusCode, 200);
    t.match(answer.headers['content-type'], 'text/plain; version=0.0.4');
    t.match(answer.body, /^hearthroom_connections 0$/m);
    for (const host of ['localhost', 'localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST'])
      t.equal(await ask({ host }), 200, host);
    t.equal(await ask({ host: '127.0.0.1:3000' }, '::ffff:127.0.0.1'), 200);
    t.equal(await ask({}, '192.0.2.7'), 401, 'another machine');
  },
);

t.test('a server that listens on one address is read from it on the machine itself, and from no other', async (t) => {
  const { ask } = startRoute(t, { host: '192.0.2.10' });
  t.equal(await ask({ host: '192.0.2.10:3000' }, '192.0.2.10'), 200);
  t.equal(await ask({ host: '192.0.2.10:3000' }, '::ffff:192.0.2.10'), 200);
  t.equal(await ask({ host: 'evil.example:3000' }, '192.0.2.10'), 401, 'a name that resolves to it');
  t.equal(await ask({ host: '192.0.2.10:3000' }, '192.0.2.11'), 401, 'another machine');
  t.equal(await ask({ host: '192.0.2.10:3000', 'x-forwarded-for': '192.0.2.11' }, '192.0.2.10'), 401, 'a proxy');
  const onLink = startRoute(t, { host: 'fe80::a:b%eth0' });
  t.equal(await onLink.ask({ host: '[fe80:0::a:b%25eth0]:3000' }, 'fe80::a:b%eth0'), 200);
  t.equal(await onLink.ask({ host: '[fe80::a:b]:3000' }, 'fe80::a:c%eth0'), 401);
  const everywhere = startRoute(t, { host: '0.0.0.0' });
  t.equal(
    await everywhere.ask({ host: '192.0.2.10:3000' }, '192.0.2.10'),
    401,
    'there the loopback address is to be used',
  );
});

t.test('a request under a foreign host name is refused, also from the loopback address', async (t) => {
  const { ask } = startRoute(t, {});
  const foreign = [
    'calls.example.org',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '192.0.2.7',
  ];
  for (const host of foreign) t.equal(await ask({ host }), 401, host);
});

t.test('what came through a proxy on this machine is not this machine’s, by whatever sign it shows', async (t) => {
  const { ask } = startRoute(t, {});
  for (const name of [
    'x-forwarded-for',
    'x-forwarded-proto',
    'x-forwarded-prefix',
    'forwarded',
    'via',
    'x-real-ip',
    'cf-ray',
  ])
    t.equal(await ask({ [name]: 'anything' }), 401, name);
  const behindProxy = startRoute(t, { trustedProxies: ['127.0.0.0/8'] });
  t.equal(await behindProxy.ask(), 401, 'a proxy that shows none, but that the configuration names');
  const proxyElsewhere = startRoute(t, { trustedProxies: ['10.0.0.0/8'] });
  t.equal(await proxyElsewhere.ask(), 200);
});

t.test('HTTP/1.0, which nginx speaks to servers behind it, is not this machine’s', async (t) => {
  const { fastify } = startRoute(t, {});
  const port = Number(new URL(await fastify.listen({ host: '127.0.0.1', port: 0 })).port);
  const ask = async (version: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /metrics HTTP/${version}\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    return text(socket);
  };
  t.match(await ask('1.0'), /^HTTP\/1\.1 401 /);
  t.match(await ask('1.1'), /^HTTP\/1\.1 200 /);
});

t.test('with a token configured, only requests with it are answered, also on this machine', async (t) => {
  const { ask } = startRoute(t, { token: 'a-token-of-the-tests' });
  t.equal(await ask(), 401);
  t.equal(await ask({}, '192.0.2.7'), 401);
  t.equal(await ask({ authorization: 'Bearer a-token-of-the-others' }), 401);
  t.equal(await ask({ authorization: 'Bearer a-token-of-the-tests' }), 200);
  const throughProxy = {
    authorization: 'Bearer a-token-of-the-tests',
    'x-forwarded-for': '192.0.2.7',
    host: 'calls.example',
  };
  t.equal(await ask(throughProxy), 200);
});

t.test('the age of a waiting webhook is counted on the clock that its time is from', async (t) => {
  const webhookBacklog = async () => ({ count: 1, oldestAt: 1_000_000 });
  const observer = new ServerObserver();
  const metrics = new Metrics({ observer, counts, workers: async () => [], webhookBacklog, now: () => 1_005_000 });
  t.teardown(() => metrics.close());
  t.match(await metrics.render(), /^hearthroom_webhooks_oldest_age_seconds 5$/m);
});

t.test(
  'when certificate and newest backup are from is told once there are any; until then nothing, which is not 1970',
  async (t) => {
    const observer = new ServerObserver();
    let newest: number | null = null;
    const metrics = new Metrics({
      observer,
      counts,
      workers: async () => [worker],
      newestBackupAt: async () => newest,
    });
    t.teardown(() => metrics.close());
    const times = async () => (await metrics.render()).match(/^hearthroom_\w+_timestamp_seconds .*$/gm);
    t.same(await times(), null);
    newest = 1_790_000_000_000;
    observer.emit('certificateLoaded', { expiresAt: 1_800_000_000_000 });
    t.same((await times())?.sort(), [
      'hearthroom_backup_last_timestamp_seconds 1790000000',
      'hearthroom_tls_certificate_expires_timestamp_seconds 1800000000',
    ]);
    newest = null;
    t.same(await times(), ['hearthroom_tls_certificate_expires_timestamp_seconds 1800000000']);
  },
);

t.test('what becomes of media is counted by cause, each cause from the start, and never by room or seat', async (t) => {
  const { observer, metrics } = startMetrics();
  t.teardown(() => metrics.close());
  const tell = (event: MediaEvent) => observer.emit('mediaEvent', { roomId: 'canary', event, agoMs: 0 });
  const track = { seatId: 'canary', source: 'microphone' } as const;
  tell({ what: 'path.connected', seatId: 'canary', direction: 'send', path: 'relay', afterMs: 400 });
  tell({ what: 'path.lost', seatId: 'canary', direction: 'send' });
  tell({ what: 'path.restored', seatId: 'canary', direction: 'send', path: 'udp', afterMs: 1 });
  tell({ what: 'media.closed', seatId: 'canary', cause: 'worker-died' });
  tell({ what: 'track.published', ...track, muted: false });
  tell({ what: 'track.muted', ...track, by: 'host' });
  const withheld = { what: 'consumer.withheld', ...track, from: 'canary', rule: 'not-consented' } as const;
  observer.emit('mediaEvent', { roomId: 'canary', event: withheld, agoMs: 0, isConfidential: true });
  tell({ what: 'track.ended', ...track, cause: 'owner' });
  tell({ what: 'consumer.opened', ...track, from: 'canary' });
  tell({ what: 'consumer.withheld', ...track, from: 'canary', rule: 'circle-closed' });
  tell({ what: 'consumer.undecodable', ...track, from: 'canary' });
  tell({ what: 'consumer.paused', ...track, from: 'canary', cause: 'line' });
  observer.emit('journalDropped', { cause: 'limit', records: 7 });
  const text = await metrics.render();
  for (const line of [
    'hearthroom_media_connect_seconds_count{path="relay"} 1',
    'hearthroom_media_connect_seconds_count{path="udp"} 0',
    'hearthroom_media_lost_total 1',
    'hearthroom_media_restored_total 1',
    'hearthroom_media_ended_total{cause="worker-died"} 1',
    'hearthroom_tracks_published_total{source="microphone"} 1',
    'hearthroom_tracks_muted_total{by="host"} 1',
    'hearthroom_tracks_muted_total{by="self"} 0',
    'hearthroom_tracks_ended_total{cause="owner"} 1',
    'hearthroom_consumers_opened_total 1',
    'hearthroom_consumers_withheld_total{rule="circle-closed"} 1',
    'hearthroom_consumers_withheld_total{rule="undecodable"} 1',
    'hearthroom_consumers_withheld_total{rule="not-consented"} 1',
    'hearthroom_consumers_withheld_total{rule="room-held"} 0',
    'hearthroom_consumers_paused_total{cause="line"} 1',
    'hearthroom_media_journal_dropped_total{cause="limit"} 7',
  ])
    t.ok(text.split('\n').includes(line), line);
  t.same(text.match(/(?<=tracks_muted_total\{by=")\w+/g), ['self', 'host', 'server'], 'only who can mute');
  t.notMatch(text, 'canary');
});
