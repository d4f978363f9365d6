/** Whether a series of figures grows, by the slope of Theil and Sen: a few outliers don't change it. Pure. */
import { medianOf } from './percentiles.ts';

/** Growth per step of the series, with the limits between which it lies with a confidence of 95%. */
export interface Slope {
  median: number;
  lower: number;
  upper: number;
}

/** Two-sided, 95%, of the normal distribution. */
const normalQuantile = 1.96;

/** Sen (1968): the limits are those ranks among the slopes of all pairs. Null with fewer than three values. */
export function slopeOf(values: readonly number[]): Slope | null {
  const count = values.length;
  if (count < 3) return null;
  const slopes = values
    .flatMap((value, at) => values.slice(0, at).map((earlier, before) => (value - earlier) / (at - before)))
    .sort((one, other) => one - other);
  const spread = normalQuantile * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const at = (rank: number): number =>
    slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(rank) - 1))] ?? Number.NaN;
  return {
    median: medianOf(slopes) ?? Number.NaN,
    lower: at((slopes.length - spread) / 2),
    upper: at((slopes.length + spread) / 2 + 1),
  };
}

export type Trend = 'flat' | 'grows' | 'uncertain';

/**
 * `flat` or `grows` if the whole interval is below or above what is tolerated, else `uncertain`.
 * @param tolerated growth over all `steps`
 */
export function trendOf(slope: Slope, steps: number, tolerated: number): Trend {
  if (slope.upper * steps <= tolerated) return 'flat';
  return slope.lower * steps > tolerated ? 'grows' : 'uncertain';
}
