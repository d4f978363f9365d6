/** The JSON of a run: printed by `--json` and stored in bench/results. */
import type { Host } from '../machine/host.ts';
import type { Spread } from '../statistics/percentiles.ts';
import type { Media } from '../systems/system.ts';
import type { LineResult } from '../tiers/line/figures/summarize-line.ts';
import type { Figures } from '../tiers/tier-figures.ts';

/** Medians over the repetitions that were not client-bound. */
export interface LoadResult
  extends Pick<
    Figures,
    'timing' | 'residenceMs' | 'endToEndMs' | 'loss' | 'pps' | 'mbps' | 'ppsPerCore' | 'cpu' | 'rssMb' | 'clientBound'
  > {
  system: string;
  /** Participants in the room. */
  room: number;
  media: Media;
  rooms: number;
  processes: Record<string, { cpu: number; rssMb: number }>;
  /** Minimum and maximum over the repetitions. */
  spread: {
    p50: Spread | null;
    p95: Spread | null;
    p99: Spread | null;
    cpu: Spread | null;
    ppsPerCore: Spread | null;
    loss: Spread | null;
  };
  repetitions: Figures[];
}

/** Times of whole sessions: medians, 95th percentile, minimum and maximum over participants and repetitions. */
export interface TimesResult {
  /** `sdk`: in Node over werift; `chromium`: in a browser. */
  client: 'sdk' | 'chromium';
  room: number;
  /** By what was measured, in ms. */
  times: Record<string, { p50: number; p95: number; min: number; max: number; count: number } | null>;
  loss: number | null;
}

export interface CapacityResult {
  system: string;
  peoplePerRoom: number;
  media: Media;
  /** The largest number of rooms with p95 <= 5 ms and no loss. */
  rooms: number;
  /** Cores the worker used at that number. */
  workerCores: number | null;
  roomsPerCore: number | null;
  /** Why it ended there. */
  limit: 'latency' | 'loss' | 'clients' | 'end of the scale';
  steps: Figures[];
}

export interface Ratio {
  what: string;
  room: number;
  media: Media;
  value: number;
  wanted: string;
}

/** A limit that the project has set itself, and whether this run met it. */
export interface Target {
  what: string;
  bound: 'at most' | 'at least';
  /** In `unit`, like `found`. */
  wanted: number;
  /** Null if this run did not measure it, or its clients were the limit. */
  found: number | null;
  unit: string;
  verdict: 'reached' | 'missed' | 'not measured';
}

export interface Results {
  startedAt: string;
  command: string;
  host: Host;
  network: string;
  timing: string;
  versions: Record<string, string>;
  cipher: string;
  schedule: string;
  repetitions: number;
  windowSeconds: number;
  results: LoadResult[];
  sessions: TimesResult[];
  capacity: CapacityResult[];
  /** Absent in results of earlier versions. */
  lines?: LineResult[];
  ratios: Ratio[];
  targets: Target[];
  /** What was left out, and why; one line each. */
  skipped: string[];
}
