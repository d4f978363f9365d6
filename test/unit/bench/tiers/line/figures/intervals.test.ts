import t from 'tap';
import { intervalsOf, longestSilenceMs } from '../../../../../../bench/tiers/line/figures/intervals.ts';
import { good, repeat, type Step, samplesOf } from './samples.ts';

const frozenMs = (steps: readonly Step[]) =>
  Math.round(intervalsOf(samplesOf(steps)).reduce((sum, interval) => sum + interval.frozenMs, 0));
const silence = (steps: readonly Step[]) => Math.round(longestSilenceMs(intervalsOf(samplesOf(steps))));

const noPicture = { frames: 0 };
const silent = { concealed: good.samples };

t.test('the decoder counts short freezes', async (t) => {
  t.equal(frozenMs([good, ...repeat(noPicture, 4), { freezeSeconds: 0.45 }, good]), 450);
});

t.test(
  'a video that ends for longer than a second stands still meanwhile, whether the decoder counts it or not',
  async (t) => {
    const outage = repeat(noPicture, 30);
    t.equal(frozenMs([good, ...outage, good]), 3_000, 'not counted by the decoder');
    t.equal(frozenMs([good, ...outage, { freezeSeconds: 3.08 }, good]), 3_080, 'counted at the next picture');
    t.equal(frozenMs([good, ...outage, { freezeSeconds: 0.2 }, good]), 3_000, 'counted in part');
    t.equal(frozenMs([good, ...outage]), 3_000, 'it never came back');
  },
);

t.test('an outage stands in the time in which it was', async (t) => {
  const intervals = intervalsOf(samplesOf([good, ...repeat(noPicture, 20), { freezeSeconds: 2.1 }]));
  t.same(
    intervals.map((interval) => Math.round(interval.frozenMs)),
    [0, ...repeat({}, 20).map(() => 100), 100],
  );
});

t.test('less than a second without pictures is no outage', async (t) => {
  t.equal(frozenMs([good, ...repeat(noPicture, 9), good]), 0);
});

t.test('the longest silence includes what is concealed just before and after', async (t) => {
  t.equal(silence([good, { concealed: 960 }, ...repeat(silent, 3), { concealed: 2_400 }, good, good]), 370);
});

t.test('single losses are no long silence, however many', async (t) => {
  t.equal(silence(repeat({ concealed: 960 }, 50)), 20);
});

t.test('time in which nothing is played at all is silent', async (t) => {
  t.equal(silence([good, ...repeat({ samples: 0, emitted: 0 }, 5), good]), 500);
});

t.test('counters that start again count nothing backwards', async (t) => {
  const [first, second] = samplesOf([good]);
  if (!first || !second) throw new Error('No samples');
  const [, backwards] = intervalsOf([first, second, { ...first, at: second.at + 100 }]);
  t.match(backwards, { samples: 0, frames: 0, bytes: 0 });
});
