import { mock } from 'node:test';
import t, { type Test } from 'tap';
import { AuditLog } from '../../../../server/src/audit/log.ts';
import { ServerObserver } from '../../../../server/src/observer.ts';
import { SqliteStore } from '../../../../server/src/store/sqlite-store.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** The real log on the real store; the clock is the test's. */
function open(t: Test) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_800_000_000_000 });
  const store = SqliteStore.open(t.testdir());
  const observer = new ServerObserver();
  const audit = new AuditLog({ store: store.audit, observer, retentionDays: 0 });
  t.teardown(() => {
    audit.close();
    store.close();
    mock.timers.reset();
  });
  return {
    audit,
    entries: () => store.audit.read(0, 5_000).map(({ line }) => JSON.parse(line)),
    knock: (why: 'signature' | 'algorithm') => observer.emit('authenticationRefused', { code: 'token-invalid', why }),
  };
}

t.test('a refusal is in the log a second later, with its reason', async (t) => {
  const { entries, knock } = open(t);
  knock('signature');
  knock('signature');
  t.same(entries(), []);
  mock.timers.tick(1_000);
  t.match(entries(), [
    { what: 'authentication.refused', by: null, detail: { code: 'token-invalid', why: 'signature', count: 2 } },
  ]);
});

t.test('whoever knocks for two days adds few entries, in whatever rhythm, and none is lost', async (t) => {
  for (const everyMs of [1_000, 2_100, 61_000]) {
    await t.test(`every ${everyMs} ms`, async (t) => {
      const { audit, entries, knock } = open(t);
      let knocks = 0;
      for (let passedMs = 0; passedMs < 2 * day; passedMs += everyMs) {
        for (const why of ['signature', 'algorithm'] as const) knock(why);
        knocks += 2;
        mock.timers.tick(everyMs);
      }
      // 60 at once, and 144 a day; one entry for each of the two reasons.
      t.ok(entries().length <= 2 * (60 + 2 * 144 + 1), `${entries().length} entries`);
      audit.close();
      t.equal(
        entries().reduce((sum: number, { detail }) => sum + detail.count, 0),
        knocks,
      );
    });
  }
});

t.test('after a quiet time a refusal is in the log within a second again', async (t) => {
  const { entries, knock } = open(t);
  for (let index = 0; index < 200; index += 1) {
    knock('signature');
    mock.timers.tick(1_000);
  }
  t.ok(entries().length < 70);
  // Minute by minute: what falls due within a tick would see the clock at its end.
  for (let passed = 0; passed < 40; passed += 1) mock.timers.tick(minute);
  const before = entries().length;
  knock('signature');
  mock.timers.tick(1_000);
  t.equal(entries().length, before + 1);
});
