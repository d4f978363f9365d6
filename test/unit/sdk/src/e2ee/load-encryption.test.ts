import t, { type Test } from 'tap';
import type { EncryptionCode } from '../../../../../sdk/src/e2ee/import-encryption.ts';
import { loadEncryption } from '../../../../../sdk/src/e2ee/load-encryption.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

/** @param failures of the first imports, and of the first starts of a worker; those after them succeed */
function setUp(t: Test, { imports = [], workers = [] }: { imports?: Error[]; workers?: Error[] }) {
  const time = useFakeTime(t);
  const attempts: number[] = [];
  const fails = async (errors: Error[]): Promise<void> => {
    const error = errors.shift();
    if (error) throw error;
  };
  const code = { prepareWorker: () => fails(workers) } as EncryptionCode;
  const loading = loadEncryption(async (attempt) => {
    attempts.push(attempt);
    await fails(imports);
    return code;
  });
  const outcome = loading.then(
    (loaded) => (loaded === code ? 'loaded' : 'another code'),
    (error: unknown) => error,
  );
  return { time, attempts, outcome };
}

const many = (error: Error): Error[] => Array.from({ length: 20 }, () => error);

t.test('the code is imported again after a failure, each time as another attempt', async (t) => {
  const { time, attempts, outcome } = setUp(t, { imports: [new TypeError('offline'), new TypeError('offline')] });
  await time.tickAsync(499);
  t.same(attempts, [0]);
  await time.tickAsync(1);
  t.same(attempts, [0, 1]);
  await time.tickAsync(2_000);
  t.same(attempts, [0, 1, 2]);
  t.equal(await outcome, 'loaded');
});

t.test('after a few attempts it fails, and says what was not loaded and what an operator does', async (t) => {
  const offline = new TypeError('Failed to fetch https://example.org/hearthroom-encryption.js');
  const { time, attempts, outcome } = setUp(t, { imports: many(offline) });
  await time.tickAsync(60_000);
  t.same(attempts, [0, 1, 2, 3]);
  t.match(await outcome, {
    message: /code of encryption was not loaded.*script-src.*https:\/\/example.org/,
    cause: offline,
  });
});

t.test('a worker that does not start is started again, and its own error is the reason at last', async (t) => {
  const silent = new Error('no worker');
  const { time, attempts, outcome } = setUp(t, { workers: many(silent) });
  await time.tickAsync(60_000);
  t.equal(attempts.length, 4);
  t.equal(await outcome, silent);
});

t.test('a worker that the policy of the page forbids is not tried again', async (t) => {
  const forbidden = new DOMException('worker-src', 'SecurityError');
  const { attempts, outcome } = setUp(t, { workers: many(forbidden) });
  t.equal(await outcome, forbidden);
  t.same(attempts, [0]);
});
