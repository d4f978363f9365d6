import t from 'tap';
import { intervalsOf } from '../../../../../../bench/tiers/line/figures/intervals.ts';
import { figuresOf } from '../../../../../../bench/tiers/line/figures/phase-figures.ts';
import { good, repeat, type Step, samplesOf, startedAt } from './samples.ts';

const figures = (steps: readonly Step[], from = 0, to = steps.length * 100, ages: { at: number; ms: number }[] = []) =>
  figuresOf(intervalsOf(samplesOf(steps)), ages, { from: startedAt + from, to: startedAt + to });

t.test('what comes without a fault', async (t) => {
  const found = figures(repeat(good, 100));
  t.match(found, { concealed: 0, longestSilenceMs: 0, frozenSecondsPerMinute: 0, fps: 20, height: 360, kbps: 400 });
  t.ok(Math.abs((found.audioDelayMs ?? 0) - 50) < 0.001);
});

t.test('only what is in the window counts', async (t) => {
  const steps = [...repeat(good, 10), ...repeat({ concealed: 2_400, keyFramesAsked: 1 }, 10), ...repeat(good, 10)];
  t.match(figures(steps, 0, 1_000), { concealed: 0, keyFramesAsked: 0 });
  t.match(figures(steps, 1_000, 2_000), { concealed: 0.5, keyFramesAsked: 10 });
});

t.test('a picture that stands still half of the time is frozen for half a minute in a minute', async (t) => {
  const found = figures([...repeat(good, 20), ...repeat({ frames: 0 }, 20)]);
  t.equal(Math.round(found.frozenSecondsPerMinute), 30);
  t.equal(found.fps, 10);
});

t.test('the height is the mean over time', async (t) => {
  t.equal(Math.round(figures([...repeat({ height: 360 }, 10), ...repeat({ height: 180 }, 10)]).height), 270);
});

t.test('glass to glass is of pictures that were shown in the window', async (t) => {
  const ages = [50, 60, 70, 900].map((ms, index) => ({ at: startedAt + index * 100, ms }));
  t.match(figures(repeat(good, 10), 0, 300, ages), { glassP50Ms: 60, glassP95Ms: 70 });
  t.match(figures(repeat(good, 10), 500, 900, ages), { glassP50Ms: null, glassP95Ms: null });
});

t.test('without samples nothing is known', async (t) => {
  t.match(figures([], 0, 1_000), { concealed: null, audioDelayMs: null, fps: 0 });
});
