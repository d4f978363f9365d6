import t from 'tap';
import { slopeOf, trendOf } from '../../../../bench/statistics/trend.ts';

const series = (length: number, read: (index: number) => number) => Array.from({ length }, (_, index) => read(index));
/** Up to ±1, the same in every run. */
const noise = (index: number) => ((index * 7_919) % 21) / 10 - 1;

t.test('the slope of a straight line is exact', async (t) => {
  t.same(slopeOf(series(10, (index) => 5 + 3 * index)), { median: 3, lower: 3, upper: 3 });
});

t.test('two values have no slope', async (t) => {
  t.equal(slopeOf([1, 2]), null);
});

t.test('the limits contain the slope of a noisy line, and not that of another one', async (t) => {
  const slope = slopeOf(series(24, (index) => 0.5 * index + noise(index)));
  t.ok(
    slope && slope.lower < 0.5 && slope.upper > 0.5 && slope.lower > 0.3 && slope.upper < 0.7,
    JSON.stringify(slope),
  );
});

t.test('an outlier does not change the slope of a line', async (t) => {
  const slope = slopeOf(series(24, (index) => (index === 20 ? 1_000 : 100)));
  t.same(slope, { median: 0, lower: 0, upper: 0 });
});

t.test('a series is flat or grows if the interval says so, and uncertain otherwise', async (t) => {
  t.equal(trendOf({ median: 0, lower: -1, upper: 1 }, 24, 24), 'flat');
  t.equal(trendOf({ median: 2, lower: 1.1, upper: 3 }, 24, 24), 'grows');
  t.equal(trendOf({ median: 1, lower: 0.5, upper: 1.5 }, 24, 24), 'uncertain');
  t.equal(trendOf({ median: 0, lower: 0, upper: 0 }, 24, 0), 'flat', 'nothing is tolerated, and nothing grows');
});
