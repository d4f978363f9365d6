import t from 'tap';
import { type DueTimer, RoomTimers } from '../../../../../server/src/rooms/timing/room-timers.ts';

/** Real timers on a clock that runs a thousand times faster. */
const fastClock = { now: () => performance.now() * 1_000 };

t.test('the next timer fires, with its epoch, and not before it is due', async (t) => {
  const slow = { now: () => performance.now() };
  const dueAt = slow.now() + 20;
  const fired = await new Promise<DueTimer & { at: number }>((resolve) => {
    const timers = new RoomTimers(slow, (timer) => resolve({ ...timer, at: slow.now() }));
    timers.follow({ grace: { epoch: 7, dueAt }, closes: { epoch: 8, dueAt: dueAt + 60_000 } });
    t.teardown(() => timers.close());
  });
  t.match(fired, { name: 'grace', epoch: 7 });
  t.ok(fired.at >= dueAt);
});

t.test('a timer further away than setTimeout can count is waited for, not fired at once', async (t) => {
  const timers = new RoomTimers(fastClock, () => t.fail('fired'));
  timers.follow({ opens: { epoch: 1, dueAt: fastClock.now() + 2 ** 40 } });
  await new Promise((resolve) => setTimeout(resolve, 30));
  timers.close();
});

t.test('a timer that is no longer there doesn’t fire, nor any after close', async (t) => {
  const timers = new RoomTimers(fastClock, () => t.fail('fired'));
  timers.follow({ empty: { epoch: 1, dueAt: fastClock.now() + 5_000 } });
  timers.follow({});
  await new Promise((resolve) => setTimeout(resolve, 30));
  timers.follow({ empty: { epoch: 2, dueAt: fastClock.now() + 5_000 } });
  timers.close();
  await new Promise((resolve) => setTimeout(resolve, 30));
});
