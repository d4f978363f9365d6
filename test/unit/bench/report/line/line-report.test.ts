import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { writeFigures } from '../../../../../bench/report/figure-tables.ts';
import { renderLineFigures } from '../../../../../bench/report/line/line-figures.ts';
import { findLineRatios } from '../../../../../bench/report/line/line-ratios.ts';
import { findLinePlots } from '../../../../../bench/report/line/line-report.ts';
import { backCell, lineRows } from '../../../../../bench/report/line/line-rows.ts';
import { renderReport } from '../../../../../bench/report/report.ts';
import type { Results } from '../../../../../bench/report/results.ts';
import { renderSummary } from '../../../../../bench/report/summary.ts';
import type { LineRun } from '../../../../../bench/tiers/line/figures/line-run.ts';
import type { PhaseFigures } from '../../../../../bench/tiers/line/figures/phase-figures.ts';
import { type LineResult, summarizeLine } from '../../../../../bench/tiers/line/figures/summarize-line.ts';
import { scenarios } from '../../../../../bench/tiers/line/scenarios/scenarios.ts';
import { readDocument } from '../../../../support/docs/markdown.ts';

const figures: PhaseFigures = {
  concealed: 0.025,
  audioDelayMs: 81,
  longestSilenceMs: 140,
  frozenSecondsPerMinute: 1.25,
  fps: 19.6,
  height: 360,
  glassP50Ms: 90,
  glassP95Ms: 210,
  keyFramesAsked: 2,
  kbps: 412,
};

function lineOf(id: string, system: string, changes: readonly Partial<PhaseFigures>[]): LineResult {
  const scenario = scenarios.find((one) => one.id === id);
  if (!scenario) throw new Error(`There is no ${id}`);
  const seconds = [0.1, 0.2, 0.3];
  const runs = changes.map((change): LineRun => {
    const phases = scenario.phases.map(() => ({ ...figures, ...change }));
    const series = { concealed: seconds, audioDelayMs: [], fps: [], height: [], glassP50Ms: [], kbps: [] };
    return { phases, pictureBackMs: 1_500, soundBackMs: 0, series, machineBusy: 0.6 };
  });
  return summarizeLine({ system, encryption: `that of ${system}`, client: 'an SDK', room: 3 }, scenario, runs);
}

const lines = [
  lineOf('loss-8', 'hearthroom', [{ concealed: 0.02 }, { concealed: 0.025 }, { concealed: 0.03 }]),
  lineOf('loss-8', 'livekit', [{ concealed: 0.1, frozenSecondsPerMinute: 0 }]),
  lineOf('narrow-down', 'hearthroom', [{}]),
];

const results: Results = {
  startedAt: '2026-01-02T03:04:05.000Z',
  command: 'npm run bench -- --tier line',
  host: { cpu: 'One', cores: 2, memoryGb: 8, os: 'Linux', kernel: '6', loadAtStart: [0, 0, 0], isQuiet: true },
  network: 'loopback',
  timing: '',
  versions: { node: 'v24', mediasoup: '3', hearthroom: '0.2.0', livekit: '1.9', janus: '1' },
  cipher: '',
  schedule: '',
  repetitions: 3,
  windowSeconds: 10,
  results: [],
  sessions: [],
  capacity: [],
  lines,
  ratios: findLineRatios(lines),
  targets: [],
  skipped: [],
};

t.test('systems stand below each other, with medians and the range of their runs', async (t) => {
  const [own = [], other = []] = lineRows(lines, 3, ['bad']);
  t.same(own.slice(0, 4), ['8% lost', 'hearthroom', '2.50 (2.00–3.00)', '81']);
  t.same(other.slice(0, 3), ['8% lost', 'livekit', '10.0']);
  t.same(lineRows(lines, 8, ['bad']), [], 'a room that was not measured');
});

t.test('the time until the picture is back is told once, with the last phase', async (t) => {
  const narrow = lineRows(lines, 3, ['bad']).slice(2);
  t.same(
    narrow.map((row) => [row[0], row.at(-1)]),
    [
      ['downlink 1 Mbit/s', ''],
      ['downlink 500 kbit/s', ''],
      ['downlink 300 kbit/s', ''],
      ['downlink 150 kbit/s', '1.5'],
    ],
  );
});

