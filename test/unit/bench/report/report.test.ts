import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { lineChart, niceCeiling } from '../../../../bench/report/chart.ts';
import { placeFigures, renderFigures, writeFigures } from '../../../../bench/report/figure-tables.ts';
import { renderPicture } from '../../../../bench/report/readme-picture.ts';
import { renderReport } from '../../../../bench/report/report.ts';
import type { Results } from '../../../../bench/report/results.ts';
import { summarize } from '../../../../bench/report/summarize.ts';
import { renderSummary } from '../../../../bench/report/summary.ts';
import { readDocument } from '../../../support/docs/markdown.ts';
import { figures } from '../figures.ts';

const row = (system: string, room: number, changes: Parameters<typeof figures>[0] = {}) =>
  summarize({ system, room, media: 'av', rooms: 1 }, [figures(changes)]);

const results: Results = {
  startedAt: '2026-01-02T03:04:05.000Z',
  command: 'npm run bench --',
  host: {
    cpu: 'A <fast> one',
    cores: 2,
    memoryGb: 8,
    os: 'Linux',
    kernel: '6',
    loadAtStart: [0.1, 0, 0],
    isQuiet: true,
  },
  network: 'loopback',
  timing: 'Kernel timestamps',
  versions: { node: 'v24', mediasoup: '3' },
  cipher: 'AEAD_AES_128_GCM',
  schedule: 'evenly',
  repetitions: 1,
  windowSeconds: 10,
  results: [
    row('hearthroom', 4),
    row('hearthroom', 8),
    row('janus', 8),
    row('hearthroom', 32, { clientBound: true, residenceMs: null, endToEndMs: null }),
  ],
  sessions: [
    {
      client: 'sdk',
      room: 4,
      times: { 'connect → waiting': { p50: 12, p95: 20, min: 9, max: 30, count: 6 } },
      loss: 0,
    },
  ],
  capacity: [
    {
      system: 'hearthroom',
      peoplePerRoom: 8,
      media: 'av',
      rooms: 6,
      workerCores: 0.75,
      roomsPerCore: 8,
      limit: 'latency',
      steps: [],
    },
  ],
  ratios: [{ what: 'CPU per packet', room: 8, media: 'av', value: 0.55, wanted: '≤ 0.7' }],
  targets: [
    { what: 'p95 at 8', bound: 'at most', wanted: 1, found: 0.5, unit: 'ms', verdict: 'reached' },
    { what: 'per core', bound: 'at least', wanted: 90_000, found: 84_321.7, unit: 'packets/s', verdict: 'missed' },
  ],
  skipped: ['LiveKit: no server given'],
};

