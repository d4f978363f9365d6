/** The guard process with real media workers of a real Node process that is stopped, killed and closed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, constants, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { isPast, later, momentNow } from '../../../../server/src/cluster/guard/moment.mjs';
import { WorkerGuard } from '../../../../server/src/cluster/guard/worker-guard.ts';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { GuardedNode, isAlive, signal, untilGone } from '../../../support/cluster/guarded-node.ts';
import { waitUntil } from '../../../support/media/wait-until.ts';

t.setTimeout(120_000);

const ttlMs = 1_000;
/** Renewed often: none of these tests depends on a busy machine being on time. */
const everyMs = 100;

async function startNode(t: Test) {
  const node = await GuardedNode.start(t);
  await node.extend(ttlMs, everyMs);
  const { guard, workers } = await node.pids();
  t.equal(workers.length, 2);
  t.type(guard, 'number');
  return { node, guard: Number(guard), workers };
}

t.test('the workers of a Node process that is stopped are ended, and it learns why when it continues', async (t) => {
  const { node, workers } = await startNode(t);
  signal([node.pid], 'SIGSTOP');
  await untilGone(workers, 'the workers are ended');
  t.equal(node.child.signalCode, null, 'the Node process is still there');
  signal([node.pid], 'SIGCONT');
  await node.heard('workerStarted', 2);
  t.match(node.events.find(({ event }) => event === 'guardKilled')?.value, { workers: 2 });
  t.equal(node.count('guardKilled'), 1);
  const again = await node.pids();
  t.equal(again.workers.length, 2);
  t.notOk(
    again.workers.some((pid) => workers.includes(pid)),
    'the pool started others',
  );
  t.ok(again.workers.every(isAlive));
});

t.test('workers that the pool starts again are ended too when the process is stopped once more', async (t) => {
  const { node, workers } = await startNode(t);
  signal(workers, 'SIGKILL');
  await node.heard('workerStarted', 2);
  const again = await node.pids();
  signal([node.pid], 'SIGSTOP');
  await untilGone(again.workers, 'the workers are ended');
});

t.test('the guard is outside the process group, so stopping all of the group does not stop it', async (t) => {
  const { node, workers } = await startNode(t);
  process.kill(-node.pid, 'SIGSTOP');
  await untilGone(workers, 'the stopped workers are ended');
});

t.test('when the guard was stopped with all the others, it ends the workers as soon as it continues', async (t) => {
  const { node, guard, workers } = await startNode(t);
  const all = [node.pid, ...workers, guard];
  signal(all, 'SIGSTOP');
  const end = later(momentNow(), ttlMs);
  await waitUntil(() => isPast(end), 'the permission has run out');
  t.ok(workers.every(isAlive), 'nobody could end them');
  signal(all, 'SIGCONT');
  const continued = momentNow();
  await untilGone(workers, 'the workers are ended');
  t.notOk(isPast(later(continued, 2_000)), 'soon');
});

t.test('the workers of a Node process that is killed end at once, also those that are stopped', async (t) => {
  const { node, guard, workers } = await startNode(t);
  await node.extend(3_600_000);
  signal(workers.slice(0, 1), 'SIGSTOP');
  signal([node.pid], 'SIGKILL');
  await untilGone([...workers, guard], 'workers and guard are gone');
});

t.test('without a guard the workers of a Node process that is killed end by themselves', async (t) => {
  const node = await GuardedNode.start(t, 'unguarded');
  const { workers } = await node.pids();
  signal([node.pid], 'SIGKILL');
  await untilGone(workers, 'the workers are gone');
});

t.test('a guard that is closed ends, and kills nobody', async (t) => {
  const { node, guard, workers } = await startNode(t);
  await node.tell('close-guard', 'guardClosed');
  t.notOk(isAlive(guard));
  const end = later(momentNow(), ttlMs);
  await waitUntil(() => isPast(end), 'the permission would have run out');
  t.ok(workers.every(isAlive));
  node.child.send('close');
  await once(node.child, 'exit');
  t.equal(node.count('guardDied'), 0);
  t.equal(node.count('guardKilled'), 0);
});

for (const name of ['SIGKILL', 'SIGSTOP'] as const) {
  t.test(`a guard that gets ${name} is replaced, and the new one knows the workers and the permission`, async (t) => {
    const { node, guard, workers } = await startNode(t);
    signal([guard], name);
    await node.heard('guardDied');
    await waitUntil(async () => ![guard, null].includes((await node.pids()).guard), 'another guard runs');
    t.notOk(isAlive(guard));
    t.ok(workers.every(isAlive));
    signal([node.pid], 'SIGSTOP');
    await untilGone(workers, 'the workers are ended');
  });
}

