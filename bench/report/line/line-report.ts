/** The line tier in the report of a run: plots over time, and all figures. */

import type { Series } from '../../tiers/line/figures/series.ts';
import type { LineResult } from '../../tiers/line/figures/summarize-line.ts';
import { type ChartOptions, escapeHtml, lineChart } from '../chart.ts';
import { table } from '../tables.ts';
import { describeLines } from './line-figures.ts';
import { lineHead, lineRows } from './line-rows.ts';

const plots: readonly { name: keyof Series; title: string; unit: string; factor: number }[] = [
  { name: 'concealed', title: 'Sound concealed', unit: '%', factor: 100 },
  { name: 'audioDelayMs', title: 'Sound in the jitter buffer', unit: 'ms', factor: 1 },
  { name: 'fps', title: 'Pictures decoded per second', unit: 'pictures/s', factor: 1 },
  { name: 'height', title: 'Height of the picture', unit: 'pixels', factor: 1 },
  { name: 'glassP50Ms', title: 'Glass to glass', unit: 'ms', factor: 1 },
  { name: 'kbps', title: 'Received of the one who is watched', unit: 'kbit/s', factor: 1 },
];

/** HTML; empty if nothing was measured. */
export function linesSection(lines: readonly LineResult[]): string {
  if (lines.length === 0) return '';
  const rooms = [...new Set(lines.map(({ room }) => room))];
  const parts = rooms.flatMap((room) => [
    `<h3>Room of ${room}</h3>`,
    table(lineHead, lineRows(lines, room, ['clean', 'bad', 'restored'])),
    ...plotsOf(lines.filter((line) => line.room === room)),
  ]);
  return [`<p>${escapeHtml(describeLines(lines))}</p>`, ...parts].join('\n');
}

function plotsOf(lines: readonly LineResult[]): string[] {
  return [...new Set(lines.map(({ line }) => line))].map((id) => {
    const results = lines.filter(({ line }) => line === id);
    const charts = findLinePlots(results).map(lineChart).join('');
    return `<h4>${escapeHtml(results[0]?.title ?? id)}</h4>\n<div class="charts">${charts}</div>`;
  });
}

/** @param results of one scenario in one room */
export function findLinePlots(results: readonly LineResult[]): ChartOptions[] {
  const phases = (results[0]?.phases ?? []).map(({ name, fromSeconds }) => ({ x: fromSeconds, label: name }));
  return plots.map(({ name, title, unit, factor }) => ({
    title,
    yLabel: unit,
    xLabel: 'seconds',
    marks: phases,
    series: results.map(({ system, series }) => ({
      name: system,
      points: series[name].map((value, second) => [second, value === null ? null : value * factor] as const),
    })),
  }));
}
