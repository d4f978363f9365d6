import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { observer } from 'mediasoup';
import t, { type Test } from 'tap';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { WorkerPool } from '../../../../../server/src/media/workers/workers.ts';
import { childrenOf } from '../../../../support/faults/causes/processes.ts';
import { testMediaConfig } from '../../../../support/media/test-media.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';
import { workerBin } from '../../../../support/media/worker-bin.ts';

/** A worker program that prints nothing while `hang()` applies, and is the real one otherwise. */
function makeProgram(t: Test) {
  const directory = t.testdir();
  const [program, flag] = [join(directory, 'worker'), join(directory, 'hanging')];
  writeFileSync(program, `#!/bin/sh\n[ -e '${flag}' ] && exec sleep 600\nexec '${workerBin()}' "$@"\n`);
  chmodSync(program, 0o755);
  return { program, hang: () => writeFileSync(flag, ''), work: () => rmSync(flag) };
}

const childCount = (): number => childrenOf(process.pid).length;

function setUp(t: Test, startTimeoutMs: number) {
  const { program, hang, work } = makeProgram(t);
  const serverObserver = new ServerObserver();
  const failures: string[] = [];
  serverObserver.on('internalError', ({ error }) => failures.push(String(error)));
  const config = testMediaConfig({ workerBin: program });
  const start = () => WorkerPool.create({ config, observer: serverObserver, startTimeoutMs });
  return { program, hang, work, start, failures };
}

t.test('a worker that hangs in its start keeps no place: it is killed, and another one is started', async (t) => {
  const { program, hang, work, start, failures } = setUp(t, 3_000);
  const pool = await start();
  t.teardown(() => pool.close());
  hang();
  const [worker] = pool.workers;
  process.kill(worker?.pid ?? 0, 'SIGKILL');
  await waitUntil(() => failures.length > 0, 'it is given up');
  t.notOk(pool.isReady);
  work();
  await waitUntil(() => pool.isReady, 'a worker runs again');
  t.equal(failures[0], `Error: the media worker ${program} was not ready within 3 s and was killed`);
  await waitUntil(() => childCount() === 1, 'nothing but the worker is left');
  t.same(
    childrenOf(process.pid),
    pool.workers.map(({ pid }) => pid),
  );
});

t.test('a worker that stops right after it reported itself is given up', async (t) => {
  const { start, failures } = setUp(t, 3_000);
  const pool = await start();
  t.teardown(() => pool.close());
  observer.once('newworker', ({ pid }) => process.kill(pid, 'SIGSTOP'));
  process.kill(pool.workers[0]?.pid ?? 0, 'SIGKILL');
  await waitUntil(() => failures.length > 0, 'it is given up');
  t.match(failures, [/was not ready within 3 s and was killed$/]);
  await waitUntil(() => pool.isReady, 'a worker runs again');
  await waitUntil(() => childCount() === 1, 'nothing but the worker is left');
});

t.test('a server whose worker hangs does not start, says so, and leaves no process', async (t) => {
  const { program, hang, start } = setUp(t, 300);
  hang();
  await t.rejects(start(), { message: `the media worker ${program} was not ready within 0.3 s and was killed` });
  await waitUntil(() => childCount() === 0, 'none is left');
});

t.test('a server that closes meanwhile does not wait for it, and leaves no process either', async (t) => {
  const { hang, start, failures } = setUp(t, 60_000);
  const pool = await start();
  hang();
  process.kill(pool.workers[0]?.pid ?? 0, 'SIGKILL');
  await waitUntil(() => childCount() === 1 && pool.workers.length === 0, 'the next one hangs');
  pool.close();
  await waitUntil(() => childCount() === 0, 'it is gone');
  t.same(failures, [], 'which is no failure');
});
