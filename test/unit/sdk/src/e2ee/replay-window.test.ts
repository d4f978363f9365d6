import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { ReplayWindow, windowSize } from '../../../../../sdk/src/e2ee/frames/replay-window.ts';

t.test('each counter is accepted once, unless it is older than the window', async (t) => {
  const steps = fc.array(fc.oneof(fc.integer({ min: -1_200, max: 40 }), fc.integer({ min: 900, max: 3_000 })), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(steps, (steps) => {
      const window = new ReplayWindow();
      const seen = new Set<number>();
      let highest = -1;
      for (const step of steps) {
        const counter = Math.max(0, highest + step);
        const expected = counter > highest - windowSize && !seen.has(counter);
        assert.equal(window.isNew(counter), expected);
        assert.equal(window.accept(counter), expected);
        seen.add(counter);
        highest = Math.max(highest, counter);
      }
    }),
    { numRuns: 300 },
  );
  t.pass('for random orders, losses and jumps');
});

t.test('the highest counter of a key is accepted', async (t) => {
  const window = new ReplayWindow();
  const last = 2 ** 32 - 1;
  t.ok(window.accept(0));
  t.ok(window.accept(last));
  t.ok(window.accept(last - windowSize + 1));
  for (const old of [last, last - windowSize, 0]) t.notOk(window.accept(old));
});
