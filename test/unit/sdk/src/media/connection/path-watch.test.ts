import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { PathWatch } from '../../../../../../sdk/src/media/connection/path-watch.ts';
import { waitUntil } from '../../../../../support/media/wait-until.ts';

const delays = { disconnectedMs: 20, restartMs: 40 };

function setUp(restartIce: () => Promise<void> = async () => {}, state: 'connected' | 'disconnected' = 'disconnected') {
  const happened: string[] = [];
  const watch = new PathWatch({
    delays,
    readState: () => state,
    restartIce: () => {
      happened.push('restart');
      return restartIce();
    },
    handleBroken: () => happened.push('broken'),
  });
  return { watch, happened };
}

t.test('a path that comes back by itself is left alone', async (t) => {
  const { watch, happened } = setUp();
  watch.handleState('connected');
  watch.handleState('disconnected');
  watch.handleState('connected');
  await sleep(delays.disconnectedMs * 2);
  t.same(happened, []);
});

t.test('one that stays away is restarted once', async (t) => {
  const { watch, happened } = setUp();
  watch.handleState('disconnected');
  watch.handleState('disconnected');
  t.same(happened, [], 'not at once');
  await waitUntil(() => happened.length > 0, 'a restart');
  watch.handleState('failed');
  watch.handleState('connecting');
  watch.handleState('connected');
  await sleep(delays.restartMs * 2);
  t.same(happened, ['restart']);
});

t.test('one that failed is restarted at once', async (t) => {
  const { watch, happened } = setUp();
  watch.handleState('failed');
  t.same(happened, ['restart']);
});

t.test('a restart that does not connect is broken', async (t) => {
  const { watch, happened } = setUp();
  watch.restart();
  await waitUntil(() => happened.includes('broken'), 'broken');
  t.same(happened, ['restart', 'broken']);
});

t.test('so is one that fails, and it is told once', async (t) => {
  const { watch, happened } = setUp(() => Promise.reject(new Error('no')));
  watch.restart();
  await sleep(delays.restartMs * 2);
  t.same(happened, ['restart', 'broken']);
});

t.test('a restart of a path that was well all along is no fault, however it went', async (t) => {
  for (const restart of [async () => {}, () => Promise.reject(new Error('no'))]) {
    const { watch, happened } = setUp(restart, 'connected');
    watch.restart();
    await sleep(delays.restartMs * 2);
    watch.restart();
    t.same(happened, ['restart', 'restart'], 'and it can be restarted again');
  }
});

t.test('a closed watch does nothing', async (t) => {
  const { watch, happened } = setUp();
  watch.handleState('disconnected');
  watch.close();
  watch.restart();
  watch.handleState('failed');
  await sleep(delays.disconnectedMs * 2);
  t.same(happened, []);
});

t.test('a path that is taken for lost is restarted and broken, however well it is', async (t) => {
  const { watch, happened } = setUp(async () => {}, 'connected');
  watch.takeForLost(true);
  await waitUntil(() => happened.includes('broken'), 'broken');
  t.same(happened, ['restart', 'broken']);
});

t.test('and is well again as soon as it is not', async (t) => {
  const { watch, happened } = setUp(async () => {}, 'connected');
  watch.takeForLost(true);
  watch.handleState('connected');
  await waitUntil(() => happened.length > 0, 'a restart');
  watch.takeForLost(false);
  await sleep(delays.restartMs * 2);
  t.same(happened, ['restart']);
});
