/** Line charts as SVG text, without a library. */

export interface Series {
  name: string;
  /** x and y; null leaves a gap. */
  points: readonly (readonly [number, number | null])[];
  dashed?: boolean;
}

export interface ChartOptions {
  title: string;
  /** With its unit. */
  yLabel: string;
  xLabel: string;
  series: readonly Series[];
  /** Vertical lines. */
  marks?: readonly { x: number; label: string }[];
}

const size = { width: 520, height: 300, left: 56, right: 12, top: 34, bottom: 44 };
export const plotSize = { width: size.width, height: size.height };
const legendHeight = 18;
/** More labels on the x axis would overlap, and more dots hide the line. */
const [maxLabels, maxDots] = [16, 40];
/** Readable on white and on black. */
const colours = ['#3b82f6', '#d1531d', '#2f9e56', '#9464e8', '#a87a1a', '#cf4f9b', '#6e7781'];
const colourOf = (index: number): string => colours[index % colours.length] ?? '#888';

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** As an HTML figure with the legend below. Empty if there are no points. */
export function lineChart(options: ChartOptions): string {
  const plot = drawPlot(options);
  if (plot === '') return '';
  const legend = options.series.map(
    ({ name, dashed }, index) =>
      `<span><i style="border-color:${colourOf(index)};border-top-style:${dashed ? 'dashed' : 'solid'}"></i>${escapeHtml(name)}</span>`,
  );
  const { width, height } = plotSize;
  const svg = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(options.title)}">${plot}</svg>`;
  return `<figure>${svg}<figcaption>${legend.join('')}</figcaption></figure>`;
}

/** The content of an SVG of `plotSize`. Empty if there are no points. @param legend where to draw it, or not at all */
export function drawPlot(
  { title, yLabel, xLabel, series, marks = [] }: ChartOptions,
  legend: 'inside' | 'none' = 'none',
): string {
  const xs = [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))].sort((one, other) => one - other);
  const ys = series.flatMap(({ points }) => points.flatMap(([, y]) => y ?? []));
  if (xs.length === 0 || ys.length === 0) return '';
  const top = niceCeiling(Math.max(...ys));
  const topEdge = size.top + (legend === 'inside' ? legendHeight : 0);
  const plotWidth = size.width - size.left - size.right;
  const plotHeight = size.height - topEdge - size.bottom;
  const [first = 0, last = 0] = [xs[0], xs.at(-1)];
  const toX = (x: number) => size.left + (last === first ? plotWidth / 2 : ((x - first) / (last - first)) * plotWidth);
  const toY = (y: number) => topEdge + plotHeight - (y / top) * plotHeight;
  return [
    `<text x="${size.left}" y="18" class="title">${escapeHtml(title)}</text>`,
    ...(legend === 'inside' ? drawLegend(series) : []),
    ...grid(top, toY),
    ...labelled(xs).map((x) => text(toX(x), size.height - size.bottom + 16, String(x), 'middle')),
    ...marks.map(({ x, label }) => mark(toX(x), topEdge, topEdge + plotHeight, label)),
    text(size.left + plotWidth / 2, size.height - 8, xLabel, 'middle'),
    `<text transform="translate(14 ${topEdge + plotHeight / 2}) rotate(-90)" text-anchor="middle">${escapeHtml(yLabel)}</text>`,
    ...series.map((one, index) => line(one, colourOf(index), toX, toY)),
  ].join('');
}

/** All of them, or those at regular distances. */
function labelled(xs: readonly number[]): readonly number[] {
  const step = Math.ceil(xs.length / maxLabels);
  const round = step <= 2 ? step : Math.ceil(step / 5) * 5;
  return xs.filter((_, index) => index % round === 0);
}

function mark(x: number, top: number, bottom: number, label: string): string {
  const at = `x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${top}" y2="${bottom}"`;
  return `<line ${at} class="mark"><title>${escapeHtml(label)}</title></line>${text(x + 3, top + 10, label, 'start')}`;
}

/** Names in a row; their width is estimated from the number of letters. */
function drawLegend(series: readonly Series[]): string[] {
  let left = size.left;
  return series.flatMap(({ name, dashed }, index) => {
    const x = left;
    left += 34 + name.length * 6.5;
    const stroke = `stroke="${colourOf(index)}" stroke-width="3"${dashed ? ' stroke-dasharray="5 4"' : ''}`;
    return [`<line x1="${x}" x2="${x + 18}" y1="34" y2="34" ${stroke}/>`, text(x + 23, 38, name, 'start')];
  });
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

function grid(top: number, toY: (y: number) => number): string[] {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
    const y = toY(share * top);
    return [
      `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y}" y2="${y}" class="grid"/>`,
      text(size.left - 6, y + 4, formatTick(share * top), 'end'),
    ];
  });
}

function line(
  { points, dashed }: Series,
  colour: string,
  toX: (x: number) => number,
  toY: (y: number) => number,
): string {
  const known = points.flatMap(([x, y]) => (y === null ? [] : [{ x: toX(x), y: toY(y), value: y }]));
  const path = known.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  const dots = (known.length > maxDots ? [] : known).map(
    ({ x, y, value }) =>
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colour}"><title>${formatTick(value)}</title></circle>`,
  );
  const dash = dashed ? ' stroke-dasharray="5 4"' : '';
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>${dots.join('')}`;
}

function text(x: number, y: number, content: string, anchor: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escapeHtml(content)}</text>`;
}

function formatTick(value: number): string {
  if (value >= 1_000) return `${Number((value / 1_000).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}
