import t, { type Test } from 'tap';
import { AuditLog } from '../../../../server/src/audit/audit-log.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { SqliteStore } from '../../../../server/src/store/sqlite/sqlite-store.ts';
import { useFakeTime } from '../../../support/time/fake-time.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** The machine's clock may be set; elapsed time is not affected. */
const clock = { setByMs: 0, now: () => Date.now() + clock.setByMs, monotonic: () => Date.now() };

/** The real log on the real store; the test controls the clock. */
function open(t: Test, retentionDays = 0) {
  clock.setByMs = 0;
  const time = useFakeTime(t);
  const store = SqliteStore.open(t.testdir());
  const observer = new ServerObserver();
  const audit = new AuditLog({ store: store.audit, observer, clock, retentionDays });
  t.teardown(async () => {
    await audit.close();
    store.close();
  });
  return {
    time,
    audit,
    store,
    entries: async () => (await store.audit.read(0, 5_000)).map(({ line }) => JSON.parse(line)),
    knock: (why: 'signature' | 'algorithm') => observer.emit('authenticationRefused', { code: 'token-invalid', why }),
  };
}

t.test('a refusal is in the log a second later, with its reason', async (t) => {
  const { entries, knock, time } = open(t);
  knock('signature');
  knock('signature');
  t.same(await entries(), []);
  time.tick(1_000);
  t.match(await entries(), [
    { what: 'authentication.refused', by: null, detail: { code: 'token-invalid', why: 'signature', count: 2 } },
  ]);
});

t.test(
  'refused tokens add few entries to the log over two days, at any rate, and none is left out of the counts',
  async (t) => {
    for (const everyMs of [1_000, 2_100, 61_000]) {
      await t.test(`every ${everyMs} ms`, async (t) => {
        const { audit, entries, knock, time } = open(t);
        let knocks = 0;
        for (let passedMs = 0; passedMs < 2 * day; passedMs += everyMs) {
          for (const why of ['signature', 'algorithm'] as const) knock(why);
          knocks += 2;
          time.tick(everyMs);
        }
        // 60 at once, and 144 per day; one entry for each of the two reasons.
        t.ok((await entries()).length <= 2 * (60 + 2 * 144 + 1), `${(await entries()).length} entries`);
        await audit.close();
        t.equal(
          (await entries()).reduce((sum: number, { detail }) => sum + detail.count, 0),
          knocks,
        );
      });
    }
  },
);

t.test('after a quiet time a refusal is in the log within a second again', async (t) => {
  const { entries, knock, time } = open(t);
  for (let index = 0; index < 200; index += 1) {
    knock('signature');
    time.tick(1_000);
  }
  t.ok((await entries()).length < 70);
  // Minute by minute: work that is due during one tick would read the clock at the end of the tick.
  for (let passed = 0; passed < 40; passed += 1) time.tick(minute);
  const before = (await entries()).length;
  knock('signature');
  time.tick(1_000);
  t.equal((await entries()).length, before + 1);
});

for (const setByMs of [-60 * minute, 60 * minute]) {
  t.test(
    `a clock that is set by ${setByMs / minute} minutes is in the log, and refusals after it within a second`,
    async (t) => {
      const { audit, entries, knock, time } = open(t);
      for (let index = 0; index < 60; index += 1) {
        knock('signature');
        time.tick(1_000);
      }
      clock.setByMs += setByMs;
      audit.handleClockStep(setByMs);
      const at = new Date(clock.now()).toISOString();
      t.match((await entries()).at(-1), {
        what: 'clock.stepped',
        at,
        by: null,
        roomId: null,
        detail: { stepMs: setByMs },
      });
      const before = (await entries()).length;
      knock('signature');
      time.tick(8 * minute);
      t.equal((await entries()).length, before, 'what passed counts against the limit, not the step');
      time.tick(minute);
      t.equal((await entries()).length, before + 1);
    },
  );
}

t.test('nothing is removed for its age before the clock has gone on for an hour without a step', async (t) => {
  const { audit, store, entries, time } = open(t, 1);
  await store.audit.append([{ what: 'keys.changed', roomId: null, by: null, seatId: null, at: clock.now() }]);
  const has = async () => (await entries()).some(({ what }) => what === 'keys.changed');
  time.tick(30 * minute);
  clock.setByMs = 30 * day;
  audit.handleClockStep(30 * day);
  time.tick(59 * minute);
  clock.setByMs = 0;
  audit.handleClockStep(-30 * day);
  time.tick(59 * minute);
  t.ok(await has(), 'by a clock that was wrong for less than that');
  for (let hours = 0; hours < 26; hours += 1) time.tick(60 * minute);
  t.notOk(await has(), 'but when it is old');
});

t.test('refusals whose entry the store refuses are counted in the next one', async (t) => {
  const { audit, store, entries, knock, time } = open(t);
  const append = store.audit.append.bind(store.audit);
  store.audit.append = async () => {
    knock('signature');
    throw new Error('the connection is gone');
  };
  knock('signature');
  await time.tickAsync(1_000);
  store.audit.append = append;
  await audit.close();
  t.match(await entries(), [{ what: 'authentication.refused', detail: { count: 2 } }]);
});
