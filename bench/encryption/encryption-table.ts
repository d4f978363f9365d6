/** Figures of sessions with and without encryption, and their ratios within a run, as Markdown. */
import { markdownTable } from '../report/markdown-table.ts';
import { medianOf, spreadOf } from '../statistics/percentiles.ts';
import { summarizeTimes } from '../statistics/times.ts';
import type { EncryptingSystem, Encryption } from './encrypting-system.ts';

export interface Figure {
  what: string;
  /** Name of the system. */
  system: string;
  encryption: Encryption;
  /** From 0. */
  run: number;
  value: number;
}

type Named = Pick<EncryptingSystem, 'name' | 'encryptions'>;

/** A kind of sessions. */
interface Kind {
  title: string;
  system: string;
  encryption: Encryption;
}

const encryptions = ['off', 'on'] as const;

function kindsOf(systems: readonly Named[]): Kind[] {
  return systems.flatMap(({ name, encryptions: titles }) =>
    encryptions.map((encryption) => ({ title: `${name}, ${titles[encryption]}`, system: name, encryption })),
  );
}

const isOf =
  (what: string, { system, encryption }: Kind) =>
  (figure: Figure): boolean =>
    figure.what === what && figure.system === system && figure.encryption === encryption;

export function figureTable(systems: readonly Named[], figures: readonly Figure[]): string {
  const rows = whatsOf(figures).flatMap((what) =>
    kindsOf(systems).flatMap((kind) => {
      const summary = summarizeTimes(figures.filter(isOf(what, kind)).map(({ value }) => value));
      if (!summary) return [];
      const { p50, p95, min, max, count } = summary;
      const digits = max < 20 ? 1 : 0;
      return [[what, kind.title, ...[p50, p95, min, max].map((value) => value.toFixed(digits)), String(count)]];
    }),
  );
  return markdownTable(['', 'session', 'p50', 'p95', 'min', 'max', 'times'], rows);
}

/**
 * Other load on the machine affects what is measured in one run alike: ratios of medians within a run, and of these the
 * median and the range over all runs. Empty without anything to compare.
 */
export function ratioTable(systems: readonly Named[], figures: readonly Figure[]): string {
  const pairs = pairsOf(kindsOf(systems));
  const rows = whatsOf(figures)
    .map((what) => [what, ...pairs.map(([one, other]) => describe(ratiosOf(what, one, other, figures)))])
    .filter(([, ...ratios]) => ratios.some((ratio) => ratio !== none));
  return markdownTable(['', ...pairs.map(([one, other]) => `${other.title} / ${one.title}`)], rows);
}

/** Each system with and without encryption, and each other one by the first one. */
function pairsOf(kinds: readonly Kind[]): [Kind, Kind][] {
  const [first] = kinds;
  return kinds.flatMap((one) =>
    kinds
      .filter((other) =>
        one.system === other.system
          ? one.encryption === 'off' && other.encryption === 'on'
          : one.system === first?.system && one.encryption === other.encryption,
      )
      .map((other): [Kind, Kind] => [one, other]),
  );
}

/** @returns median of the second kind by that of the first, for each run that has both */
export function ratiosOf(what: string, one: Kind, other: Kind, figures: readonly Figure[]): number[] {
  const runs = [...new Set(figures.map(({ run }) => run))];
  return runs.flatMap((run) => {
    const medianIn = (kind: Kind) =>
      medianOf(figures.filter((figure) => figure.run === run && isOf(what, kind)(figure)).map(({ value }) => value));
    const [base, compared] = [medianIn(one), medianIn(other)];
    return base === null || compared === null || base === 0 ? [] : [compared / base];
  });
}

const none = '–';

function describe(ratios: readonly number[]): string {
  const [median, spread] = [medianOf(ratios), spreadOf(ratios)];
  if (median === null || spread === null) return none;
  return `${median.toFixed(2)} (${spread.min.toFixed(2)}–${spread.max.toFixed(2)})`;
}

const whatsOf = (figures: readonly Figure[]): string[] => [...new Set(figures.map(({ what }) => what))];
