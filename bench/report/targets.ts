/** The targets of the bench, compared with what one run measured. */
import type { Media } from '../systems/system.ts';
import type { LoadResult, Target, TimesResult } from './results.ts';

export interface Found {
  results: readonly LoadResult[];
  sessions: readonly TimesResult[];
  /** Of the minified SDK, gzipped; null if it is not built. */
  sdkBundleBytes: number | null;
}

type Bound = Pick<Target, 'what' | 'bound' | 'wanted' | 'unit'>;

const browserRoom = 8;
const bare = 'bare mediasoup';
/** Rooms of audio alone that are compared with bare mediasoup; the largest ratio counts. */
const voiceRooms = [4, 8, 16, 32];

export function findTargets(found: Found): Target[] {
  return [...latencies(found), ...costs(found), ...felt(found), bundle(found)];
}

function latencies({ results }: Found): Target[] {
  const residence = (room: number, media: Media) => rowOf(results, 'hearthroom', room, media)?.residenceMs ?? null;
  const bareResidence = (room: number, media: Media) => rowOf(results, bare, room, media)?.residenceMs ?? null;
  const losses = results.filter(({ system, room }) => system === 'hearthroom' && room <= 16).map(({ loss }) => loss);
  const p99s = [8, 15].flatMap((room) => residence(room, 'av')?.p99 ?? []);
  const ms = (what: string, wanted: number) => atMost(what, wanted, 'ms');
  return [
    judge(ms('time in the server, p95, 8 people with video', 1), residence(8, 'av')?.p95),
    judge(ms('time in the server, p95, 15 people with video', 1.5), residence(15, 'av')?.p95),
    judge(ms('time in the server, p99, 8 and 15 people with video', 8), largest(p99s)),
    judge(atMost('packets lost, up to 16 people', 0, '%'), scaled(largest(losses), 100)),
    ...(['p50', 'p95'] as const).map((percentile) => {
      const ratios = voiceRooms.map((room) =>
        quotient(residence(room, 'audio')?.[percentile], bareResidence(room, 'audio')?.[percentile]),
      );
      const what = `time in the server, ${percentile}, Hearthroom / bare mediasoup, ${voiceRooms.join(', ')} voices`;
      return judge(atMost(what, 1.1, '×'), largestOfAll(ratios));
    }),
  ];
}

function costs({ results }: Found): Target[] {
  const full = rowOf(results, 'hearthroom', 16, 'av');
  const against = (system: string, room: number) =>
    quotient(cpuPerPacket(results, 'hearthroom', room), cpuPerPacket(results, system, room));
  const ratio = (what: string, wanted: number) => atMost(what, wanted, '×');
  return [
    judge(atLeast('packets/s per core of the worker, 16 people', 90_000, 'packets/s'), full?.ppsPerCore),
    judge(ratio('CPU per packet, Hearthroom / Janus, 8 people', 0.7), against('janus', 8)),
    judge(ratio('CPU per packet, Hearthroom / LiveKit, 8 people', 0.7), against('livekit', 8)),
    judge(ratio('CPU, Hearthroom / bare mediasoup, 8 people', 1.05), against(bare, 8)),
    judge(ratio('CPU, Hearthroom / bare mediasoup, 16 people', 1.02), against(bare, 16)),
    judge(
      atMost("CPU of Node in the worker's, 16 people", 10, '%'),
      scaled(quotient(full?.processes.node?.cpu, full?.processes.worker?.cpu), 100),
    ),
  ];
}

function felt({ sessions }: Found): Target[] {
  const times = sessions.find(({ client, room }) => client === 'chromium' && room === browserRoom)?.times ?? {};
  const ms = (what: string, wanted: number) => atMost(`${what}, Chromium in a room of ${browserRoom}`, wanted, 'ms');
  const admissions = [
    times['admit → first frame at the client'],
    times['admit → first frame of the client at the host'],
  ];
  const slowest = (read: (time: { p50: number; p95: number }) => number) =>
    largest(admissions.flatMap((time) => (time ? [read(time)] : [])));
  return [
    judge(ms('token → first decoded frame, p50', 500), times['token → first decoded frame']?.p50),
    judge(
      ms('admit → first frame, p50', 250),
      slowest(({ p50 }) => p50),
    ),
    judge(
      ms('admit → first frame, p95', 600),
      slowest(({ p95 }) => p95),
    ),
  ];
}

function bundle({ sdkBundleBytes }: Found): Target {
  return judge(atMost('SDK without its interface, gzipped', 55, 'kB'), scaled(sdkBundleBytes, 1 / 1_000));
}

const atMost = (what: string, wanted: number, unit: string): Bound => ({ what, bound: 'at most', wanted, unit });
const atLeast = (what: string, wanted: number, unit: string): Bound => ({ what, bound: 'at least', wanted, unit });

function judge(bound: Bound, figure: number | null | undefined): Target {
  const found = figure ?? null;
  if (found === null) return { ...bound, found, verdict: 'not measured' };
  const isReached = bound.bound === 'at most' ? found <= bound.wanted : found >= bound.wanted;
  return { ...bound, found, verdict: isReached ? 'reached' : 'missed' };
}

function rowOf(results: readonly LoadResult[], system: string, room: number, media: Media): LoadResult | undefined {
  return results.find((row) => row.system === system && row.room === room && row.media === media);
}

function cpuPerPacket(results: readonly LoadResult[], system: string, room: number): number | null {
  const row = rowOf(results, system, room, 'av');
  return row ? quotient(row.cpu, row.pps) : null;
}

/** Null also for a division by zero or an unknown value: the CPU of a server elsewhere is not known. */
function quotient(one: number | null | undefined, other: number | null | undefined): number | null {
  return one === null || one === undefined || !other ? null : one / other;
}

const scaled = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);
/** Null if one of them was not measured. */
const largestOfAll = (values: readonly (number | null)[]): number | null =>
  values.some((value) => value === null) ? null : largest(values.filter((value) => value !== null));
const largest = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));
