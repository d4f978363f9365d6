import process from 'node:process';
import t from 'tap';
import {
  withWorkerEnvironment,
  workerEnvironment,
} from '../../../../../server/src/media/workers/worker-environment.ts';

t.test('a worker inherits what finds and tunes its libraries, and nothing else', async (t) => {
  const inherited = {
    PATH: '/usr/bin',
    LD_LIBRARY_PATH: '/opt/lib',
    MALLOC_ARENA_MAX: '2',
    MEDIASOUP_USE_VALGRIND: 'true',
    LC_ALL: 'C',
  };
  const others = { HEARTHROOM_KEYS: 'a:b', DATABASE_URL: 'postgres://user:password@host', AWS_SECRET_ACCESS_KEY: 'x' };
  t.same(workerEnvironment({ ...inherited, ...others }), inherited);
});

t.test('the process has its own environment back afterwards, also when the worker doesn’t start', async (t) => {
  const own = process.env;
  t.equal(
    withWorkerEnvironment(() => process.env === own),
    false,
  );
  t.equal(process.env, own);
  t.throws(() =>
    withWorkerEnvironment(() => {
      throw new Error('no such file');
    }),
  );
  t.equal(process.env, own);
});
