/** Combines repetitions of one measurement into one row: medians, and their spread. */
import { medianOf, type Percentiles, spreadOf } from '../statistics/percentiles.ts';
import type { Media } from '../systems/system.ts';
import type { Figures } from '../tiers/tier-figures.ts';
import type { LoadResult, Ratio } from './results.ts';

export interface Cell {
  system: string;
  room: number;
  media: Media;
  rooms: number;
}

/** @param repetitions at least one */
export function summarize(cell: Cell, repetitions: readonly Figures[]): LoadResult {
  const [first] = repetitions;
  if (!first) throw new Error('Nothing was measured');
  const residences = repetitions.flatMap(({ residenceMs }) => residenceMs ?? []);
  const ppsPerCore = repetitions.flatMap((figures) => figures.ppsPerCore ?? []);
  const each = (read: (figures: Figures) => number) => repetitions.map(read);
  const median = (read: (figures: Figures) => number) => medianOf(each(read)) ?? 0;
  // A single repetition may have been disturbed; if half of them were, the others are not reliable either.
  const clientBound = residences.length * 2 <= repetitions.length;
  const endToEnds = repetitions.flatMap(({ endToEndMs }) => endToEndMs ?? []);
  return {
    ...cell,
    timing: first.timing,
    residenceMs: clientBound ? null : medianPercentiles(residences),
    endToEndMs: clientBound ? null : medianPercentiles(endToEnds),
    loss: median(({ loss }) => loss),
    pps: median(({ pps }) => pps),
    mbps: median(({ mbps }) => mbps),
    ppsPerCore: medianOf(ppsPerCore),
    cpu: median(({ cpu }) => cpu),
    rssMb: median(({ rssMb }) => rssMb),
    processes: Object.fromEntries(
      Object.keys(first.processes).map((name) => [
        name,
        {
          cpu: median(({ processes }) => processes[name]?.cores ?? 0),
          rssMb: median(({ processes }) => processes[name]?.residentMb ?? 0),
        },
      ]),
    ),
    clientBound,
    spread: {
      p50: spreadOf(residences.map(({ p50 }) => p50)),
      p95: spreadOf(residences.map(({ p95 }) => p95)),
      p99: spreadOf(residences.map(({ p99 }) => p99)),
      cpu: spreadOf(each(({ cpu }) => cpu)),
      ppsPerCore: spreadOf(ppsPerCore),
      loss: spreadOf(each(({ loss }) => loss)),
    },
    repetitions: [...repetitions],
  };
}

function medianPercentiles(all: readonly Percentiles[]): Percentiles | null {
  const median = (read: (percentiles: Percentiles) => number) => medianOf(all.map(read));
  const [p50, p95, p99, max] = [
    median((percentiles) => percentiles.p50),
    median((percentiles) => percentiles.p95),
    median((percentiles) => percentiles.p99),
    median((percentiles) => percentiles.max),
  ];
  return p50 === null || p95 === null || p99 === null || max === null ? null : { p50, p95, p99, max };
}

/** Hearthroom compared with the other systems of the run, per room, and its Node process compared with its worker. */
export function findRatios(results: readonly LoadResult[]): Ratio[] {
  return results
    .filter(({ system }) => system === 'hearthroom')
    .flatMap((ours) => [
      ...results
        .filter((other) => other.system !== 'hearthroom' && other.room === ours.room && other.media === ours.media)
        .flatMap((other) => compare(ours, other)),
      ...compareProcesses(ours),
    ]);
}

function compareProcesses({ room, media, processes: { node, worker } }: LoadResult): Ratio[] {
  if (!node || !worker || worker.cpu === 0) return [];
  return [
    { what: 'CPU, Node / worker', room, media, value: node.cpu / worker.cpu, wanted: room === 16 ? '≤ 0.1' : '' },
  ];
}

const wantedCpu: Readonly<Record<string, string>> = { 'bare mediasoup': '≤ 1.02', janus: '≤ 0.7', livekit: '≤ 0.7' };

function compare(ours: LoadResult, other: LoadResult): Ratio[] {
  const { room, media } = ours;
  const ratio = (what: string, own: number, others: number, wanted: string): Ratio[] =>
    others > 0 ? [{ what: `${what}, Hearthroom / ${other.system}`, room, media, value: own / others, wanted }] : [];
  const residence =
    ours.residenceMs && other.residenceMs && other.system !== 'no server' && other.timing === ours.timing
      ? ratio('residence p95', ours.residenceMs.p95, other.residenceMs.p95, '')
      : [];
  const cpu =
    other.pps > 0
      ? ratio('CPU per packet', ours.cpu / ours.pps, other.cpu / other.pps, wantedCpu[other.system] ?? '')
      : [];
  return [...cpu, ...residence];
}
