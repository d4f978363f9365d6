/** Line charts as SVG text, without anybody else's code. */

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
}

const size = { width: 520, height: 300, left: 56, right: 12, top: 34, bottom: 44 };
const colours = ['#1f6feb', '#d1531d', '#2f8f4e', '#8250df', '#9a6700', '#bf3989', '#57606a'];

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Empty without a single point. */
export function lineChart({ title, yLabel, xLabel, series }: ChartOptions): string {
  const xs = [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))].sort((one, other) => one - other);
  const ys = series.flatMap(({ points }) => points.flatMap(([, y]) => y ?? []));
  if (xs.length === 0 || ys.length === 0) return '';
  const top = niceCeiling(Math.max(...ys));
  const plotWidth = size.width - size.left - size.right;
  const plotHeight = size.height - size.top - size.bottom;
  const [first = 0, last = 0] = [xs[0], xs.at(-1)];
  const toX = (x: number) => size.left + (last === first ? plotWidth / 2 : ((x - first) / (last - first)) * plotWidth);
  const toY = (y: number) => size.top + plotHeight - (y / top) * plotHeight;
  const parts = [
    `<text x="${size.left}" y="18" class="title">${escapeHtml(title)}</text>`,
    ...grid(top, toY),
    ...xs.map((x) => text(toX(x), size.height - size.bottom + 16, String(x), 'middle')),
    text(size.left + plotWidth / 2, size.height - 8, xLabel, 'middle'),
    `<text transform="translate(14 ${size.top + plotHeight / 2}) rotate(-90)" text-anchor="middle">${escapeHtml(yLabel)}</text>`,
    ...series.map((one, index) => line(one, colours[index % colours.length] ?? '#000', toX, toY)),
  ];
  const legend = series.map(
    ({ name, dashed }, index) =>
      `<span><i style="border-color:${colours[index % colours.length]};border-top-style:${dashed ? 'dashed' : 'solid'}"></i>${escapeHtml(name)}</span>`,
  );
  const svg = `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(title)}">${parts.join('')}</svg>`;
  return `<figure>${svg}<figcaption>${legend.join('')}</figcaption></figure>`;
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
  const dots = known.map(
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
