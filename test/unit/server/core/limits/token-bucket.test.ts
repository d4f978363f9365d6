import t from 'tap';
import { TokenBucket } from '../../../../../server/src/core/limits/token-bucket.ts';

t.test('a burst is let through, then the rate', async (t) => {
  const bucket = new TokenBucket(10, 3, 0);
  t.same(
    [0, 0, 0, 0].map((now) => bucket.take(now)),
    [true, true, true, false],
  );
  t.notOk(bucket.take(99), 'not yet');
  t.ok(bucket.take(200));
});

t.test('a bucket never holds more than its burst, and says when it can be forgotten', async (t) => {
  const bucket = new TokenBucket(10, 2, 0);
  bucket.take(0);
  t.notOk(bucket.isFull(50));
  t.ok(bucket.isFull(1_000_000));
  t.same(
    [1e6, 1e6, 1e6].map((now) => bucket.take(now)),
    [true, true, false],
  );
});

t.test('several are taken at once, or none', async (t) => {
  const bucket = new TokenBucket(10, 5, 0);
  t.notOk(bucket.take(0, 6), 'more than it ever holds');
  t.ok(bucket.take(0, 3));
  t.notOk(bucket.take(0, 3));
  t.ok(bucket.take(0, 2), 'what was refused took nothing');
  t.notOk(bucket.take(0));
});
