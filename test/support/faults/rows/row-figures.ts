/** Formats figures for the table. */

export const inSeconds = (ms: number): string => (Number.isFinite(ms) ? `${(ms / 1_000).toFixed(1)} s` : 'never');

export const inMs = (ms: number): string => (Number.isFinite(ms) ? `${Math.round(ms)} ms` : 'never');

export const inMegabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(0)} MB`;

/** @param share from 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
