import t, { type Test } from 'tap';
import type { MediaCipher } from '../../../../../../sdk/src/media/media-cipher.ts';
import { EncryptionWatch } from '../../../../../../sdk/src/media/sending/encryption-watch.ts';
import { useFakeTime } from '../../../../../support/time/fake-time.ts';

function setUp(t: Test, check: () => Promise<void> = async () => {}) {
  const time = useFakeTime(t);
  const state = { isSending: true, checks: 0, listeners: new Set<(source: string | null) => void>() };
  const failed: (string | null)[] = [];
  const cipher: MediaCipher = {
    attachSender: () => {},
    detachSender: () => {},
    attachReceiver: () => () => {},
    check: () => {
      state.checks += 1;
      return check();
    },
    on: (_, listener) => {
      state.listeners.add(listener);
      return () => state.listeners.delete(listener);
    },
  };
  const watch = new EncryptionWatch({
    cipher,
    isSending: () => state.isSending,
    handleFailed: (source) => failed.push(source),
  });
  t.teardown(() => watch.close());
  return { time, state, failed, watch };
}

t.test('what is sent is checked every two seconds, and nothing while nothing is sent', async (t) => {
  const { time, state } = setUp(t);
  await time.tickAsync(10_000);
  t.equal(state.checks, 5);
  state.isSending = false;
  await time.tickAsync(10_000);
  t.equal(state.checks, 5);
});

t.test('a failure of the cipher is passed on', async (t) => {
  const { state, failed, watch } = setUp(t);
  for (const listener of state.listeners) listener('camera');
  t.same(failed, ['camera']);
  watch.close();
  t.equal(state.listeners.size, 0);
});

t.test('a check without an answer for six seconds is a failure of everything, told once', async (t) => {
  const { time, state, failed } = setUp(t, () => new Promise(() => {}));
  await time.tickAsync(7_999);
  t.same(failed, []);
  await time.tickAsync(1);
  t.same(failed, [null]);
  await time.tickAsync(20_000);
  t.same(failed, [null]);
  t.equal(state.checks, 1);
});

t.test('a slow answer, and one that fails because all is closed, are no failures', async (t) => {
  const answers: (() => void)[] = [];
  const { time, state, failed, watch } = setUp(
    t,
    () => new Promise((resolve, reject) => answers.push(answers.length === 0 ? resolve : reject)),
  );
  await time.tickAsync(6_000);
  answers[0]?.();
  await time.tickAsync(2_000);
  answers[1]?.();
  await time.tickAsync(2_000);
  t.equal(state.checks, 3);
  watch.close();
  await time.tickAsync(20_000);
  t.same(failed, []);
});
