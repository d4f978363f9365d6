/** Adds up what decoders count, across streams that replace each other. Pure. */
import type { Sample } from '../figures/samples.ts';

export type Counts = Omit<Sample, 'at'>;
export type Counter = Exclude<keyof Counts, 'height'>;

/** The members of RTCInboundRtpStreamStats that are needed; absent ones are 0. */
export interface InboundStats {
  type: string;
  id: string;
  totalSamplesReceived?: number;
  concealedSamples?: number;
  jitterBufferDelay?: number;
  jitterBufferEmittedCount?: number;
  framesDecoded?: number;
  totalFreezesDuration?: number;
  pliCount?: number;
  firCount?: number;
  bytesReceived?: number;
  frameHeight?: number;
}

const zero: Counts = {
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
const counters: readonly Counter[] = [
  'samples',
  'concealed',
  'bufferedSeconds',
  'emitted',
  'frames',
  'freezeSeconds',
  'keyFramesAsked',
  'bytes',
];

export class DecoderTotals {
  readonly #totals: Counts = { ...zero };
  /** By stream: what it counted last. */
  readonly #last = new Map<string, Counts>();

  /** @param stream a name of the stream, unique across peer connections */
  addAudio(stream: string, stats: InboundStats): void {
    this.#add(stream, {
      ...zero,
      samples: stats.totalSamplesReceived ?? 0,
      concealed: stats.concealedSamples ?? 0,
      bufferedSeconds: stats.jitterBufferDelay ?? 0,
      emitted: stats.jitterBufferEmittedCount ?? 0,
      bytes: stats.bytesReceived ?? 0,
    });
  }

  addVideo(stream: string, stats: InboundStats): void {
    this.#add(stream, {
      ...zero,
      frames: stats.framesDecoded ?? 0,
      freezeSeconds: stats.totalFreezesDuration ?? 0,
      keyFramesAsked: (stats.pliCount ?? 0) + (stats.firCount ?? 0),
      bytes: stats.bytesReceived ?? 0,
    });
    if (stats.frameHeight !== undefined) this.#totals.height = stats.frameHeight;
  }

  sample(at: number): Sample {
    return { at, ...this.#totals };
  }

  /** A stream that is new counts from zero. */
  #add(stream: string, counts: Counts): void {
    const before = this.#last.get(stream) ?? zero;
    for (const name of counters) this.#totals[name] += Math.max(0, counts[name] - before[name]);
    this.#last.set(stream, counts);
  }
}
