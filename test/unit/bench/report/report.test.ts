import t from 'tap';
import { lineChart, niceCeiling } from '../../../../bench/report/chart.ts';
import { renderReport } from '../../../../bench/report/report.ts';
import type { Results } from '../../../../bench/report/results.ts';
import { summarize } from '../../../../bench/report/summarize.ts';
import { renderSummary } from '../../../../bench/report/summary.ts';
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
  capacity: [],
  ratios: [{ what: 'CPU per packet', room: 8, media: 'av', value: 0.55, wanted: '≤ 0.7' }],
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

t.test('axes end at round figures', async (t) => {
  t.same([0, 0.93, 1, 1.1, 2.3, 42, 101].map(niceCeiling), [1, 1, 1, 2, 2.5, 50, 200]);
});
