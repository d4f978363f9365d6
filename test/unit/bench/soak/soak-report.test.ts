import t from 'tap';
import type { Sample } from '../../../../bench/soak/soak-day.ts';
import { judgeDay, renderDay } from '../../../../bench/soak/soak-report.ts';

/** @param heapMb of each hour */
const dayOf = (hours: number, heapMb: (hour: number) => number, timers: (hour: number) => number) => ({
  counts: { rooms: hours, people: hours * 8, drops: 0 },
  samples: Array.from(
    { length: hours },
    (_, index): Sample => ({
      hour: index + 1,
      rest: { 'memory, MB': heapMb(index), 'timers in memory': timers(index) },
      costs: { 'memory per person, kB': 100 },
    }),
  ),
});

const trendsOf = (day: ReturnType<typeof dayOf>) => judgeDay(day)?.map(({ what, trend }) => [what, trend]);

t.test('a day in which nothing grows is flat, whatever happens while the process warms up', async (t) => {
  const warming = (hour: number) => (hour < 6 ? 20 + hour : 26 + (hour % 3) / 100);
  const day = dayOf(24, warming, () => 12);
  t.same(trendsOf(day), [
    ['memory, MB', 'flat'],
    ['timers in memory', 'flat'],
    ['memory per person, kB', 'flat'],
  ]);
  t.match(renderDay(day, judgeDay(day)), /^24 hours: 24 rooms, 192 people/);
});

t.test('a leak of a hundredth of a megabyte in each hour is not tolerated, nor one timer in each hour', async (t) => {
  const leaking = dayOf(
    24,
    (hour) => 5 + hour / 100 + (hour % 2) / 1_000,
    (hour) => 12 + hour,
  );
  t.same(trendsOf(leaking)?.slice(0, 2), [
    ['memory, MB', 'grows'],
    ['timers in memory', 'grows'],
  ]);
});

t.test('a few hours allow no judgement', async (t) => {
  const day = dayOf(
    3,
    () => 5,
    () => 12,
  );
  t.equal(judgeDay(day), null);
  t.match(renderDay(day, null), /^3 hours/);
});
