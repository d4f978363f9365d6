/** One measurement of one scenario, evaluated. Pure. */
import { restorationOf, type Scenario, secondsOf } from '../scenarios/scenario.ts';
import { type Interval, intervalsOf } from './intervals.ts';
import { figuresOf, type PhaseFigures, type Window } from './phase-figures.ts';
import { type Recovery, recoveryOf } from './recovery.ts';
import type { Watched } from './samples.ts';
import { type Series, seriesOf } from './series.ts';

export interface LineRun extends Recovery {
  /** In the order of the scenario's phases. */
  phases: PhaseFigures[];
  series: Series;
  /** Share of all cores of the machine that was used meanwhile: near 1, browsers were too slow. */
  machineBusy: number;
}

/** @param startedAt when each phase began, milliseconds since 1970; one more: when the last one ended */
export function evaluate(
  scenario: Scenario,
  { samples, ages }: Watched,
  startedAt: readonly number[],
  machineBusy: number,
): LineRun {
  const intervals: Interval[] = intervalsOf(samples);
  const windowOf = (phase: number): Window => ({ from: startedAt[phase] ?? 0, to: startedAt[phase + 1] ?? 0 });
  const { phase, afterSeconds } = restorationOf(scenario);
  const end = startedAt.at(-1) ?? 0;
  const restored = { from: windowOf(phase).from + afterSeconds * 1_000, to: end };
  return {
    phases: scenario.phases.map((_, index) => figuresOf(intervals, ages, windowOf(index))),
    ...recoveryOf(intervals, windowOf(0), restored),
    series: seriesOf(intervals, ages, startedAt[0] ?? 0, secondsOf(scenario)),
    machineBusy,
  };
}