/** A guard of this process, and programs that it may end. */
async function startGuard(t: Test) {
  const observer = new ServerObserver();
  const lost: string[] = [];
  let deaths = 0;
  observer.on('guardDied', () => {
    deaths += 1;
  });
  const guard = await WorkerGuard.start({ observer, onLost: ({ message }) => lost.push(message) });
  t.teardown(() => guard.close());
  const programs = new Map<number, ChildProcess>();
  t.teardown(() => signal([...programs.keys()], 'SIGKILL'));
  const program = (): number => {
    const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
    const pid = child.pid ?? 0;
    programs.set(pid, child);
    return pid;
  };
  const reap = async (pid: number): Promise<void> => {
    const child = programs.get(pid);
    programs.delete(pid);
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  return { guard, observer, lost, deaths: () => deaths, program, reap };
}

const lastPid = '/proc/sys/kernel/ns_last_pid';

function whyNoChoiceOfIds(): string | false {
  try {
    accessSync(lastPid, constants.W_OK);
    return false;
  } catch {
    return 'needs the right to choose process ids (root on Linux)';
  }
}

/** Until the kernel gives it this process id: other processes start meanwhile. */
async function startWithId(pid: number, program: () => number, reap: (pid: number) => Promise<void>): Promise<void> {
  for (let attempts = 0; attempts < 500; attempts += 1) {
    writeFileSync(lastPid, String(pid - 1));
    const got = program();
    if (got === pid) return;
    await reap(got);
  }
  throw new Error('never got the process id');
}

t.test('signals of a terminal to all processes do not end the guard', async (t) => {
  const { guard, observer, deaths } = await startGuard(t);
  const { pid } = guard;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) signal([Number(pid)], name);
  const killed = once(observer, 'guardKilled');
  guard.extend(0);
  await killed;
  t.equal(guard.pid, pid);
  t.equal(deaths(), 0);
});

t.test('a permission counts from when the lease was asked for', async (t) => {
  const { guard, program } = await startGuard(t);
  const worker = program();
  guard.watch(worker);
  guard.extend(60_000, later(momentNow(), -60_000));
  await untilGone([worker], 'it is ended');
});

t.test('what is watched after the permission ran out is ended only when the next one has run out', async (t) => {
  const { guard, program } = await startGuard(t);
  const [first, second] = [program(), program()];
  guard.watch(first);
  guard.extend(0);
  await untilGone([first], 'the first is ended');
  guard.watch(second);
  guard.extend(3_600_000);
  t.ok(isAlive(second));
  guard.extend(0);
  await untilGone([second], 'the second is ended');
});

t.test('what is forgotten is not ended', async (t) => {
  const { guard, program } = await startGuard(t);
  const [kept, forgotten] = [program(), program()];
  guard.watch(kept);
  guard.watch(forgotten);
  guard.forget(forgotten);
  guard.extend(0);
  await untilGone([kept], 'the other is ended');
  t.ok(isAlive(forgotten));
});

t.test('another process that got the id of a worker is not ended', { skip: whyNoChoiceOfIds() }, async (t) => {
  const { guard, observer, program, reap } = await startGuard(t);
  const worker = program();
  guard.watch(worker);
  // The kernel gives start times in steps of 10 ms; ids are not used again that soon elsewhere.
  const differs = later(momentNow(), 20);
  await waitUntil(() => isPast(differs), 'a later start time differs');
  await reap(worker);
  await startWithId(worker, program, reap);
  const killed = once(observer, 'guardKilled');
  guard.extend(0);
  t.match(await killed, [{ workers: 0 }]);
  t.ok(isAlive(worker));
});

/** Another program runs instead of the guard's, until the test ends. */
function replaceNode(t: Test, path: string): void {
  const { execPath } = process;
  t.teardown(() => {
    process.execPath = execPath;
  });
  process.execPath = path;
}

t.test('a guard that cannot be started is an error, with what its program says', async (t) => {
  const observer = new ServerObserver();
  const onLost = () => t.fail('it never ran');
  replaceNode(t, '/nowhere/node');
  await t.rejects(WorkerGuard.start({ observer, onLost }), {
    message: /^the guard process .* did not start: .*ENOENT/,
  });
  process.execPath = '/bin/false';
  await t.rejects(WorkerGuard.start({ observer, onLost }), { message: /^the guard process .* ended with 1/ });
  const silent = join(t.testdir({ silent: '#!/bin/sh\nexec sleep 1000\n' }), 'silent');
  chmodSync(silent, 0o755);
  process.execPath = silent;
  await t.rejects(WorkerGuard.start({ observer, onLost, startTimeoutMs: 50 }), {
    message: /was not ready within 0.05 s/,
  });
});

t.test('a guard that ended and cannot be started again is reported, once', async (t) => {
  const { guard, lost, deaths } = await startGuard(t);
  replaceNode(t, '/bin/false');
  signal([Number(guard.pid)], 'SIGKILL');
  await waitUntil(() => lost.length > 0, 'it is reported');
  t.match(lost, [/ended with 1/]);
  t.equal(deaths(), 1);
  guard.extend(1_000);
  await guard.close();
  t.equal(lost.length, 1);
});
