/** Invented samples of a receiver's page: one every 100 ms, of a person who is heard and seen without a fault. */
import type { Sample } from '../../../../../../bench/tiers/line/figures/samples.ts';

export const startedAt = 1_790_000_000_000;
const stepMs = 100;

/** What happens between a sample and the one before it. */
export type Step = Partial<Omit<Sample, 'at'>>;

export const good: Required<Step> = {
  samples: 4_800,
  concealed: 0,
  bufferedSeconds: 0.05 * 4_800,
  emitted: 4_800,
  frames: 2,
  freezeSeconds: 0,
  keyFramesAsked: 0,
  bytes: 5_000,
  height: 360,
};

/** @param steps each differs from a good one only by what it says */
export function samplesOf(steps: readonly Step[]): Sample[] {
  const samples: Sample[] = [{ ...zero, at: startedAt, height: good.height }];
  for (const step of steps) {
    const before = samples.at(-1) ?? { ...zero, at: startedAt };
    const change = { ...good, ...step };
    samples.push({
      at: before.at + stepMs,
      samples: before.samples + change.samples,
      concealed: before.concealed + change.concealed,
      bufferedSeconds: before.bufferedSeconds + change.bufferedSeconds,
      emitted: before.emitted + change.emitted,
      frames: before.frames + change.frames,
      freezeSeconds: before.freezeSeconds + change.freezeSeconds,
      keyFramesAsked: before.keyFramesAsked + change.keyFramesAsked,
      bytes: before.bytes + change.bytes,
      height: change.height,
    });
  }
  return samples;
}

export const repeat = (step: Step, times: number): Step[] => Array.from({ length: times }, () => step);

const zero: Omit<Sample, 'at'> = {
  samples: 0,
  concealed: 0,
  bufferedSeconds: 0,
  emitted: 0,
  frames: 0,
  freezeSeconds: 0,
  keyFramesAsked: 0,
  bytes: 0,
  height: 0,
};
