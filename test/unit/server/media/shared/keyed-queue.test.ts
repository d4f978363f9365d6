import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import { KeyedQueue } from '../../../../../server/src/media/shared/keyed-queue.ts';

t.test('tasks of one key run one after the other, those of different keys at once', async (t) => {
  const queue = new KeyedQueue<string>();
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} begins`);
    await turn();
    log.push(`${name} ends`);
    return name;
  };
  t.same(await Promise.all([queue.run('a', task('a1')), queue.run('a', task('a2')), queue.run('b', task('b1'))]), [
    'a1',
    'a2',
    'b1',
  ]);
  const ofA = log.filter((line) => line.startsWith('a'));
  t.same(ofA, ['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends']);
  t.ok(log.indexOf('b1 begins') < log.indexOf('a1 ends'));
});

t.test('a failure is its caller’s alone, and a drained key leaves nothing behind', async (t) => {
  const queue = new KeyedQueue<string>();
  const failing = queue.run('a', () => Promise.reject(new Error('mine')));
  const next = queue.run('a', async () => 'runs');
  t.equal(queue.size, 1);
  await t.rejects(failing, { message: 'mine' });
  t.equal(await next, 'runs');
  await turn();
  t.equal(queue.size, 0);
});
