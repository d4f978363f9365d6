/** Reads the text of /metrics. */

export type Samples = ReadonlyMap<string, number>;

/** @returns value by series, such as `name` or `name{label="value"}` */
export function parseMetrics(text: string): Samples {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, series, value] = /^([a-z_]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    if (series !== undefined) samples.set(series, Number(value));
  }
  return samples;
}

/**
 * A quantile of a histogram's observations between two readings of several processes, linear within its bucket, as
 * histogram_quantile of Prometheus computes it. Null if there are none; the last finite bound if it is above that.
 */
export function quantileBetween(
  name: string,
  share: number,
  before: readonly Samples[],
  after: readonly Samples[],
): number | null {
  const counts = new Map<number, number>();
  const add = (samples: Samples, sign: number) => {
    for (const [series, value] of samples) {
      const [, bound] = series.startsWith(`${name}_bucket`) ? (/le="([^"]+)"/.exec(series) ?? []) : [];
      const key = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
      if (bound !== undefined) counts.set(key, (counts.get(key) ?? 0) + sign * value);
    }
  };
  for (const samples of before) add(samples, -1);
  for (const samples of after) add(samples, 1);
  const buckets = [...counts].sort(([one], [other]) => one - other);
  const rank = share * (buckets.at(-1)?.[1] ?? 0);
  if (rank === 0) return null;
  let [lower, below] = [0, 0];
  for (const [bound, count] of buckets) {
    if (count >= rank)
      return bound === Number.POSITIVE_INFINITY ? lower : lower + ((bound - lower) * (rank - below)) / (count - below);
    [lower, below] = [bound, count];
  }
  return null;
}
