/** A run as one picture for a web page: a self-contained SVG that is readable on light and dark backgrounds. */
import { drawPlot, escapeHtml, plotSize } from './chart.ts';
import { plotsOf } from './plots.ts';
import type { Results } from './results.ts';

const style = `
text { font: 11px system-ui, sans-serif; fill: #57606a; } .title { font-size: 14px; font-weight: 600; fill: #1f2328; }
.grid { stroke: #d8dee4; }
@media (prefers-color-scheme: dark) { text { fill: #9198a1; } .title { fill: #f0f6fc; } .grid { stroke: #3d444d; } }
`;
const columns = 2;
const footerHeight = 24;

/** Empty if nothing was measured under load. */
export function renderPicture(results: Results): string {
  const media = results.results.some((row) => row.media === 'av') ? 'av' : 'audio';
  const { residence, own, cpu, perCore } = plotsOf(
    results.results.filter((row) => row.media === media),
    media,
  );
  const plots = [residence, own, cpu, perCore].map((plot) => drawPlot(plot, 'inside')).filter((drawn) => drawn !== '');
  if (plots.length === 0) return '';
  const { width, height } = plotSize;
  const placed = plots.map((plot, index) => {
    const [x, y] = [(index % columns) * width, Math.floor(index / columns) * height];
    return `<g transform="translate(${x} ${y})">${plot}</g>`;
  });
  const total = { width: columns * width, height: Math.ceil(plots.length / columns) * height + footerHeight };
  const footer = `<text x="${total.width / 2}" y="${total.height - 8}" text-anchor="middle">${escapeHtml(describe(results))}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${total.height}" role="img" aria-label="Hearthroom, measured">
<style>${style}</style>
${placed.join('\n')}
${footer}
</svg>
`;
}

function describe({ startedAt, host, cipher, repetitions, windowSeconds }: Results): string {
  const [name = ''] = cipher.split(',');
  const medians = `medians of ${repetitions} windows of ${windowSeconds} s`;
  return [startedAt.slice(0, 10), host.cpu, `${host.cores} cores`, name, medians].join(' · ');
}
