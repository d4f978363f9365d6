/** The report of a soak test: whether each figure is flat, and what a room and a person cost. */
import { markdownTable } from '../report/markdown-table.ts';
import { medianOf, spreadOf } from '../statistics/percentiles.ts';
import { type Slope, slopeOf, type Trend, trendOf } from '../statistics/trend.ts';
import type { Day } from './soak-day.ts';

export interface Judged {
  what: string;
  /** After the warm-up, and at the end. */
  first: number;
  last: number;
  /** Per hour. */
  slope: Slope;
  tolerated: number;
  trend: Trend;
}

/** Caches, compiled code and pools of memory grow in the first hours of a process. */
const warmUpShare = 0.25;
/** With fewer the limits of a slope are too wide. */
const fewestHours = 8;
const hoursOfDay = 24;
/** Of the level, in a day. Whole things, such as timers, may not increase at all. */
const toleratedShare = { rest: 0.03, costs: 0.1 };

/** Each figure over the hours after the warm-up. Null with too few of them. */
export function judgeDay({ samples }: Pick<Day, 'samples'>): Judged[] | null {
  const judged = samples.slice(Math.floor(samples.length * warmUpShare));
  if (judged.length < fewestHours) return null;
  const rows = (part: 'rest' | 'costs') =>
    Object.keys(judged[0]?.[part] ?? {}).map((what) =>
      judge(
        what,
        judged.map((sample) => sample[part][what] ?? Number.NaN),
        toleratedShare[part],
      ),
    );
  return [...rows('rest'), ...rows('costs')].flatMap((row) => row ?? []);
}

function judge(what: string, values: readonly number[], share: number): Judged | null {
  const slope = slopeOf(values);
  if (!slope) return null;
  const isMeasured = /, (MB|kB)$/.test(what);
  const tolerated = isMeasured ? Math.abs(medianOf(values) ?? 0) * share : 0;
  const [first = Number.NaN] = values;
  return { what, first, last: values.at(-1) ?? first, slope, tolerated, trend: trendOf(slope, hoursOfDay, tolerated) };
}

export function renderDay(day: Day, judged: readonly Judged[] | null): string {
  const { rooms, people, drops } = day.counts;
  const [costNames] = day.samples.map(({ costs }) => Object.keys(costs));
  const costs = (costNames ?? []).map((what) => {
    const values = day.samples.map(({ costs }) => costs[what] ?? Number.NaN);
    const spread = spreadOf(values);
    return [what, text(medianOf(values)), `${text(spread?.min)} – ${text(spread?.max)}`];
  });
  return [
    `${day.samples.length} hours: ${rooms} rooms, ${people} people, ${drops} lost connections`,
    markdownTable(
      ['at rest', 'after the warm-up', 'at the end', 'growth in 24 hours (95%)', 'tolerated', ''],
      (judged ?? []).map(({ what, first, last, slope, tolerated, trend }) => [
        what,
        text(first),
        text(last),
        `${inDay(slope.median)} (${inDay(slope.lower)} – ${inDay(slope.upper)})`,
        text(tolerated),
        trend,
      ]),
    ),
    markdownTable(['while they are there', 'median', 'range'], costs),
  ].join('\n\n');
}

const inDay = (perHour: number): string => text(perHour * hoursOfDay);
const text = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : String(Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1)));
