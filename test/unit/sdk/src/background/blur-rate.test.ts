import t from 'tap';
import { BlurRate } from '../../../../../sdk/src/background/page/blur-rate.ts';

/** A camera of this rate, whose pictures take so long each. @returns after how many milliseconds it is too slow */
function slowAfter(rate: BlurRate, { fps, workMs, fromMs = 0 }: { fps: number; workMs: number; fromMs?: number }) {
  for (let now = 0; now <= 60_000; now += 1_000 / fps) if (rate.add(workMs, fromMs + now)) return now;
  return null;
}

t.test('pictures that take more than a fifteenth of a second are too slow after ten seconds', async (t) => {
  const found = slowAfter(new BlurRate(15), { fps: 12, workMs: 70 });
  t.ok(found !== null && found >= 10_000 && found < 10_500, `${found}`);
  t.equal(slowAfter(new BlurRate(15), { fps: 15, workMs: 60 }), null);
});

t.test('a slow camera is no reason', async (t) => {
  t.equal(slowAfter(new BlurRate(15), { fps: 5, workMs: 30 }), null);
});

t.test('a moment in which the device is busy is no reason', async (t) => {
  const rate = new BlurRate(15);
  for (let second = 0; second < 60; second += 1)
    for (let index = 0; index < 10; index += 1)
      t.notOk(rate.add(Math.floor(second / 5) % 2 === 0 ? 90 : 20, second * 1_000 + index * 100));
});

t.test('without a minimum nothing is too slow', async (t) => {
  t.equal(slowAfter(new BlurRate(0), { fps: 1, workMs: 900 }), null);
});
