/** Invented figures of one measurement, for tests of the code that evaluates them. */
import type { Figures } from '../../../bench/tiers/tier-figures.ts';

export function figures(changes: Partial<Figures> = {}): Figures {
  return {
    timing: 'kernel',
    residenceMs: { p50: 0.2, p95: 0.5, p99: 1, max: 4 },
    endToEndMs: { p50: 0.3, p95: 0.7, p99: 2, max: 5 },
    loss: 0,
    pps: 8_000,
    mbps: 50,
    ppsPerCore: 100_000,
    cpu: 0.09,
    rssMb: 200,
    processes: { node: { cores: 0.01, residentMb: 160 }, worker: { cores: 0.08, residentMb: 40 } },
    clientBound: false,
    quality: {
      clients: [0.1, 0.2],
      capture: 0.05,
      pacingLateP99Ms: 0.2,
      packetsTimed: 1_000,
      unmatched: 0,
      captureDrops: 0,
      clientDrops: 0,
      sampleEvery: 1,
    },
    ...changes,
  };
}
