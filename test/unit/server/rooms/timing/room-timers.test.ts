import t, { type Test } from 'tap';
import { type DueTimer, RoomTimers } from '../../../../../server/src/rooms/timing/room-timers.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

function setUp(t: Test) {
  const time = useFakeTime(t);
  const fired: DueTimer[] = [];
  const timers = new RoomTimers({ now: () => Date.now() }, (timer) => {
    fired.push(timer);
    timers.follow({});
  });
  return { time, timers, fired };
}

t.test('the next timer fires, with its epoch, and not before it is due', async (t) => {
  const { time, timers, fired } = setUp(t);
  const dueAt = Date.now() + 20;
  timers.follow({ grace: { epoch: 7, dueAt }, closes: { epoch: 8, dueAt: dueAt + 60_000 } });
  time.tick(19);
  t.same(fired, []);
  time.tick(1);
  t.same(fired, [{ name: 'grace', epoch: 7 }]);
});

t.test('a timer that is due waits at least as long as it is told', async (t) => {
  const { time, timers, fired } = setUp(t);
  timers.follow({ grace: { epoch: 7, dueAt: Date.now() - 5 } }, 1_000);
  time.tick(999);
  t.same(fired, []);
  time.tick(1);
  t.same(fired, [{ name: 'grace', epoch: 7 }]);
});

t.test('a timer that is due between two milliseconds fires after it is due', async (t) => {
  const { time, timers, fired } = setUp(t);
  timers.follow({ grace: { epoch: 7, dueAt: Date.now() + 19.5 } });
  time.tick(19);
  t.same(fired, []);
  time.tick(1);
  t.equal(fired.length, 1);
});

t.test('a timer further away than setTimeout can count is waited for, not fired at once', async (t) => {
  const { time, timers, fired } = setUp(t);
  const waitMs = 2 ** 31 + 5_000;
  timers.follow({ opens: { epoch: 1, dueAt: Date.now() + waitMs } });
  time.tick(waitMs - 1);
  t.same(fired, []);
  time.tick(1);
  t.same(fired, [{ name: 'opens', epoch: 1 }]);
});

t.test('a timer that is no longer there doesn’t fire, nor any after close', async (t) => {
  const { time, timers, fired } = setUp(t);
  timers.follow({ empty: { epoch: 1, dueAt: Date.now() + 5_000 } });
  timers.follow({});
  time.tick(60_000);
  timers.follow({ empty: { epoch: 2, dueAt: Date.now() + 5_000 } });
  timers.close();
  time.tick(60_000);
  t.same(fired, []);
});

t.test('timers that are armed after the room was closed do not fire', async (t) => {
  const { time, timers, fired } = setUp(t);
  timers.close();
  timers.follow({ grace: { epoch: 7, dueAt: Date.now() + 20 } });
  time.tick(1_000);
  t.same(fired, []);
});
