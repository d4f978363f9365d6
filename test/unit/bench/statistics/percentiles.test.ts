import t from 'tap';
import { medianOf, percentilesOf, spreadOf } from '../../../../bench/statistics/percentiles.ts';

t.test('percentiles are values that were measured, by nearest rank, whatever their order', async (t) => {
  const values = Float64Array.from({ length: 100 }, (_, index) => 100 - index);
  t.same(percentilesOf(values), { p50: 50, p95: 95, p99: 99, max: 100 });
  t.match(percentilesOf(Float64Array.from({ length: 10 }, (_, index) => index)), { p50: 4, p95: 9, p99: 9 });
  t.same(percentilesOf(Float64Array.of(7)), { p50: 7, p95: 7, p99: 7, max: 7 });
  t.equal(percentilesOf(new Float64Array()), null);
});

t.test('the median is the middle one, or lies between the two in the middle', async (t) => {
  t.equal(medianOf([3, 1, 2]), 2);
  t.equal(medianOf([4, 1, 2, 3]), 2.5);
  t.equal(medianOf([]), null);
});

t.test('the spread is from the least to the greatest', async (t) => {
  t.same(spreadOf([2, 5, 3]), { min: 2, max: 5 });
  t.equal(spreadOf([]), null);
});
