import t from 'tap';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { OutcomeUnknown } from '../../../../server/src/rooms/ports.ts';
import { UnfitDatabaseError } from '../../../../server/src/store/postgres/connection/check-database.ts';
import { type DatabaseLoss, databaseLossOf } from '../../../../server/src/store/postgres/connection/database-loss.ts';
import { DatabaseWatch } from '../../../../server/src/store/postgres/connection/database-watch.ts';
import { manualSchedule } from '../../../support/log/manual-schedule.ts';

const answered = (code: string) => Object.assign(new Error('canary'), { code, severity: 'ERROR' });

t.test('a failure says what is wrong with the database', async (t) => {
  const cases: [unknown, DatabaseLoss][] = [
    [answered('25006'), 'read-only'],
    [answered('57P01'), 'unreachable'],
    [answered('08006'), 'unreachable'],
    [answered('53300'), 'unreachable'],
    [answered('55P03'), 'unreachable'],
    [answered('28P01'), 'refused'],
    [answered('53100'), 'refused'],
    [new OutcomeUnknown({ cause: answered('25006') }), 'read-only'],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'unreachable'],
    [Object.assign(new Error('write'), { code: 'EPIPE' }), 'unreachable'],
    [new Error('Query read timeout'), 'unreachable'],
    ['text', 'unreachable'],
  ];
  for (const [error, loss] of cases) t.equal(databaseLossOf(error), loss, String(Object(error).code));
});

t.test('a database is checked once a minute, and changes are reported once', async (t) => {
  const { schedule, passMinute, waiting } = manualSchedule();
  const results = [
    null,
    new UnfitDatabaseError('asynchronous-standby', 'canary'),
    new UnfitDatabaseError('asynchronous-standby', 'canary'),
    answered('25006'),
    new UnfitDatabaseError('clock-wrong', 'canary'),
    new UnfitDatabaseError('too-old', 'canary'),
  ];
  const changes: (DatabaseLoss | null)[] = [];
  let checked = Promise.withResolvers<void>();
  const watch = new DatabaseWatch({
    check: async () => {
      const result = results.shift();
      setImmediate(checked.resolve);
      if (result) throw result;
    },
    onChange: (loss) => changes.push(loss),
    schedule,
  });
  const seen: (DatabaseLoss | null)[] = [];
  while (results.length > 0) {
    checked = Promise.withResolvers();
    passMinute();
    await checked.promise;
    seen.push(watch.loss);
  }
  t.same(seen, [null, 'asynchronous-standby', 'asynchronous-standby', 'read-only', 'clock-wrong', null]);
  t.same(changes, ['asynchronous-standby', 'read-only', 'clock-wrong', null]);
  watch.close();
  t.equal(waiting(), 0);
});

t.test('writes without an answer are explained soon: they wait for a standby server, until they work', async (t) => {
  const delays: number[] = [];
  const { schedule, passMinute, waiting } = manualSchedule();
  let loss: UnfitDatabaseError | null = null;
  const changes: (DatabaseLoss | null)[] = [];
  const watch = new DatabaseWatch({
    check: async () => {
      if (loss) throw loss;
    },
    onChange: (found) => changes.push(found),
    schedule: (work, afterMs) => {
      delays.push(afterMs);
      return schedule(work, afterMs);
    },
  });
  const pass = async () => {
    passMinute();
    await new Promise(setImmediate);
  };
  t.equal(watch.lossAfter(null), null);
  loss = new UnfitDatabaseError('standby-missing', 'canary');
  t.equal(watch.lossAfter(new OutcomeUnknown()), 'unreachable');
  t.equal(watch.lossAfter(new OutcomeUnknown()), 'unreachable');
  t.same(delays, [60_000, 1_000], 'one check, soon');
  await pass();
  t.equal(watch.lossAfter(new OutcomeUnknown()), 'standby-missing');
  t.equal(watch.lossAfter(answered('53100')), 'refused', 'what the database says itself');
  await pass();
  loss = null;
  t.equal(watch.lossAfter(null), null, 'as soon as writes work');
  await pass();
  t.same(changes, ['standby-missing', null]);
  loss = new UnfitDatabaseError('asynchronous-standby', 'canary');
  await pass();
  t.equal(watch.lossAfter(null), 'asynchronous-standby', 'of which writes say nothing');
  t.equal(waiting(), 1);
  watch.close();
});

t.test('writes and renewals without an answer are explained although nobody asks, and so is their end', async (t) => {
  for (const fails of [
    (observer: ServerObserver) => observer.emit('storeFailed', { roomId: 'r-1', error: new OutcomeUnknown() }),
    (observer: ServerObserver) => observer.emit('holdModeChanged', { isOn: true }),
  ]) {
    const delays: number[] = [];
    const { schedule, passMinute } = manualSchedule();
    const observer = new ServerObserver();
    let loss: UnfitDatabaseError | null = new UnfitDatabaseError('standby-missing', 'canary');
    const changes: (DatabaseLoss | null)[] = [];
    const watch = new DatabaseWatch({
      check: async () => {
        if (loss) throw loss;
      },
      onChange: (found) => changes.push(found),
      schedule: (work, afterMs) => {
        delays.push(afterMs);
        return schedule(work, afterMs);
      },
    });
    t.teardown(() => watch.close());
    watch.followWrites(observer);
    const pass = async () => {
      passMinute();
      await new Promise(setImmediate);
    };
    fails(observer);
    t.equal(delays.at(-1), 1_000);
    await pass();
    t.same(changes, ['standby-missing']);
    loss = null;
    observer.emit('committed', { ms: 1 });
    t.equal(delays.at(-1), 1_000);
    await pass();
    t.same(changes, ['standby-missing', null]);
  }
});

t.test('a check that ends after the watch was closed reports nothing and plans no other', async (t) => {
  const { schedule, passMinute, waiting } = manualSchedule();
  const check = Promise.withResolvers<void>();
  const watch = new DatabaseWatch({ check: () => check.promise, onChange: () => t.fail('reported'), schedule });
  passMinute();
  watch.close();
  check.reject(new Error('too late'));
  await check.promise.catch(() => {});
  await new Promise(setImmediate);
  t.equal(waiting(), 0);
  t.equal(watch.loss, null);
});