t.test('a picture that did not come back is told of', async (t) => {
  t.equal(backCell({ median: 1_500, min: 1_000, max: 2_000, never: 0 }), '1.5 (1.0–2.0)');
  t.equal(backCell({ median: 1_500, min: 1_000, max: 2_000, never: 1 }), '1.5 (1.0–2.0); not in 1 of the runs');
  t.equal(backCell({ median: null, min: null, max: null, never: 3 }), 'not back; not in 3 of the runs');
});

t.test('ratios are those of the same line in the same room; none by zero', async (t) => {
  t.same(
    findLineRatios(lines).map(({ what, value }) => [what, Number(value.toFixed(2))]),
    [
      ['8% lost: sound concealed, Hearthroom / livekit', 0.25],
      ['8% lost: glass to glass, p50, Hearthroom / livekit', 1],
    ],
  );
});

t.test('the document gets a table for each room, with the versions of the systems on the line', async (t) => {
  const text = renderLineFigures(results);
  t.match(text, 'mediasoup 3, hearthroom 0.2.0, livekit 1.9. Medians of 3 runs');
  t.match(text, 'hearthroom: an SDK; encryption between people: that of hearthroom.');
  t.match(text, 'busy for 60% to 60% of the time');
  t.match(text, '    npm run bench -- --tier line');
  t.match(text, 'Room of 3:\n\n| line | system | sound concealed, % |');
  t.match(text, '| 8% lost | hearthroom | 2.50 (2.00–3.00) | 81 | 140 | 1.3 | 19.6 | 360 | 90 | 210 | 2 | 1.5 |');
  t.notMatch(text, 'clean again');
  t.equal(renderLineFigures({ ...results, lines: [] }), '');
});

t.test('runs in which browsers had too little CPU are told of', async (t) => {
  t.notMatch(renderLineFigures(results), 'mean little');
  const slow = lineOf('cut', 'hearthroom', [{ fps: 3 }, { fps: 19 }]);
  t.match(renderLineFigures({ ...results, lines: [slow] }), 'In 1 of 2 runs fewer than 15 pictures/s came');
});

t.test('a run of this tier alone replaces its own figures in the document, and no others', async (t) => {
  const marks = (name: string) => `<!-- ${name}:begin -->\nold\n<!-- ${name}:end -->\n`;
  const folder = t.testdir({ 'a.json': JSON.stringify(results), 'b.md': marks('bench') + marks('bench:line') });
  await writeFigures(join(folder, 'a.json'), join(folder, 'b.md'));
  const text = readFileSync(join(folder, 'b.md'), 'utf8');
  t.match(text, marks('bench'));
  t.match(text, `<!-- bench:line:begin -->\n${renderLineFigures(results)}\n<!-- bench:line:end -->`);
  t.match(readDocument('docs/performance.md'), '<!-- bench:line:begin -->', 'there is a place for them');
});

t.test('the report has all phases, and plots over time with a line for each system', async (t) => {
  const html = renderReport(results);
  t.match(html, '<h3>Room of 3</h3>');
  t.match(html, '<td>8% lost: clean again</td>');
  t.match(html, 'aria-label="Sound concealed"');
  t.notMatch(renderReport({ ...results, lines: [] }), 'On a bad line');
});

t.test('the summary has them too', async (t) => {
  t.match(
    renderSummary(results),
    /^room of 3:\nline +system +sound concealed.*\n8% lost +hearthroom +2\.50 \(2\.00–3\.00\) /m,
  );
});

t.test('values over time have the beginning of each phase marked', async (t) => {
  const [concealed] = findLinePlots(lines.slice(0, 2));
  t.same(
    concealed?.marks?.map(({ x, label }) => [x, label]),
    [
      [0, 'clean'],
      [8, '8% lost'],
      [38, 'clean again'],
    ],
  );
  t.same(
    concealed?.series.map(({ name, points }) => [name, points.length, points[0]?.[1]]),
    [
      ['hearthroom', 3, 10],
      ['livekit', 3, 10],
    ],
  );
});
