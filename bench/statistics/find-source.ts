/** Finds, by RTP timestamps only, the received stream of which a sent stream is a copy. */
import type { PacketColumns } from '../clients/process-messages.ts';

export interface Original {
  sequenceNumber: number;
  timeMs: number;
}

/** Packets of one stream by timestamp. */
export type Frames = Map<number, Original[]>;

export interface Source {
  frames: Frames;
  /** Subtract this from a copy's timestamp to get the original's. */
  distance: number;
}

export interface Sources {
  streams: Frames[];
  /** Streams by the timestamps they contain. */
  streamsOf: Map<number, Frames[]>;
}

/** Maximum delay of a copy, where timestamps are renumbered. */
const longestMs = 150;
/** A lower share of matches may be chance. */
const enough = 0.5;
/** Frames to compare, spread over the stream. */
const maxProbes = 64;

export function groupByStream({ stream, timestamp, sequenceNumber, timeMs }: PacketColumns): Map<number, Frames> {
  const streams = new Map<number, Frames>();
  for (const [index, key] of stream.entries()) {
    const frames = streams.get(key) ?? new Map<number, Original[]>();
    streams.set(key, frames);
    const ticks = timestamp[index] ?? 0;
    const frame = frames.get(ticks) ?? [];
    frames.set(ticks, frame);
    frame.push({ sequenceNumber: sequenceNumber[index] ?? 0, timeMs: timeMs[index] ?? 0 });
  }
  return streams;
}

export function countPackets(frames: Frames): number {
  return [...frames.values()].reduce((sum, frame) => sum + frame.length, 0);
}

export function indexSources(ingress: PacketColumns): Sources {
  const streams = [...groupByStream(ingress).values()];
  const streamsOf = new Map<number, Frames[]>();
  for (const frames of streams) {
    for (const timestamp of frames.keys()) streamsOf.set(timestamp, [...(streamsOf.get(timestamp) ?? []), frames]);
  }
  return { streams, streamsOf };
}

/** Null if no stream matches well enough. */
export function findSource(sources: Sources, copies: Frames): Source | null {
  const probes = spreadOut([...copies.keys()]);
  const fits = (source: Source) =>
    probes.filter((timestamp) => source.frames.has((timestamp - source.distance) >>> 0)).length / probes.length;
  const unchanged = new Set(probes.flatMap((timestamp) => sources.streamsOf.get(timestamp) ?? []));
  const best =
    pickBest(
      [...unchanged].map((frames) => ({ frames, distance: 0 })),
      fits,
    ) ??
    pickBest(
      sources.streams.flatMap((frames) => findDistances(frames, copies)),
      fits,
    );
  return best;
}

function pickBest(candidates: readonly Source[], fits: (source: Source) => number): Source | null {
  let best: Source | null = null;
  let bestFit = enough;
  for (const candidate of candidates) {
    const fit = fits(candidate);
    if (fit <= bestFit) continue;
    best = candidate;
    bestFit = fit;
  }
  return best;
}

/** Distances at which a frame in the middle of the copies could be one of the originals received shortly before. */
function findDistances(frames: Frames, copies: Frames): Source[] {
  const middle = [...copies][Math.floor(copies.size / 2)];
  if (!middle) return [];
  const [timestamp, [copy]] = middle;
  if (!copy) return [];
  return [...frames]
    .filter(([, [original]]) => {
      const latency = original ? copy.timeMs - original.timeMs : -1;
      return latency >= 0 && latency <= longestMs;
    })
    .map(([candidate]) => ({ frames, distance: (timestamp - candidate) >>> 0 }));
}

function spreadOut(timestamps: readonly number[]): number[] {
  const step = Math.max(1, Math.floor(timestamps.length / maxProbes));
  return timestamps.filter((_, index) => index % step === 0);
}
