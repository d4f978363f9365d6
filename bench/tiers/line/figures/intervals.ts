/** What was heard and seen between each sample and the one before it. Pure. */
import type { Sample } from './samples.ts';

export interface Interval {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  /** Audio samples played, and concealed ones of them. */
  samples: number;
  concealed: number;
  /** How much of this time nothing was heard that was said, in ms. */
  silentMs: number;
  bufferedSeconds: number;
  emitted: number;
  frames: number;
  /** How much of this time the picture stood still although it should not. */
  frozenMs: number;
  keyFramesAsked: number;
  bytes: number;
  height: number;
}

/**
 * The decoder does not count the end of a stream as a freeze, such as a video that the server stops, or a path that is
 * cut: without a picture for this long, the time is counted here.
 */
const outageMs = 1_000;

export function intervalsOf(samples: readonly Sample[]): Interval[] {
  const intervals = samples.slice(1).map((sample, index) => between(samples[index] ?? sample, sample));
  countOutages(intervals);
  return intervals;
}

function between(before: Sample, after: Sample): Interval {
  const difference = (name: keyof Sample) => Math.max(0, after[name] - before[name]);
  const [from, to] = [before.at, after.at];
  const [samples, concealed] = [difference('samples'), difference('concealed')];
  return {
    from,
    to,
    samples,
    concealed,
    // Where nothing was played at all, nothing was heard.
    silentMs: samples === 0 ? to - from : (Math.min(concealed, samples) / samples) * (to - from),
    bufferedSeconds: difference('bufferedSeconds'),
    emitted: difference('emitted'),
    frames: difference('frames'),
    frozenMs: difference('freezeSeconds') * 1_000,
    keyFramesAsked: difference('keyFramesAsked'),
    bytes: difference('bytes'),
    height: after.height,
  };
}

/**
 * Spreads the time of each outage over its intervals. The decoder counts some of them too, at the picture that ends
 * them: then the longer one of the two counts.
 */
function countOutages(intervals: Interval[]): void {
  let first = 0;
  for (const [index, interval] of intervals.entries()) {
    const isLast = index === intervals.length - 1;
    if (interval.frames === 0 && !isLast) continue;
    const outage = intervals.slice(first, interval.frames === 0 ? index + 1 : index);
    const lengthMs = outage.reduce((sum, { from, to }) => sum + to - from, 0);
    if (lengthMs >= outageMs) {
      for (const one of outage) one.frozenMs = one.to - one.from;
      interval.frozenMs = interval.frames === 0 ? interval.frozenMs : Math.max(0, interval.frozenMs - lengthMs);
    }
    first = index + 1;
  }
}

/** Of which nearly all is concealed. */
const isSilent = ({ from, to, silentMs }: Interval): boolean => silentMs >= 0.9 * (to - from);

/**
 * The longest time in which nothing was heard that was said: intervals that are silent as a whole, with what is concealed
 * of the two around them. Shorter than an interval: the most that is concealed in one.
 */
export function longestSilenceMs(intervals: readonly Interval[]): number {
  let longest = Math.max(0, ...intervals.map(({ silentMs }) => silentMs));
  for (let first = 0; first < intervals.length; first += 1) {
    let end = first;
    let sum = 0;
    for (let next = intervals[end]; next && isSilent(next); next = intervals[end]) {
      sum += next.silentMs;
      end += 1;
    }
    if (end === first) continue;
    longest = Math.max(longest, sum + (intervals[first - 1]?.silentMs ?? 0) + (intervals[end]?.silentMs ?? 0));
    first = end;
  }
  return longest;
}
