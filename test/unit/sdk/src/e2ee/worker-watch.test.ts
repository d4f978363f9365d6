import t, { type Test } from 'tap';
import { WorkerWatch } from '../../../../../sdk/src/e2ee/page/worker-watch.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

function setUp(t: Test, answer: () => Promise<void> = async () => {}) {
  const time = useFakeTime(t);
  const state = { isInUse: true, asked: 0, silences: 0 };
  const watch = new WorkerWatch({
    isInUse: () => state.isInUse,
    ask: () => {
      state.asked += 1;
      return answer();
    },
    handleSilent: () => {
      state.silences += 1;
    },
  });
  t.teardown(() => watch.close());
  return { time, state, watch };
}

t.test('the worker is asked every two seconds, and not while nothing is sent or received', async (t) => {
  const { time, state } = setUp(t);
  await time.tickAsync(10_000);
  t.equal(state.asked, 5);
  state.isInUse = false;
  await time.tickAsync(10_000);
  t.equal(state.asked, 5);
});

t.test('no answer for six seconds is told, once', async (t) => {
  const { time, state } = setUp(t, () => new Promise(() => {}));
  await time.tickAsync(7_999);
  t.equal(state.silences, 0);
  await time.tickAsync(1);
  t.equal(state.silences, 1);
  await time.tickAsync(20_000);
  t.equal(state.silences, 1);
  t.equal(state.asked, 1);
});

t.test('a slow answer is an answer', async (t) => {
  const answers: (() => void)[] = [];
  const { time, state, watch } = setUp(t, () => new Promise((resolve) => answers.push(resolve)));
  await time.tickAsync(6_000);
  answers[0]?.();
  await time.tickAsync(2_000);
  answers[1]?.();
  await time.tickAsync(2_000);
  t.equal(state.asked, 3);
  watch.close();
  await time.tickAsync(20_000);
  t.equal(state.silences, 0);
});