t.test('the report is one page that needs nothing from anywhere, with plots and every figure', async (t) => {
  const html = renderReport(results);
  t.notMatch(html, /<script|<link|src=|url\(|https?:/, 'self-contained');
  t.ok((html.match(/<svg /g) ?? []).length >= 5, 'plots');
  t.match(html, 'A &lt;fast&gt; one', 'text is text');
  t.match(html, 'AEAD_AES_128_GCM');
  t.match(html, 'LiveKit: no server given');
  t.match(html, 'client-bound');
  t.notMatch(html, 'was busy');
});

t.test('a busy machine is said to have been busy', async (t) => {
  const busy = { ...results, host: { ...results.host, isQuiet: false } };
  t.match(renderReport(busy), 'was busy when this run began');
  t.match(renderSummary(busy), 'figures are too high');
});

t.test('the summary has a line for each row, and no latency where clients were the limit', async (t) => {
  const lines = renderSummary(results).split('\n');
  t.ok(lines.some((line) => /^hearthroom +8 av +0\.20 \/ 0\.50 \/ 1\.00/.test(line)));
  t.ok(lines.some((line) => /^hearthroom +32 av +– .*client-bound$/.test(line)));
  t.ok(lines.includes('left out: LiveKit: no server given'));
});

t.test('every target is told with its bound, the figure and the verdict', async (t) => {
  const html = renderReport(results);
  t.match(html, '<td>p95 at 8</td><td>≤ 1 ms</td><td>0.50 ms</td><td>reached</td>');
  t.match(html, '<td>per core</td><td>≥ 90\u2009000 packets/s</td><td>84\u2009322 packets/s</td><td>missed</td>');
  t.match(renderSummary(results), /^missed +per core +84\u2009322 packets\/s +≥ 90\u2009000 packets\/s$/m);
});

t.test('the picture needs nothing from anywhere, and has colours for a dark ground', async (t) => {
  const svg = renderPicture(results);
  t.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" /);
  t.notMatch(svg.slice(50), /<script|href|url\(|https?:/);
  t.match(svg, 'prefers-color-scheme: dark');
  t.match(svg, 'A &lt;fast&gt; one');
  t.match(svg, '>janus</text>', 'lines have names');
  t.equal(renderPicture({ ...results, results: [] }), '', 'none without figures');
});

t.test('the document gets a row for each room of this server, the others beside it', async (t) => {
  const text = renderFigures(results, 'bench/results/a.svg');
  t.match(text, '![Latency and CPU by people in the room](bench/results/a.svg)');
  t.match(text, '| 8, video | 0.20 / 0.50 / 1.00 | 0 | 8000 | 100000 | 0.50 | 1.00 |');
  t.match(text, '| 32, video | clients were the limit | 0 |');
  t.match(text, '| p95 at 8 | ≤ 1 ms | 0.50 ms | reached |');
  t.match(text, '6 rooms of 8 (av) on one worker, 8.0 per core; ended by: latency');
  t.match(text, 'Left out: LiveKit: no server given');
});

t.test('the figures of a run are written with their picture, beside the other pictures of the documents', async (t) => {
  const folder = t.testdir({ 'a.json': JSON.stringify(results), 'b.md': '<!-- bench:begin -->\n<!-- bench:end -->\n' });
  await writeFigures(join(folder, 'a.json'), join(folder, 'b.md'));
  const [, path = ''] = /!\[[^\]]*\]\(([^)]*)\)/.exec(readFileSync(join(folder, 'b.md'), 'utf8')) ?? [];
  t.equal(readFileSync(join(folder, path), 'utf8'), renderPicture(results));
});

t.test('figures replace those that were there, and nothing else', async (t) => {
  const document = 'before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n';
  t.equal(placeFigures(document, 'new'), document.replace('old', 'new'));
  t.throws(() => placeFigures('no place', 'new'), { message: /no <!-- bench:begin -->/ });
  t.doesNotThrow(() => placeFigures(readDocument('docs/performance.md'), 'new'), 'there is a place for them');
});

t.test('a chart leaves gaps where nothing was measured, and is left out without a single point', async (t) => {
  const options = { title: 'T', yLabel: 'ms', xLabel: 'people' };
  t.equal(lineChart({ ...options, series: [{ name: 'a', points: [[4, null]] }] }), '');
  const chart = lineChart({
    ...options,
    series: [
      {
        name: 'a',
        points: [
          [4, 1],
          [8, null],
          [16, 3],
        ],
      },
    ],
  });
  t.equal((chart.match(/<circle/g) ?? []).length, 2);
});

t.test('a long axis has labels at regular distances, and its line no dots', async (t) => {
  const points = Array.from({ length: 100 }, (_, second) => [second, 1] as const);
  const chart = lineChart({ title: 'T', yLabel: 'ms', xLabel: 's', series: [{ name: 'a', points }] });
  t.match(chart, '>90</text>');
  t.notMatch(chart, '>91</text>');
  t.notMatch(chart, '<circle');
});

t.test('axes end at round figures', async (t) => {
  t.same([0, 0.93, 1, 1.1, 2.3, 42, 101].map(niceCeiling), [1, 1, 1, 2, 2.5, 50, 200]);
});
