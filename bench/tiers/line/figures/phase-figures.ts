/** The figures of one phase of one measurement, from what the receiver's page noted. Pure. */
import { percentilesOf } from '../../../statistics/percentiles.ts';
import { type Interval, longestSilenceMs } from './intervals.ts';
import type { Age } from './samples.ts';

export interface PhaseFigures {
  /** Share of the audio samples played that the decoder concealed, and of the time in which nothing was played. */
  concealed: number | null;
  /** Mean time in the jitter buffer. */
  audioDelayMs: number | null;
  longestSilenceMs: number;
  frozenSecondsPerMinute: number;
  /** Decoded pictures per second. */
  fps: number;
  /** Mean over time, of the picture that was shown last. */
  height: number;
  glassP50Ms: number | null;
  glassP95Ms: number | null;
  keyFramesAsked: number;
  /** Of audio and video of the one sender who is watched. */
  kbps: number;
}

export interface Window {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

export const within = (intervals: readonly Interval[], { from, to }: Window): Interval[] =>
  intervals.filter((interval) => interval.from >= from && interval.from < to);

export function figuresOf(all: readonly Interval[], ages: readonly Age[], window: Window): PhaseFigures {
  const intervals = within(all, window);
  const sum = (read: (interval: Interval) => number) => intervals.reduce((total, one) => total + read(one), 0);
  const durationMs = sum(({ from, to }) => to - from);
  const emitted = sum((interval) => interval.emitted);
  const glass = percentilesOf(
    Float64Array.from(ages.filter(({ at }) => at >= window.from && at < window.to).map(({ ms }) => ms)),
  );
  const perSecond = (total: number) => (durationMs === 0 ? 0 : total / (durationMs / 1_000));
  return {
    concealed: durationMs === 0 ? null : sum(({ silentMs }) => silentMs) / durationMs,
    audioDelayMs: emitted === 0 ? null : (sum(({ bufferedSeconds }) => bufferedSeconds) / emitted) * 1_000,
    longestSilenceMs: longestSilenceMs(intervals),
    frozenSecondsPerMinute: durationMs === 0 ? 0 : (sum(({ frozenMs }) => frozenMs) / durationMs) * 60,
    fps: perSecond(sum(({ frames }) => frames)),
    height: durationMs === 0 ? 0 : sum(({ height, from, to }) => height * (to - from)) / durationMs,
    glassP50Ms: glass?.p50 ?? null,
    glassP95Ms: glass?.p95 ?? null,
    keyFramesAsked: sum(({ keyFramesAsked }) => keyFramesAsked),
    kbps: perSecond((sum(({ bytes }) => bytes) * 8) / 1_000),
  };
}
