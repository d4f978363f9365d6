import t from 'tap';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { Metrics } from '../../../../../server/src/process/metrics/metrics.ts';
import {
  UnfitDatabaseError,
  type UnfitReason,
} from '../../../../../server/src/store/postgres/connection/check-database.ts';
import { DatabaseWatch } from '../../../../../server/src/store/postgres/connection/database-watch.ts';
import { manualSchedule } from '../../../../support/log/manual-schedule.ts';

const counts = () => ({
  roomsByPhase: { scheduled: 1, open: 2, live: 3, held: 0, ended: 7 },
  seatsByState: { waiting: 0, admitted: 0, suspended: 0, denied: 0, removed: 0, left: 0, expired: 0 },
});

function startMetrics(cluster: boolean) {
  const observer = new ServerObserver();
  return { observer, metrics: new Metrics({ observer, counts, workers: () => Promise.resolve([]), cluster }) };
}

t.test('a node counts its rooms, takeovers, refused writes, peers and what its guard did', async (t) => {
  const { observer, metrics } = startMetrics(true);
  t.teardown(() => metrics.close());
  observer.emit('takeover', { rooms: 3, ms: 700 });
  observer.emit('writeFenced');
  observer.emit('holdModeChanged', { isOn: true });
  observer.emit('nodesSeen', { running: 2, draining: 1 });
  observer.emit('loadReported', { load: 40, loadMax: 200 });
  observer.emit('committed', { ms: 4 });
  observer.emit('forwardingChanged', { connections: 12 });
  observer.emit('linkFailed', { cause: 'timeout' });
  observer.emit('linkRefused');
  observer.emit('peerGone');
  observer.emit('databaseLossChanged', { loss: 'not-durable' });
  observer.emit('databaseLossChanged', { loss: 'standby-missing' });
  observer.emit('guardDied');
  observer.emit('guardKilled', { workers: 2 });
  const text = await metrics.render();
  for (const line of [
    'hearthroom_rooms_owned 6',
    'hearthroom_takeovers_total 3',
    'hearthroom_takeover_seconds_bucket{le="0.5"} 0',
    'hearthroom_takeover_seconds_bucket{le="1"} 1',
    'hearthroom_fenced_writes_total 1',
    'hearthroom_hold_mode 1',
    'hearthroom_nodes{state="running"} 2',
    'hearthroom_nodes{state="draining"} 1',
    'hearthroom_load_reserved 40',
    'hearthroom_load_max 200',
    'hearthroom_commit_seconds_bucket{le="0.002"} 0',
    'hearthroom_commit_seconds_bucket{le="0.005"} 1',
    'hearthroom_forwarded_connections 12',
    'hearthroom_link_failures_total{cause="timeout"} 1',
    'hearthroom_link_failures_total{cause="lost"} 0',
    'hearthroom_link_handshakes_refused_total 1',
    'hearthroom_nodes_gone_total 1',
    'hearthroom_database_problem{reason="standby-missing"} 1',
    'hearthroom_database_problem{reason="not-durable"} 0',
    'hearthroom_guard_deaths_total 1',
    'hearthroom_guard_kills_total 2',
  ]) {
    t.ok(text.split('\n').includes(line), line);
  }
});

t.test('each problem that a check of the database can find is in the metrics', async (t) => {
  const { observer, metrics } = startMetrics(true);
  t.teardown(() => metrics.close());
  const schedule = manualSchedule();
  let found: UnfitReason = 'read-only';
  const watch = new DatabaseWatch({
    check: () => Promise.reject(new UnfitDatabaseError(found, 'canary')),
    onChange: (loss) => observer.emit('databaseLossChanged', { loss }),
    schedule: schedule.schedule,
  });
  t.teardown(() => watch.close());
  for (found of ['read-only', 'not-durable', 'asynchronous-standby', 'standby-missing', 'clock-wrong'] as const) {
    schedule.passMinute();
    await new Promise(setImmediate);
    const lines = (await metrics.render()).split('\n');
    t.same(
      lines.filter((line) => /^hearthroom_database_problem\{.* 1$/.test(line)),
      [`hearthroom_database_problem{reason="${found}"} 1`],
    );
  }
});

t.test('the time that is left of a lease falls until it is renewed, and not below zero', async (t) => {
  const clock = { now: 5_000 };
  t.capture(performance, 'now', () => clock.now);
  const { observer, metrics } = startMetrics(true);
  t.teardown(() => metrics.close());
  const left = async () => /^hearthroom_lease_left_seconds (.*)$/m.exec(await metrics.render())?.[1];
  t.equal(await left(), '0', 'no lease yet');
  observer.emit('leaseRenewed', { leftMs: 2_500 });
  t.equal(await left(), '2.5');
  clock.now += 2_000;
  t.equal(await left(), '0.5');
  clock.now += 2_000;
  t.equal(await left(), '0');
  observer.emit('leaseRenewed', { leftMs: 2_500 });
  t.equal(await left(), '2.5');
});

t.test('a server that is no node has none of these metrics', async (t) => {
  const { metrics } = startMetrics(false);
  t.teardown(() => metrics.close());
  t.notMatch(await metrics.render(), /hearthroom_(lease|nodes|takeover|rooms_owned|guard)/);
});
