import t from 'tap';
import { RestartPolicy } from '../../../../../server/src/media/workers/restart-policy.ts';

t.test('the first restart is immediate; further ones within a minute are delayed more and more', async (t) => {
  const policy = new RestartPolicy();
  const delays = [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000].map((nowMs) => policy.delayAfterDeathMs(nowMs));
  t.same(delays, [0, 250, 1_000, 3_000, 10_000, 30_000, 30_000]);
});

t.test('after a minute of running the delay is reset', async (t) => {
  const policy = new RestartPolicy();
  policy.delayAfterDeathMs(0);
  policy.delayAfterDeathMs(1_000);
  t.equal(policy.delayAfterDeathMs(61_000), 0);
});
