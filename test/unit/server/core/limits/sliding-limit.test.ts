import t from 'tap';
import { SlidingLimit } from '../../../../../server/src/core/limits/sliding-limit.ts';

t.test('at most so many in any stretch of time', async (t) => {
  const limit = new SlidingLimit(2, 1_000);
  limit.count('a', 0);
  limit.count('a', 900);
  t.ok(limit.isReached('a', 999));
  t.notOk(limit.isReached('b', 999), 'each key for itself');
  t.notOk(limit.isReached('a', 1_000), 'the first is out of the window');
  limit.count('a', 1_000);
  t.ok(limit.isReached('a', 1_899));
  limit.refund('a');
  t.notOk(limit.isReached('a', 1_899), 'what is taken back does not count');
});
