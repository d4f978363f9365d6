import { existsSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { withLock } from '../../../../../server/setup/install/lock.mjs';

t.test('two set-ups never do the same work at once; the second is told that it waits', async (t) => {
  const path = join(t.testdir({}), 'cache', 'lock');
  const seen: string[] = [];
  const { promise: firstMayEnd, resolve: endFirst } = Promise.withResolvers<void>();
  const first = withLock(path, t.fail, async () => {
    seen.push('first begins');
    await firstMayEnd;
    seen.push('first ends');
  });
  const onWait = (): void => {
    seen.push('second waits');
    endFirst();
  };
  const second = withLock(path, onWait, async () => seen.push('second begins'), { pollMs: 1 });
  await Promise.all([first, second]);
  t.same(seen, ['first begins', 'second waits', 'first ends', 'second begins']);
  t.notOk(existsSync(path), 'it is free again');
});

t.test('work that fails frees the lock', async (t) => {
  const path = join(t.testdir({}), 'lock');
  await t.rejects(
    withLock(path, t.fail, async () => Promise.reject(new Error('no compiler'))),
    { message: 'no compiler' },
  );
  t.equal(await withLock(path, t.fail, async () => 'done'), 'done');
});

t.test('the lock of a set-up that died is taken over', async (t) => {
  const path = join(t.testdir({}), 'lock');
  mkdirSync(path);
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(path, longAgo, longAgo);
  t.equal(
    await withLock(
      path,
      () => {},
      async () => 'done',
      { pollMs: 1 },
    ),
    'done',
  );
});
