import t, { type Test } from 'tap';
import { OutageWatch } from '../../../../../../sdk/src/media/connection/media-outage.ts';
import { useFakeTime } from '../../../../../support/time/fake-time.ts';

function setUp(t: Test) {
  const time = useFakeTime(t);
  const told: string[] = [];
  const watch = new OutageWatch({
    connectTimeoutMs: 10_000,
    handleBegun: () => told.push('begun'),
    handleEnded: () => told.push('ended'),
  });
  t.teardown(() => {
    watch.close();
  });
  return { time, watch, told };
}

t.test('transports that do not connect in time are an outage, told once', async (t) => {
  const { watch, told, time } = setUp(t);
  watch.handleState('new');
  time.tick(60_000);
  t.same(told, [], 'where nothing is tried nothing has failed');
  watch.handleState('connecting');
  time.tick(9_999);
  t.same(told, []);
  time.tick(1);
  t.same(told, ['begun']);
  t.equal(watch.isOutage, true);
});

t.test('a browser that gives up sooner is believed', async (t) => {
  const { watch, told } = setUp(t);
  watch.handleState('connecting');
  watch.handleState('failed');
  t.same(told, ['begun']);
});

t.test('an outage is told once for several attempts; the first that connects ends it', async (t) => {
  const { watch, told, time } = setUp(t);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    watch.handleState('connecting');
    time.tick(10_000);
    watch.handleState('failed');
    watch.handleFailed();
    watch.pause();
  }
  t.same(told, ['begun']);
  watch.handleState('connecting');
  watch.handleState('connected');
  t.same(told, ['begun', 'ended']);
  watch.handleState('connected');
  t.same(told, ['begun', 'ended']);
  t.equal(watch.isOutage, false);
});

t.test('what connects in time is told to nobody', async (t) => {
  const { watch, told, time } = setUp(t);
  watch.handleState('connecting');
  time.tick(9_000);
  watch.handleState('connected');
  time.tick(60_000);
  t.same(told, []);
});

t.test('a path that is lost is an outage only after looking for another one came to nothing', async (t) => {
  const { watch, told } = setUp(t);
  watch.handleState('connecting');
  watch.handleState('connected');
  watch.handleState('disconnected');
  watch.handleState('failed');
  t.same(told, [], 'it is restarted first');
  watch.handleFailed();
  t.same(told, ['begun']);
});

t.test('while the server is out of reach no outage is told', async (t) => {
  const { watch, told, time } = setUp(t);
  watch.handleState('connecting');
  time.tick(9_000);
  watch.pause();
  time.tick(60_000);
  t.same(told, []);
  watch.handleState('connecting');
  time.tick(10_000);
  t.same(told, ['begun'], 'a whole time for the next attempt');
});

t.test('once closed it says nothing more', async (t) => {
  const { watch, told, time } = setUp(t);
  watch.handleState('connecting');
  watch.close();
  time.tick(60_000);
  watch.handleState('failed');
  watch.handleFailed();
  watch.handleState('connected');
  t.same(told, []);
});
