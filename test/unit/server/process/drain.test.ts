import t, { type Test } from 'tap';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { Drain } from '../../../../server/src/process/drain.ts';
import { useFakeTime } from '../../../support/time/fake-time.ts';

const noSeats = { waiting: 0, admitted: 0, suspended: 0, denied: 0, removed: 0, left: 0, expired: 0 };

function setUp(t: Test, options: { limitSeconds?: number; graceMs?: number } = {}) {
  const { limitSeconds = 60, graceMs = 0 } = options;
  const time = useFakeTime(t);
  const seats = { ...noSeats };
  const told: unknown[] = [];
  const observer = new ServerObserver();
  observer.on('drainStarted', (drain) => told.push(drain));
  observer.on('drainFinished', (drain) => told.push(drain));
  let closedDoors = 0;
  const registry = {
    startDraining: () => {
      closedDoors += 1;
    },
    counts: () => ({ seatsByState: seats }),
  };
  const drain = new Drain({ registry, observer, limitSeconds, timings: { lookIntervalMs: 500, graceMs } });
  t.teardown(() => drain.close());
  let isFinished = false;
  void drain.finished.then(() => {
    isFinished = true;
  });
  const hasFinishedAfter = async (ms: number) => {
    await time.tickAsync(ms);
    return isFinished;
  };
  return { drain, seats, told, hasFinishedAfter, closedDoors: () => closedDoors };
}

t.test('a drain with nobody in a session is over at once, and is reported as finished', async (t) => {
  const { drain, told, seats } = setUp(t);
  Object.assign(seats, { left: 3, waiting: 2 });
  drain.start('signal');
  await drain.finished;
  t.same(told, [
    { by: 'signal', limitSeconds: 60, connected: 0 },
    { why: 'empty', connected: 0 },
  ]);
});

t.test('a drain goes on while somebody is in a session, and ends when the last has left', async (t) => {
  const { drain, seats, hasFinishedAfter } = setUp(t, { graceMs: 60_000 });
  seats.admitted = 2;
  t.match(drain.start('signal'), { connected: 2 });
  t.notOk(await hasFinishedAfter(59_000));
  seats.admitted = 0;
  seats.left = 2;
  t.ok(await hasFinishedAfter(500), 'at the next look');
});

t.test('people who only wait keep no server alive', async (t) => {
  const { drain, seats, hasFinishedAfter } = setUp(t);
  Object.assign(seats, { admitted: 1, waiting: 5 });
  drain.start('signal');
  t.notOk(await hasFinishedAfter(5_000));
  Object.assign(seats, { admitted: 0, left: 1 });
  t.ok(await hasFinishedAfter(500));
});

t.test('connections that broke all at once may come back', async (t) => {
  const { drain, seats, hasFinishedAfter } = setUp(t, { graceMs: 10_000 });
  seats.admitted = 2;
  drain.start('signal');
  Object.assign(seats, { admitted: 0, suspended: 2 });
  t.notOk(await hasFinishedAfter(9_500), 'they have time');
  Object.assign(seats, { admitted: 2, suspended: 0 });
  t.notOk(await hasFinishedAfter(15_000));
  Object.assign(seats, { admitted: 0, suspended: 2 });
  t.notOk(await hasFinishedAfter(9_500), 'and the whole time again');
  t.ok(await hasFinishedAfter(1_000));
});

t.test('a drain does not wait for people whose connection was lost before it began', async (t) => {
  const { drain, seats } = setUp(t, { graceMs: 60_000 });
  seats.suspended = 4;
  drain.start('signal');
  await drain.finished;
});

t.test('the limit ends a drain, also while people are in sessions', async (t) => {
  const { drain, seats, told, hasFinishedAfter } = setUp(t, { limitSeconds: 60 });
  seats.admitted = 3;
  drain.start('signal');
  t.notOk(await hasFinishedAfter(59_999));
  t.ok(await hasFinishedAfter(1));
  t.same(told.at(-1), { why: 'limit', connected: 3 });
});

t.test('a limit of 0 ends a drain at once', async (t) => {
  const { drain, seats, told } = setUp(t, { limitSeconds: 0 });
  seats.admitted = 3;
  drain.start('signal');
  t.same(told.at(-1), { why: 'limit', connected: 3 });
  await drain.finished;
});

t.test('a second request to drain changes nothing and answers with the state', async (t) => {
  const { drain, seats, told, closedDoors } = setUp(t);
  seats.admitted = 2;
  const { endsBy } = drain.start('api:clinic');
  seats.admitted = 1;
  t.same(drain.start('signal'), { endsBy, connected: 1 });
  t.equal(told.length, 1);
  t.equal(closedDoors(), 1);
});

t.test('the end of a drain is told by the clock of the server', async (t) => {
  const registry = { startDraining: () => {}, counts: () => ({ seatsByState: { ...noSeats, admitted: 1 } }) };
  const now = () => 1_000_000_000;
  const drain = new Drain({ registry, observer: new ServerObserver(), limitSeconds: 60, now });
  t.teardown(() => drain.close());
  t.equal(drain.start('signal').endsBy, now() + 60_000);
});

t.test('a drain that is closed does not finish', async (t) => {
  const { drain, seats, hasFinishedAfter } = setUp(t);
  seats.admitted = 1;
  drain.start('signal');
  drain.close();
  seats.admitted = 0;
  t.notOk(await hasFinishedAfter(120_000));
});
