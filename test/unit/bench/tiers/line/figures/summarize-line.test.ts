import t from 'tap';
import { evaluate, type LineRun } from '../../../../../../bench/tiers/line/figures/line-run.ts';
import { summarizeLine } from '../../../../../../bench/tiers/line/figures/summarize-line.ts';
import { clean, down } from '../../../../../../bench/tiers/line/scenarios/line-state.ts';
import type { Scenario } from '../../../../../../bench/tiers/line/scenarios/scenario.ts';
import { good, repeat, samplesOf, startedAt } from './samples.ts';

const scenario: Scenario = {
  id: 'lossy',
  title: 'lossy',
  watched: 'down',
  phases: [
    { name: 'clean', kind: 'clean', seconds: 2, line: clean },
    { name: 'lossy', kind: 'bad', seconds: 2, line: down({ loss: { kind: 'random', share: 0.1 } }) },
    { name: 'clean again', kind: 'restored', seconds: 3, line: clean },
  ],
};
const cell = { system: 'hearthroom', encryption: 'none', client: 'its SDK', room: 3 };

function run(concealed: number, isBack = true): LineRun {
  const steps = [...repeat(good, 20), ...repeat({ concealed }, 20), ...repeat(isBack ? good : { height: 180 }, 30)];
  const phases = [0, 2_000, 4_000, 7_000].map((ms) => startedAt + ms);
  return evaluate(scenario, { samples: samplesOf(steps), ages: [{ at: startedAt + 10, ms: 80 }] }, phases, 0.5);
}

t.test('a run has figures of each phase, and a value for each second', async (t) => {
  const { phases, series, pictureBackMs } = run(480);
  t.same(
    phases.map(({ concealed }) => Number(concealed?.toFixed(3))),
    [0, 0.1, 0],
  );
  t.same(series.concealed, [0, 0, 0.1, 0.1, 0, 0, 0]);
  t.same(series.glassP50Ms, [80, null, null, null, null, null, null]);
  t.equal(pictureBackMs, 0);
});

t.test('runs become medians with their range', async (t) => {
  const { phases, series, runs } = summarizeLine(cell, scenario, [run(480), run(960), run(2_400)]);
  t.match(phases[1], { name: 'lossy', kind: 'bad', fromSeconds: 2, seconds: 2 });
  const { median = 0, min = 0, max = 0 } = phases[1]?.figures.concealed ?? {};
  t.same(
    [median, min, max].map((share) => share.toFixed(3)),
    ['0.200', '0.100', '0.500'],
  );
  t.equal(series.concealed[2], 0.2);
  t.equal(runs.length, 3);
  t.notOk('series' in (runs[0] ?? {}), 'the median alone is kept of the values over time');
});

t.test('a time that is not reached in half of the runs has no median', async (t) => {
  const backTime = (...all: LineRun[]) => summarizeLine(cell, scenario, all).pictureBackMs;
  t.same(backTime(run(0), run(0), run(0, false)), { median: 0, min: 0, max: 0, never: 1 });
  t.same(backTime(run(0), run(0, false), run(0, false)), { median: null, min: 0, max: 0, never: 2 });
});
