/** Times of one kind, collected over participants and repetitions. */
import { percentilesOf } from './percentiles.ts';

export interface TimesSummary {
  p50: number;
  p95: number;
  min: number;
  max: number;
  count: number;
}

export class Times {
  readonly #values = new Map<string, number[]>();

  add(what: string, ms: number): void {
    this.#values.set(what, [...(this.#values.get(what) ?? []), ms]);
  }

  summarize(): Record<string, TimesSummary | null> {
    return Object.fromEntries([...this.#values].map(([what, values]) => [what, summarizeTimes(values)]));
  }
}

export function summarizeTimes(values: readonly number[]): TimesSummary | null {
  const percentiles = percentilesOf(Float64Array.from(values));
  if (!percentiles) return null;
  const { p50, p95, max } = percentiles;
  return { p50, p95, max, min: Math.min(...values), count: values.length };
}
