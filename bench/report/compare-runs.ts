/**
 * Two runs beside each other. Runs on machines that differ, or that were not equally busy, are compared after
 * both were divided by bare mediasoup of the same run.
 */
import type { Spread } from '../statistics/percentiles.ts';
import type { LoadResult, Results, TimesResult } from './results.ts';

/** A median, with minimum and maximum. */
export interface Measured extends Spread {
  median: number;
}

export interface ComparedFigure {
  /** System or client. */
  of: string;
  /** Such as `8 av`. */
  room: string;
  what: string;
  old: Measured;
  new: Measured;
  /** New / old; null: the old one is 0. */
  ratio: number | null;
  /**
   * Whether all repetitions of one run are above all of the other one. Null for times of sessions: their minimum and
   * maximum are those of single times.
   */
  isOutsideSpread: boolean | null;
}

export interface Comparison {
  figures: ComparedFigure[];
  /** Figures of Hearthroom divided by those of bare mediasoup in the same run. */
  relative: ComparedFigure[];
  /** Why the two runs should not be compared directly; one line each. */
  differences: string[];
  /** What only one of the runs measured. */
  missing: string[];
}

const own = 'hearthroom';
const reference = 'bare mediasoup';

export function compareRuns(old: Results, next: Results): Comparison {
  const before = measuredIn(old);
  const after = measuredIn(next);
  return {
    figures: compareAll(before, after),
    relative: compareAll(divided(before), divided(after)),
    differences: findDifferences(old, next),
    missing: [...missingIn(before, after, 'new'), ...missingIn(after, before, 'old')],
  };
}

interface Entry extends Pick<ComparedFigure, 'of' | 'room' | 'what'> {
  /** Minimum and maximum are those of repetitions, not of single times. */
  isRepeated: boolean;
  measured: Measured;
}

function measuredIn({ results, sessions }: Results): Entry[] {
  return [...results.flatMap(ofLoad), ...sessions.flatMap(ofSessions)];
}

function ofLoad(row: LoadResult): Entry[] {
  const { system, room, media, rooms, repetitions } = row;
  const label = rooms > 1 ? `${rooms} × ${room} ${media}` : `${room} ${media}`;
  const entry = (what: string, median: number | null | undefined, spread: Spread | null): Entry[] =>
    median === null || median === undefined || spread === null
      ? []
      : [{ of: system, room: label, what, isRepeated: true, measured: { median, ...spread } }];
  const memory = repetitions.map(({ rssMb }) => rssMb);
  return [
    ...entry('p50, ms', row.residenceMs?.p50, row.spread.p50),
    ...entry('p95, ms', row.residenceMs?.p95, row.spread.p95),
    ...entry('p99, ms', row.residenceMs?.p99, row.spread.p99),
    ...entry('CPU, cores', row.cpu, row.spread.cpu),
    ...entry('lost, %', row.loss * 100, row.spread.loss && scaled(row.spread.loss, 100)),
    ...entry('memory, MB', row.rssMb, { min: Math.min(...memory), max: Math.max(...memory) }),
  ];
}

const scaled = ({ min, max }: Spread, by: number): Spread => ({ min: min * by, max: max * by });

function ofSessions({ client, room, times }: TimesResult): Entry[] {
  return Object.entries(times).flatMap(([what, time]) => {
    if (time === null) return [];
    const { p50, min, max } = time;
    return [
      { of: client, room: String(room), what: `${what}, ms`, isRepeated: false, measured: { median: p50, min, max } },
    ];
  });
}

/** Figures of Hearthroom divided by those of bare mediasoup. Those that may rightly be 0 are left out. */
function divided(entries: readonly Entry[]): Entry[] {
  return entries.flatMap((entry) => {
    const other = entries.find(({ of, room, what }) => of === reference && room === entry.room && what === entry.what);
    if (entry.of !== own || !other || other.measured.min <= 0) return [];
    const { median, min, max } = entry.measured;
    const by = other.measured;
    const measured = { median: median / by.median, min: min / by.max, max: max / by.min };
    return [{ ...entry, what: entry.what.replace(/,[^,]*$/, ''), measured }];
  });
}

function compareAll(before: readonly Entry[], after: readonly Entry[]): ComparedFigure[] {
  return before.flatMap(({ measured: old, isRepeated, ...entry }) => {
    const now = after.find((other) => isSame(entry, other))?.measured;
    if (!now) return [];
    const ratio = old.median === 0 ? null : now.median / old.median;
    const isOutsideSpread = isRepeated ? now.min > old.max || now.max < old.min : null;
    return [{ ...entry, old, new: now, ratio, isOutsideSpread }];
  });
}

function missingIn(some: readonly Entry[], others: readonly Entry[], name: 'old' | 'new'): string[] {
  const lines = some
    .filter((entry) => !others.some((other) => isSame(entry, other)))
    .map(({ of, room, what }) => `${of}, ${room}: ${what}: not in the ${name} run`);
  return [...new Set(lines)];
}

type Name = Pick<Entry, 'of' | 'room' | 'what'>;

const isSame = (one: Name, other: Name): boolean =>
  one.of === other.of && one.room === other.room && one.what === other.what;

function findDifferences(old: Results, next: Results): string[] {
  const describeHost = ({ cpu, cores, memoryGb }: Results['host']) => `${cpu}, ${cores} cores, ${memoryGb} GB`;
  const pairs: [string, string, string][] = [
    ['machine', describeHost(old.host), describeHost(next.host)],
    ['kernel', old.host.kernel, next.host.kernel],
    ['network', old.network, next.network],
    ['timing', old.timing, next.timing],
    ['cipher', old.cipher, next.cipher],
    ['schedule', old.schedule, next.schedule],
    ['window', `${old.windowSeconds} s`, `${next.windowSeconds} s`],
    ...versionPairs(old.versions, next.versions),
  ];
  return [
    ...pairs.filter(([, one, other]) => one !== other).map(([what, one, other]) => `${what}: ${one} → ${other}`),
    ...[old, next]
      .filter(({ host }) => !host.isQuiet)
      .map(({ startedAt, host }) => `the machine was busy at ${startedAt}: load ${host.loadAtStart.join(' ')}`),
  ];
}

function versionPairs(old: Results['versions'], next: Results['versions']): [string, string, string][] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])];
  return names.map((name) => [name, old[name] ?? 'none', next[name] ?? 'none']);
}
