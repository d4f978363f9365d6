/** Plots of a run's figures: one per question, for each kind of media. */
import type { Media } from '../systems/system.ts';
import type { ChartOptions, Series } from './chart.ts';
import type { LoadResult, Results } from './results.ts';

export function findPlots({ results }: Results): ChartOptions[] {
  const media = [...new Set(results.map((row) => row.media))];
  return media.flatMap((kind) =>
    Object.values(
      plotsOf(
        results.filter((row) => row.media === kind),
        kind,
      ),
    ),
  );
}

/** By question. @param rows of one kind of media */
export function plotsOf(rows: readonly LoadResult[], media: Media) {
  const name = media === 'audio' ? 'audio' : 'audio and video';
  const plot = (title: string, yLabel: string, series: Series[]): ChartOptions => ({
    title: `${title}, ${name}`,
    yLabel,
    xLabel: 'people in the room',
    series,
  });
  const servers = rows.filter(({ system }) => system !== 'no server');
  const own = rows.filter(({ system }) => system === 'hearthroom');
  const percentile = (which: 'p50' | 'p95' | 'p99') =>
    bySystem(own, ({ residenceMs }) => residenceMs?.[which] ?? null, `${which} `);
  return {
    own: plot('Time in the server: Hearthroom', 'ms', (['p50', 'p95', 'p99'] as const).flatMap(percentile)),
    residence: plot(
      'Time in the server, p95',
      'ms',
      bySystem(servers, ({ residenceMs }) => residenceMs?.p95 ?? null),
    ),
    endToEnd: plot(
      'From client to client, p50',
      'ms',
      bySystem(rows, ({ endToEndMs }) => endToEndMs?.p50 ?? null),
    ),
    cpu: plot(
      'CPU per packet',
      'µs',
      bySystem(servers, ({ cpu, pps }) => (pps > 0 && cpu > 0 ? (cpu / pps) * 1e6 : null)),
    ),
    perCore: plot(
      'Packets per second per core',
      'packets/s',
      bySystem(servers, ({ ppsPerCore }) => ppsPerCore),
    ),
    memory: plot(
      'Resident memory',
      'MB',
      bySystem(servers, ({ rssMb }) => (rssMb > 0 ? rssMb : null)),
    ),
  };
}

function bySystem(rows: readonly LoadResult[], read: (row: LoadResult) => number | null, prefix = ''): Series[] {
  const systems = [...new Set(rows.map(({ system }) => system))];
  return systems.map((system) => ({
    name: `${prefix}${system}`,
    dashed: system === 'bare mediasoup',
    points: rows.filter((row) => row.system === system).map((row) => [row.room, read(row)] as const),
  }));
}
