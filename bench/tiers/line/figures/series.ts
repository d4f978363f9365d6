/** Figures over time, for plots: one value for each second, as the median of the runs. Pure. */
import { medianOf } from '../../../statistics/percentiles.ts';
import type { Interval } from './intervals.ts';
import { figuresOf, type PhaseFigures } from './phase-figures.ts';
import type { Age } from './samples.ts';

/** By name: the value of each second since the first phase began; null: unknown. */
export type Series = Record<'concealed' | 'audioDelayMs' | 'fps' | 'height' | 'glassP50Ms' | 'kbps', (number | null)[]>;

export function seriesOf(intervals: readonly Interval[], ages: readonly Age[], from: number, seconds: number): Series {
  const each = Array.from({ length: Math.floor(seconds) }, (_, index) =>
    figuresOf(intervals, ages, { from: from + index * 1_000, to: from + (index + 1) * 1_000 }),
  );
  return pick((name) => each.map((figures) => rounded(figures[name])));
}

export function medianSeries(all: readonly Series[]): Series {
  return pick((name) => {
    const length = Math.max(0, ...all.map((series) => series[name].length));
    return Array.from({ length }, (_, index) => medianOf(all.flatMap((series) => series[name][index] ?? [])));
  });
}

function pick(read: (name: keyof Series) => (number | null)[]): Series {
  return {
    concealed: read('concealed'),
    audioDelayMs: read('audioDelayMs'),
    fps: read('fps'),
    height: read('height'),
    glassP50Ms: read('glassP50Ms'),
    kbps: read('kbps'),
  };
}

/** Results are for people to read. */
const rounded = (value: PhaseFigures[keyof PhaseFigures]): number | null =>
  value === null ? null : Math.round(value * 1_000) / 1_000;
