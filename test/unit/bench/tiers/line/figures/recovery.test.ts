import t from 'tap';
import { intervalsOf } from '../../../../../../bench/tiers/line/figures/intervals.ts';
import { recoveryOf } from '../../../../../../bench/tiers/line/figures/recovery.ts';
import { good, repeat, type Step, samplesOf, startedAt } from './samples.ts';

const clean = repeat(good, 20);

/** @param later from the end of the fault on */
function recovery(later: readonly Step[]) {
  const steps = [...clean, ...later];
  const restoredAt = startedAt + clean.length * 100;
  return recoveryOf(
    intervalsOf(samplesOf(steps)),
    { from: startedAt, to: restoredAt },
    { from: restoredAt, to: startedAt + steps.length * 100 },
  );
}

t.test('the picture is back at its full height, not before', async (t) => {
  const found = recovery([...repeat({ height: 180 }, 35), ...repeat(good, 20)]);
  t.same(found, { pictureBackMs: 3_500, soundBackMs: 0 });
});

t.test('the picture is back when it moves', async (t) => {
  t.equal(recovery([...repeat({ frames: 0 }, 12), ...repeat(good, 20)]).pictureBackMs, 1_200);
  const slow = [{ frames: 1 }, ...repeat({ frames: 0 }, 4)];
  t.equal(
    recovery([...slow, ...slow, ...slow, ...repeat(good, 20)]).pictureBackMs,
    1_000,
    'as from half its pictures on',
  );
});

t.test('a picture that comes and goes is not back yet', async (t) => {
  const short = [...repeat(good, 5), ...repeat({ height: 180 }, 5)];
  t.equal(recovery([...short, ...short, ...repeat(good, 20)]).pictureBackMs, 2_000);
});

t.test('what is shown from buffers, before the picture stands still, is no return', async (t) => {
  const steps = [...repeat(good, 12), ...repeat({ frames: 0, samples: 0 }, 50), ...repeat(good, 30)];
  t.same(recovery(steps), { pictureBackMs: 6_200, soundBackMs: 6_100 });
  t.same(recovery(repeat(good, 20)), { pictureBackMs: 0, soundBackMs: 0 }, 'it never stood still');
});

t.test('the sound is back when nearly all of it is heard', async (t) => {
  const silent = { concealed: good.samples };
  const patchy = { concealed: good.samples / 2 };
  t.equal(recovery([...repeat(silent, 10), ...repeat(patchy, 10), ...repeat(good, 20)]).soundBackMs, 1_800);
});

t.test('what did not come back has no time', async (t) => {
  t.same(recovery(repeat({ frames: 0, samples: 0 }, 40)), { pictureBackMs: null, soundBackMs: null });
  t.equal(recovery([...repeat({ height: 180 }, 35), ...repeat(good, 5)]).pictureBackMs, null, 'too short to know');
});
