import t from 'tap';
import { Shutdown, sameSignalMs } from '../../../../server/src/process/shutdown.ts';

/** A shutdown whose drain and close finish when the test says so. */
function begin() {
  const said: string[] = [];
  const drained = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const ending = new Shutdown({
    drain: { start: (by) => said.push(`drain by ${by}`), finished: drained.promise },
    shutDown: () => {
      said.push('close');
      return closed.promise;
    },
    exit: (code) => said.push(`exit ${code}`),
    fail: (message) => said.push(message),
  });
  return { ending, said, drained, closed };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

t.test('SIGTERM drains, and what was drained is closed and ends with 0', async (t) => {
  const { ending, said, drained, closed } = begin();
  ending.handleSignal('SIGTERM', 0);
  t.same(said, ['drain by signal']);
  drained.resolve();
  await settle();
  closed.resolve();
  await settle();
  t.same(said, ['drain by signal', 'close', 'exit 0']);
});

t.test('a first SIGTERM while a drain over REST is being finished changes nothing', async (t) => {
  const { ending, said, drained, closed } = begin();
  drained.resolve();
  await settle();
  ending.handleSignal('SIGTERM', 5_000);
  t.same(said, ['close']);
  closed.resolve();
  await settle();
  t.same(said, ['close', 'exit 0']);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  t.test(`a ${signal} that a wrapper passes on as well is one, also while it closes`, async (t) => {
    const { ending, said, drained } = begin();
    ending.handleSignal(signal, 0);
    drained.resolve();
    await settle();
    ending.handleSignal(signal, sameSignalMs - 1);
    t.notMatch(said.join(), /exit/);
    ending.handleSignal(signal, sameSignalMs);
    t.equal(said.at(-1), 'exit 1', 'asked again later it ends at once');
  });
}

t.test('SIGINT and a second SIGTERM end the server at once', async (t) => {
  for (const second of ['SIGINT', 'SIGTERM'] as const) {
    const { ending, said } = begin();
    ending.handleSignal('SIGTERM', 0);
    ending.handleSignal(second, sameSignalMs);
    t.same(said, ['drain by signal', 'close']);
  }
});

t.test('a closing that fails says why', async (t) => {
  const { ending, said, closed } = begin();
  ending.handleSignal('SIGINT', 0);
  closed.reject(new Error('the disk is gone'));
  await settle();
  t.same(said, ['close', 'Closing failed: the disk is gone']);
});
