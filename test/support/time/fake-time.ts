import FakeTimers, { type Clock, type FakeMethod } from '@sinonjs/fake-timers';

/** The time functions that code under test uses. Not setImmediate: sockets and files keep working. */
const faked: FakeMethod[] = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'];

/**
 * Time that advances only when the test does it (`clock.tick`, `clock.tickAsync`), until the test ends.
 *
 * @param now first value of `Date.now()`, milliseconds since 1970-01-01 UTC
 */
export function useFakeTime(t: { teardown: (work: () => void) => void }, now = 1_800_000_000_000): Clock {
  // Timers of the test runner were started before.
  const clock = FakeTimers.install({ now, toFake: faked, shouldClearNativeTimers: true });
  t.teardown(() => clock.uninstall());
  return clock;
}
