import t, { type Test } from 'tap';
import { WallClock } from '../../../../../server/src/core/time/clock.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

const start = 1_790_000_000_000;
const hourMs = 3_600_000;

function setUp(t: Test) {
  const time = useFakeTime(t);
  const times = { monotonic: 5_000.25, wall: start };
  const clock = new WallClock({ monotonic: () => times.monotonic, wall: () => times.wall });
  const steps: number[] = [];
  /** What the clock returned when it reported a step. */
  const told: number[] = [];
  clock.follow((byMs) => {
    steps.push(byMs);
    told.push(clock.now());
  });
  t.teardown(() => {
    clock.close();
  });
  /** Advances both clocks, the machine's clock by `setBy` more. */
  const pass = (ms: number, setBy = 0) => {
    times.monotonic += ms;
    times.wall += ms + setBy;
    time.tick(ms);
  };
  return { clock, steps, told, pass };
}

t.test('time of day advances evenly, in whole milliseconds', async (t) => {
  const { clock, steps, pass } = setUp(t);
  t.equal(clock.now(), start);
  pass(10_000);
  t.equal(clock.now(), start + 10_000);
  t.equal(clock.monotonic(), 15_000.25);
  t.same(steps, []);
});

t.test('the clock follows the machine’s clock forward and back, and tells by how much', async (t) => {
  const { clock, steps, told, pass } = setUp(t);
  pass(1_000, hourMs);
  t.same(steps, [hourMs]);
  t.same(told, [start + hourMs + 1_000], 'when it is set already');
  pass(1_000, -2 * hourMs);
  t.same(steps, [hourMs, -2 * hourMs]);
  t.equal(clock.now(), start - hourMs + 2_000);
  t.equal(clock.monotonic(), 7_000.25, 'durations know nothing of it');
});

t.test('a machine that slept is one whose clock was set forward', async (t) => {
  const { clock, steps, pass } = setUp(t);
  pass(3_000, 8 * hourMs);
  t.same(steps, [8 * hourMs]);
  t.equal(clock.now(), start + 8 * hourMs + 3_000);
});

t.test('small corrections are no step, until they add up to more than a second', async (t) => {
  const { clock, steps, pass } = setUp(t);
  pass(1_000, 600);
  t.same(steps, []);
  t.equal(clock.now(), start + 1_000);
  pass(1_000, 600);
  t.same(steps, [1_200]);
  t.equal(clock.now(), start + 3_200);
});

t.test('a closed clock reports no steps', async (t) => {
  const { clock, steps, pass } = setUp(t);
  clock.close();
  pass(2_000, hourMs);
  t.same(steps, []);
});
