/**
 * A self-contained HTML page about a run: plots first, then every figure with its spread, then how reliable they are.
 */
import { escapeHtml, lineChart } from './chart.ts';
import { linesSection } from './line/line-report.ts';
import { findPlots } from './plots.ts';
import type { Results } from './results.ts';
import { capacityTable, loadTable, qualityTable, ratiosTable, sessionsTable, table, targetsTable } from './tables.ts';

const style = `
:root { color-scheme: light; font: 15px/1.5 system-ui, sans-serif; color: #1c2024; }
body { margin: 0 auto; max-width: 1120px; padding: 24px; }
h1 { font-size: 26px; } h2 { font-size: 19px; margin-top: 40px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(440px, 1fr)); gap: 20px; }
figure { margin: 0; border: 1px solid #d8dee4; border-radius: 8px; padding: 8px; }
svg { width: 100%; height: auto; font-size: 11px; fill: #57606a; } svg .title { font-size: 14px; fill: #1c2024; }
.grid { stroke: #e6eaef; } .mark { stroke: #8c959f; stroke-dasharray: 2 3; } figcaption span { margin-right: 14px; font-size: 13px; white-space: nowrap; }
figcaption i { display: inline-block; width: 18px; border-top: 3px solid; margin-right: 5px; vertical-align: middle; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid #e6eaef; padding: 4px 9px; text-align: left; white-space: nowrap; }
.facts td { white-space: normal; } .charts + .scroll { margin-top: 20px; }
.warning { background: #fff4e5; border: 1px solid #f0c48a; border-radius: 8px; padding: 8px 12px; }
`;

export function renderReport(results: Results): string {
  const { host, startedAt, skipped } = results;
  const warning = host.isQuiet
    ? ''
    : `<p class="warning">The machine was busy when this run began (load ${host.loadAtStart.join(', ')}): figures are too high.</p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Hearthroom, measured ${escapeHtml(startedAt)}</title><style>${style}</style></head><body>
<h1>Hearthroom, measured</h1>
${warning}
<div class="facts">${table(['', ''], facts(results))}</div>
${results.results.length === 0 ? '' : load(results)}
${section('To reach', targetsTable(results))}
${section('Ratios within this run', ratiosTable(results))}
${section('What a person feels', sessionsTable(results))}
${section('On a bad line', linesSection(results.lines ?? []))}
${section('Rooms per core', capacityTable(results))}
${section('How far to trust it', qualityTable(results))}
${section('Left out', skipped.length > 0 ? `<ul>${skipped.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>` : '')}
</body></html>
`;
}

function load(results: Results): string {
  const plots = `<div class="charts">${findPlots(results).map(lineChart).join('')}</div>`;
  return section('At load', `<p>${escapeHtml(results.timing)}</p>\n${plots}\n${loadTable(results)}`);
}

const section = (title: string, content: string) => (content === '' ? '' : `<h2>${title}</h2>\n${content}`);

function facts({ startedAt, command, host, network, versions, cipher, schedule, repetitions, windowSeconds }: Results) {
  return [
    ['when', startedAt],
    ['command', command],
    ['host', `${host.cpu}, ${host.cores} cores, ${host.memoryGb} GB, ${host.os}, kernel ${host.kernel}`],
    ['load at the start', host.loadAtStart.join(', ')],
    ['network', network],
    [
      'versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['cipher', cipher],
    ['streams', schedule],
    ['repetitions', `${repetitions}, windows of ${windowSeconds} s; medians over repetitions`],
  ];
}
