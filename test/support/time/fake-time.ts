import FakeTimers, { type Clock, type FakeMethod } from '@sinonjs/fake-timers';

/** What code under test tells the time with. Not setImmediate: sockets and files go on as they do. */
const faked: FakeMethod[] = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'];

/**
 * Time that passes only when the test says so (`clock.tick`, `clock.tickAsync`), until the test ends.
 *
 * @param now what `Date.now()` begins with, milliseconds since 1970-01-01 UTC
 */
export function useFakeTime(t: { teardown: (work: () => void) => void }, now = 1_800_000_000_000): Clock {
  // Timers of the test runner were started before.
  const clock = FakeTimers.install({ now, toFake: faked, shouldClearNativeTimers: true });
  t.teardown(() => clock.uninstall());
  return clock;
}
