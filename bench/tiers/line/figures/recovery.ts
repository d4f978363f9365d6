/** When picture and sound are back after a bad line. Pure. */
import { medianOf } from '../../../statistics/percentiles.ts';
import type { Interval } from './intervals.ts';
import { type Window, within } from './phase-figures.ts';

export interface Recovery {
  /** From the end of the fault until the picture moves again at its full height; null: not in the time that was watched. */
  pictureBackMs: number | null;
  /** Until nearly all that is said is heard. */
  soundBackMs: number | null;
}

/** It is back when it stays so for this long. */
const staysMs = 1_000;
/** Of the pictures per second on the clean line. */
const enoughPictures = 0.5;
const mostConcealed = 0.1;
/** What is in buffers is still shown and heard when the fault is over or, where the network changes, begins. */
const flowsOnMs = 3_000;

/**
 * @param clean before the fault: its height and pictures per second are what must come back
 * @param after from the end of the fault until nothing was watched any more
 */
export function recoveryOf(intervals: readonly Interval[], clean: Window, after: Window): Recovery {
  const before = within(intervals, clean);
  const full = medianOf(before.map(({ height }) => height)) ?? 0;
  const fps = sumOf(before, ({ frames }) => frames) / Math.max(0.001, durationOf(before) / 1_000);
  const later = within(intervals, after);
  const back = (isBack: (stretch: readonly Interval[]) => boolean): number | null => {
    let state: 'never lost' | 'lost' = 'never lost';
    for (const [index, { from }] of later.entries()) {
      if (state === 'never lost' && from - after.from >= flowsOnMs) return 0;
      const stretch = later.slice(index).filter((one) => one.from < from + staysMs);
      // At the end, too little is left to know.
      if (durationOf(stretch) < staysMs * 0.8) break;
      if (!isBack(stretch)) state = 'lost';
      else if (state === 'lost') return from - after.from;
    }
    return state === 'lost' ? null : 0;
  };
  return {
    pictureBackMs: back(
      (stretch) =>
        (stretch[0]?.frames ?? 0) > 0 &&
        stretch.every(({ height }) => height >= full) &&
        sumOf(stretch, ({ frames }) => frames) >= (enoughPictures * fps * durationOf(stretch)) / 1_000,
    ),
    soundBackMs: back((stretch) => sumOf(stretch, ({ silentMs }) => silentMs) <= mostConcealed * durationOf(stretch)),
  };
}

const sumOf = (intervals: readonly Interval[], read: (interval: Interval) => number): number =>
  intervals.reduce((sum, interval) => sum + read(interval), 0);
const durationOf = (intervals: readonly Interval[]): number => sumOf(intervals, ({ from, to }) => to - from);
