/** Tables of what was loaded and how long it took, as text. */
import { markdownTable } from '../report/markdown-table.ts';
import { medianOf, spreadOf } from '../statistics/percentiles.ts';
import type { Entry, Loading } from './load-session.ts';
import { kinds } from './traffic.ts';

/** Several loadings under the same conditions. */
export interface LoadingResult {
  entry: Entry;
  cache: 'cold' | 'warm';
  /** Name of the line. */
  line: string;
  loadings: readonly Loading[];
}

const columns = ['script', 'lobby', 'connected', 'admitted', 'first frame'];

/** Markdown: median (minimum–maximum) in milliseconds from the token. */
export function timesTable(results: readonly LoadingResult[]): string {
  const rows = results.map((result) => [
    ...nameOf(result),
    ...columns.map((step) => describe(result.loadings.flatMap(({ steps }) => steps[step] ?? []))),
  ]);
  return markdownTable(['SDK', 'cache', 'line', ...columns.map((step) => `token → ${step}, ms`)], rows);
}

/** Markdown: the largest number of requests and bytes of these loadings, by kind; kinds that nothing was requested of are left out. */
export function bytesTable(results: readonly LoadingResult[]): string {
  const found = kinds.filter((kind) => results.some((result) => largest(result, kind).requests > 0));
  const rows = results.map((result) => [
    ...nameOf(result),
    ...found.map((kind) => {
      const { requests, bytes } = largest(result, kind);
      return requests === 0 ? '–' : `${requests}: ${bytes}`;
    }),
  ]);
  return markdownTable(['SDK', 'cache', 'line', ...found.map((kind) => `${kind}, requests: bytes`)], rows);
}

function largest({ loadings }: LoadingResult, kind: (typeof kinds)[number]) {
  const amounts = loadings.map(({ amounts }) => amounts[kind]);
  return {
    requests: Math.max(0, ...amounts.map(({ requests }) => requests)),
    bytes: Math.max(0, ...amounts.map(({ bytes }) => bytes)),
  };
}

const nameOf = ({ entry, cache, line }: LoadingResult): string[] => [entry, cache, line];

function describe(values: readonly number[]): string {
  const [median, spread] = [medianOf(values), spreadOf(values)];
  if (median === null || spread === null) return '–';
  const whole = (value: number) => Math.round(value);
  return `${whole(median)} (${whole(spread.min)}–${whole(spread.max)})`;
}
