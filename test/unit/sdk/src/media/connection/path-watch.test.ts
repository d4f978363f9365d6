import t, { type Test } from 'tap';
import { PathWatch } from '../../../../../../sdk/src/media/connection/path-watch.ts';
import { useFakeTime } from '../../../../../support/time/fake-time.ts';

const delays = { connectingMs: 25_000, disconnectedMs: 2_000, restartMs: 8_000 };

function setUp(
  t: Test,
  restartIce: () => Promise<void> = async () => {},
  state: 'connected' | 'disconnected' = 'disconnected',
) {
  const time = useFakeTime(t);
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
  return { time, watch, happened };
}

t.test('a path that recovers by itself is not restarted', async (t) => {
  const { time, watch, happened } = setUp(t);
  watch.handleState('connected');
  watch.handleState('disconnected');
  watch.handleState('connected');
  await time.tickAsync(delays.disconnectedMs * 2);
  t.same(happened, []);
});

t.test('a path that stays disconnected is restarted once', async (t) => {
  const { time, watch, happened } = setUp(t);
  watch.handleState('disconnected');
  watch.handleState('disconnected');
  t.same(happened, [], 'not at once');
  time.tick(delays.disconnectedMs);
  t.same(happened, ['restart']);
  watch.handleState('failed');
  watch.handleState('connecting');
  watch.handleState('connected');
  await time.tickAsync(delays.restartMs * 2);
  t.same(happened, ['restart']);
});

t.test('a path that goes on connecting breaks once', async (t) => {
  const { time, watch, happened } = setUp(t);
  watch.handleState('connecting');
  await time.tickAsync(delays.connectingMs - 1);
  watch.handleState('connecting');
  t.same(happened, []);
  await time.tickAsync(1);
  t.same(happened, ['broken'], 'an ICE restart does not repeat the DTLS handshake');
  await time.tickAsync(delays.connectingMs * 2);
  t.same(happened, ['broken']);
});

t.test('a path that connects in time does not break', async (t) => {
  const { time, watch, happened } = setUp(t);
  watch.handleState('new');
  watch.handleState('connecting');
  watch.handleState('connected');
  await time.tickAsync(delays.connectingMs * 2);
  t.same(happened, []);
  watch.handleState('connecting');
  watch.handleState('disconnected');
  await time.tickAsync(delays.disconnectedMs);
  t.same(happened, ['restart']);
});

t.test('a path that failed is restarted at once', async (t) => {
  const { watch, happened } = setUp(t);
  watch.handleState('failed');
  t.same(happened, ['restart']);
});

t.test('a restart that does not connect in time breaks the path', async (t) => {
  const { time, watch, happened } = setUp(t);
  watch.restart();
  time.tick(delays.restartMs);
  t.same(happened, ['restart', 'broken']);
});

t.test('a restart that fails breaks the path, and it is told once', async (t) => {
  const { time, watch, happened } = setUp(t, () => Promise.reject(new Error('no')));
  watch.restart();
  await time.tickAsync(delays.restartMs * 2);
  t.same(happened, ['restart', 'broken']);
});

for (const [how, restart] of [
  ['succeeds', async () => {}],
  ['fails', () => Promise.reject(new Error('no'))],
] as const) {
  t.test(`a restart of a working path is not a fault, also when it ${how}`, async (t) => {
    const { time, watch, happened } = setUp(t, restart, 'connected');
    watch.restart();
    await time.tickAsync(delays.restartMs * 2);
    watch.restart();
    t.same(happened, ['restart', 'restart'], 'and it can be restarted again');
  });
}

t.test('a closed watch does nothing', async (t) => {
  const { time, watch, happened } = setUp(t);
  watch.handleState('disconnected');
  watch.close();
  watch.restart();
  watch.handleState('failed');
  await time.tickAsync(delays.disconnectedMs * 2);
  t.same(happened, []);
});

t.test('a path that is taken for lost is restarted and broken, however well it is', async (t) => {
  const { time, watch, happened } = setUp(t, async () => {}, 'connected');
  watch.takeForLost(true);
  time.tick(delays.disconnectedMs + delays.restartMs);
  t.same(happened, ['restart', 'broken']);
});

t.test('a path that is no longer taken for lost is well again, without another restart', async (t) => {
  const { time, watch, happened } = setUp(t, async () => {}, 'connected');
  watch.takeForLost(true);
  watch.handleState('connected');
  time.tick(delays.disconnectedMs);
  t.same(happened, ['restart']);
  watch.takeForLost(false);
  await time.tickAsync(delays.restartMs * 2);
  t.same(happened, ['restart']);
});
