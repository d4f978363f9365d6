/** Combines the runs of one scenario with one system: medians, and their spread. Pure. */
import { medianOf, spreadOf } from '../../../statistics/percentiles.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { LineRun } from './line-run.ts';
import type { PhaseFigures } from './phase-figures.ts';
import { medianSeries, type Series } from './series.ts';

/** Of the runs that have this figure. */
export interface Middle {
  median: number;
  min: number;
  max: number;
}

export interface PhaseResult {
  name: string;
  kind: 'clean' | 'bad' | 'restored';
  /** Since the first phase began. */
  fromSeconds: number;
  seconds: number;
  /** Null: no run has it. */
  figures: Record<keyof PhaseFigures, Middle | null>;
}

/** A time that was not reached counts as longer than all others. */
export interface BackTime {
  /** Null: not within the time that was watched, in half of the runs or more. */
  median: number | null;
  min: number | null;
  max: number | null;
  /** Runs in which it was not reached. */
  never: number;
}

export interface LineResult {
  system: string;
  /** Of media, between the people in the room. */
  encryption: string;
  /** The SDK in the pages, with its options. */
  client: string;
  /** People in the room. */
  room: number;
  /** The scenario's id and title. */
  line: string;
  title: string;
  watched: 'down' | 'up';
  phases: PhaseResult[];
  pictureBackMs: BackTime;
  soundBackMs: BackTime;
  /** Medians of the runs, for each second. */
  series: Series;
  runs: Omit<LineRun, 'series'>[];
}

export type LineCell = Pick<LineResult, 'system' | 'encryption' | 'client' | 'room'>;

export function summarizeLine(cell: LineCell, scenario: Scenario, runs: readonly LineRun[]): LineResult {
  let fromSeconds = 0;
  const phases = scenario.phases.map(({ name, kind, seconds }, index) => {
    const figures = middlesOf(runs.flatMap((run) => run.phases[index] ?? []));
    const phase = { name, kind, fromSeconds, seconds, figures };
    fromSeconds += seconds;
    return phase;
  });
  return {
    ...cell,
    line: scenario.id,
    title: scenario.title,
    watched: scenario.watched,
    phases,
    pictureBackMs: backTimeOf(runs.map(({ pictureBackMs }) => pictureBackMs)),
    soundBackMs: backTimeOf(runs.map(({ soundBackMs }) => soundBackMs)),
    series: medianSeries(runs.map(({ series }) => series)),
    runs: runs.map(({ series: _, ...run }) => run),
  };
}

function middlesOf(all: readonly PhaseFigures[]): PhaseResult['figures'] {
  const middle = (name: keyof PhaseFigures): Middle | null => {
    const values = all.flatMap((figures) => figures[name] ?? []);
    const [median, spread] = [medianOf(values), spreadOf(values)];
    return median === null || spread === null ? null : { median, ...spread };
  };
  return {
    concealed: middle('concealed'),
    audioDelayMs: middle('audioDelayMs'),
    longestSilenceMs: middle('longestSilenceMs'),
    frozenSecondsPerMinute: middle('frozenSecondsPerMinute'),
    fps: middle('fps'),
    height: middle('height'),
    glassP50Ms: middle('glassP50Ms'),
    glassP95Ms: middle('glassP95Ms'),
    keyFramesAsked: middle('keyFramesAsked'),
    kbps: middle('kbps'),
  };
}

function backTimeOf(times: readonly (number | null)[]): BackTime {
  const reached = times.flatMap((ms) => ms ?? []);
  const median = medianOf(times.map((ms) => ms ?? Number.POSITIVE_INFINITY));
  const spread = spreadOf(reached);
  return {
    median: median === null || !Number.isFinite(median) ? null : median,
    min: spread?.min ?? null,
    max: spread?.max ?? null,
    never: times.length - reached.length,
  };
}
