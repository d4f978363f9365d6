import t from 'tap';
import { ServerClock } from '../../../../../sdk/src/connection/server-clock.ts';

const noon = 1_790_000_000_000;

/** A device whose clock is 14 minutes ahead, and a server with the given delays per request. */
function setUp() {
  let monotonicMs = 5_000;
  const clock = new ServerClock({ monotonic: () => monotonicMs, device: () => noon + 14 * 60_000 });
  const pass = (ms: number) => {
    monotonicMs += ms;
  };
  /** @param serverTime as read `thereMs` after the request was sent */
  const ask = (serverTime: unknown, thereMs: number, backMs: number) => {
    const take = clock.startSample();
    pass(thereMs + backMs);
    take(serverTime);
  };
  return { clock, pass, ask };
}

t.test('before the server has told its time the device’s clock is read', async (t) => {
  const { clock, ask } = setUp();
  t.equal(clock.now(), noon + 14 * 60_000);
  ask(undefined, 10, 10);
  ask('noon', 10, 10);
  ask(Number.NaN, 10, 10);
  t.equal(clock.now(), noon + 14 * 60_000, 'also when an older server tells none');
});

t.test('half the round trip is taken for the way back, and time passes without the device’s clock', async (t) => {
  const { clock, pass, ask } = setUp();
  ask(noon, 40, 40);
  t.equal(clock.now(), noon + 40);
  pass(60_000);
  t.equal(clock.now(), noon + 60_040);
});

t.test('the most exact sample is kept: a slow answer does not move the clock', async (t) => {
  const { clock, pass, ask } = setUp();
  ask(noon, 10, 10);
  pass(5_000);
  // All of the delay is on the way back; half of the round trip is then wrong by 400 ms.
  ask(noon + 10 + 5_000, 0, 800);
  t.equal(clock.now(), noon + 10 + 5_000 + 800);
});

t.test('a more exact sample replaces an older one', async (t) => {
  const { clock, ask } = setUp();
  ask(noon, 0, 800);
  t.equal(clock.now(), noon + 400, 'wrong by half of it');
  ask(noon + 810, 10, 10);
  t.equal(clock.now(), noon + 820);
});

t.test(
  'after a sleep in which the monotonic clock stood still the next answer sets it right, however slow',
  async (t) => {
    const { clock, ask } = setUp();
    ask(noon, 10, 10);
    ask(noon + 3_600_000, 150, 150);
    t.equal(clock.now(), noon + 3_600_150);
  },
);

t.test('a time that the server sends unasked is used until the next answer', async (t) => {
  const { clock, pass, ask } = setUp();
  ask(noon, 10, 10);
  pass(1_000);
  clock.startSample(400)(noon + 3_600_000);
  t.equal(clock.now(), noon + 3_600_000 + 200, 'half of what it may have been on its way');
  pass(1_000);
  ask(noon + 3_600_000 + 30 + 1_000 + 20, 20, 20);
  t.equal(clock.now(), noon + 3_600_000 + 30 + 1_000 + 40);
});

t.test('an estimate becomes less exact with age: after an hour a slightly slower answer replaces it', async (t) => {
  const { clock, pass, ask } = setUp();
  ask(noon, 10, 10);
  pass(3_600_000);
  // The clocks have drifted apart by 100 ms meanwhile.
  ask(noon + 3_600_000 + 110 + 20, 20, 20);
  t.equal(clock.now(), noon + 3_600_000 + 110 + 40);
});
