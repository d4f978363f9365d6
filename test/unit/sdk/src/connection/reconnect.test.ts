import { createReconnectPolicy } from '@hearthroom/sdk';
import t from 'tap';

const longest = createReconnectPolicy(() => 1);
const shortest = createReconnectPolicy(() => 0);

t.test('delays double up to five seconds', async (t) => {
  const delays = [0, 1, 2, 3, 4, 5, 20].map((attempt) => longest.nextDelayMs(attempt, 0));
  t.same(delays, [300, 600, 1_200, 2_400, 4_800, 5_000, 5_000]);
});

t.test('each delay is random within its upper half, so that a group does not reconnect at one moment', async (t) => {
  for (const attempt of [0, 3, 10]) {
    t.equal(shortest.nextDelayMs(attempt, 0), (longest.nextDelayMs(attempt, 0) ?? 0) / 2);
  }
});

t.test('the first attempts of a restart of the server fall within five seconds', async (t) => {
  const total = [0, 1, 2, 3].reduce((sum, attempt) => sum + (longest.nextDelayMs(attempt, 0) ?? 0), 0);
  t.ok(total < 5_000, `${total} ms`);
});

t.test('gives up after ten minutes', async (t) => {
  t.not(longest.nextDelayMs(200, 10 * 60_000), null);
  t.equal(longest.nextDelayMs(200, 10 * 60_000 + 1), null);
});
