import t from 'tap';
import { WorkerWatch } from '../../../../../server/src/media/workers/worker-watch.ts';

/** Checks once for each reading of the CPU time, without any answer. */
const lookAt = (watch: WorkerWatch, readings: (number | null)[]) => readings.map((seconds) => watch.look(seconds));

t.test('a worker that answers is never killed', async (t) => {
  const watch = new WorkerWatch();
  for (let second = 0; second < 100; second += 1) {
    t.equal(watch.look(1), 'wait');
    watch.answered();
  }
});

t.test('a worker that neither answers nor works is killed at the fourth look', async (t) => {
  const watch = new WorkerWatch();
  t.same(lookAt(watch, [5, 5, 5, 5]), ['wait', 'wait', 'wait', 'kill']);
});

t.test('what it worked before it was stopped doesn’t help it', async (t) => {
  const watch = new WorkerWatch();
  watch.look(1);
  watch.answered();
  t.same(lookAt(watch, [1.9, 1.9, 1.9, 1.9]), ['wait', 'wait', 'wait', 'kill']);
});

t.test('a worker that is busy has time to answer late', async (t) => {
  const watch = new WorkerWatch();
  const busy = Array.from({ length: 10 }, (_, second) => second * 0.95);
  t.same(new Set(lookAt(watch, busy)), new Set(['wait']));
  watch.answered();
  t.same(
    new Set(
      lookAt(
        watch,
        busy.map((seconds) => seconds + 10),
      ),
    ),
    new Set(['wait']),
    'again and again',
  );
});

t.test('a worker that was busy and is stopped is killed soon', async (t) => {
  const watch = new WorkerWatch();
  t.same(lookAt(watch, [1, 2, 3, 3, 3, 3, 3]).lastIndexOf('wait'), 5);
});

t.test('a worker that works and never answers is in a loop, and is killed', async (t) => {
  const watch = new WorkerWatch();
  const looks = lookAt(
    watch,
    Array.from({ length: 16 }, (_, second) => second),
  );
  t.equal(looks.indexOf('kill'), 15);
});

t.test('where the kernel doesn’t tell the CPU time, answers alone count', async (t) => {
  const watch = new WorkerWatch();
  t.same(lookAt(watch, [null, null, null, null]), ['wait', 'wait', 'wait', 'kill']);
});
