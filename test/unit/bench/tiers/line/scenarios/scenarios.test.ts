import t from 'tap';
import { clean, down, needsRelay } from '../../../../../../bench/tiers/line/scenarios/line-state.ts';
import {
  linesOf,
  restorationOf,
  type Scenario,
  scale,
  secondsOf,
  usesRelay,
} from '../../../../../../bench/tiers/line/scenarios/scenario.ts';
import { scenarios } from '../../../../../../bench/tiers/line/scenarios/scenarios.ts';

function find(id: string): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (!found) throw new Error(`There is no ${id}`);
  return found;
}

t.test('every scenario begins on a clean line, and has an id of its own', async (t) => {
  t.same(new Set(scenarios.map(({ id }) => id)).size, scenarios.length);
  for (const { id, phases } of scenarios) {
    t.same(phases[0]?.line, clean, id);
    t.ok(
      phases.some(({ kind }) => kind === 'bad'),
      id,
    );
  }
});

t.test('the picture is waited for from the moment in which the line is as good as before', async (t) => {
  t.same(restorationOf(find('narrow-down')), { phase: 5, afterSeconds: 0 }, 'the phase after the narrow ones');
  t.same(restorationOf(find('cut')), { phase: 1, afterSeconds: 2 }, 'when the cut is over');
  t.same(restorationOf(find('address-down')), { phase: 1, afterSeconds: 0 }, 'when the network has changed');
});

t.test('a cut is at the beginning of its phase', async (t) => {
  const [, cut] = find('cut').phases;
  if (!cut) throw new Error('A scenario without phases');
  t.same(linesOf(cut), [
    { afterSeconds: 0, line: { ...clean, path: 'cut' } },
    { afterSeconds: 2, line: clean },
  ]);
  const [before] = find('cut').phases;
  t.same(before && linesOf(before), [{ afterSeconds: 0, line: clean }]);
});

t.test('shorter phases keep the cut as long as it is', async (t) => {
  const short = scale(find('cut'), 0.1);
  t.same(
    short.phases.map(({ seconds, cutSeconds }) => [seconds, cutSeconds]),
    [
      [1, undefined],
      [3, 2],
    ],
  );
  t.equal(secondsOf(short), 4);
});

t.test('only delay and bursts need a process on the line', async (t) => {
  t.same(
    scenarios.filter(usesRelay).map(({ id }) => id),
    ['loss-5-far', 'bursts'],
  );
  t.notOk(needsRelay(down({ kbps: 500, loss: { kind: 'random', share: 0.1 } })));
});
