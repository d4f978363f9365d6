/** Prints percentiles of what rows measured over many runs. */
import { percentile } from './row-figures.ts';
import type { Result } from './table.ts';

const shares = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
  ['max', 1],
] as const;

/** One line per row and quantity: how often it was measured, and the percentiles. */
export function toPercentiles(results: readonly Result[]): string {
  const rows = Map.groupBy(results, ({ row }) => row);
  const lines = [...rows].flatMap(([row, runs]) => {
    const measured = runs.flatMap(({ outcome }) => outcome.measured ?? []);
    const held = runs.filter(({ outcome }) => outcome.holds).length;
    return [
      `${String(row.row).padStart(2)}  ${row.title}: ${held} of ${runs.length} runs hold`,
      ...[...Map.groupBy(measured, ({ what }) => what)].map(([what, values]) =>
        toLine(
          what,
          values.map(({ ms }) => ms),
        ),
      ),
    ];
  });
  return `${lines.join('\n')}\n`;
}

const inHundredths = (ms: number): string => (Number.isFinite(ms) ? `${(ms / 1_000).toFixed(2)} s` : 'never');

function toLine(what: string, values: readonly number[]): string {
  const figures = shares.map(([name, share]) => `${name} ${inHundredths(percentile(values, share))}`);
  return `    ${what}, ${values.length} ${values.length === 1 ? 'value' : 'values'}: ${figures.join(', ')}`;
}
