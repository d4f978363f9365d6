import t, { type Test } from 'tap';
import { type ShownVideo, ShownVideos } from '../../../../../../sdk/src/media/receiving/shown-videos.ts';
import { useFakeTime } from '../../../../../support/time/fake-time.ts';

const delays = { gatherMs: 30, leastMs: 500, fallMs: 1_000, retryMs: 2_000, layoutMs: 60 };

function setUp(t: Test) {
  const time = useFakeTime(t);
  const sent: ShownVideo[][] = [];
  const state = { isTelling: true, isFailing: false };
  const shown = new ShownVideos({
    send: async (videos) => {
      sent.push(videos);
      if (state.isFailing) throw new Error('lost');
    },
    isTelling: () => state.isTelling,
    delays,
  });
  const messages = () => sent.map((videos) => videos.map(({ consumerId, spatialLayer }) => [consumerId, spatialLayer]));
  /** Longer than the sum of all delays. */
  const quiet = () => time.tickAsync(5_000);
  return { time, shown, state, messages, quiet };
}

t.test('what is laid out together is told in one message', async (t) => {
  const { time, shown, messages } = setUp(t);
  shown.want('a', 0);
  shown.want('b', 2);
  time.tick(5);
  shown.want('c', null);
  time.tick(delays.gatherMs - 5);
  t.same(messages(), [
    [
      ['a', 0],
      ['b', 2],
      ['c', null],
    ],
  ]);
});

t.test('of many changes only the last is told, and each video not too often', async (t) => {
  const { time, shown, messages, quiet } = setUp(t);
  shown.want('a', 0);
  time.tick(delays.gatherMs);
  for (const layer of [1, 0, 2, 1, 2]) shown.want('a', layer);
  time.tick(delays.leastMs - 1);
  t.same(messages(), [[['a', 0]]], 'not before a rest');
  time.tick(1);
  t.same(messages(), [[['a', 0]], [['a', 2]]]);
  await quiet();
  t.equal(messages().length, 2);
});

t.test('what is out of sight for a moment only is not given up', async (t) => {
  const { time, shown, messages, quiet } = setUp(t);
  shown.want('a', 1);
  await quiet();
  shown.want('a', null);
  time.tick(delays.fallMs - 1);
  shown.want('a', 1);
  await quiet();
  t.same(messages(), [[['a', 1]]]);
  shown.want('a', null);
  t.notOk(shown.isShown('a'));
  time.tick(delays.fallMs);
  t.same(messages().at(-1), [['a', null]]);
});

t.test('what was not told, or may not have arrived, is told again', async (t) => {
  const { time, shown, state, messages, quiet } = setUp(t);
  state.isTelling = false;
  shown.want('a', 0);
  await quiet();
  t.same(messages(), []);
  state.isTelling = true;
  state.isFailing = true;
  shown.tellAll();
  time.tick(0);
  t.equal(messages().length, 1);
  state.isFailing = false;
  await quiet();
  t.same(messages(), [[['a', 0]], [['a', 0]]], 'without another change');
});

t.test('a picture that is to come back is asked for until the server has heard it', async (t) => {
  const { time, shown, state, messages, quiet } = setUp(t);
  shown.want('a', null);
  time.tick(delays.gatherMs);
  state.isFailing = true;
  shown.want('a', 2);
  await time.tickAsync(delays.leastMs);
  await time.tickAsync(delays.retryMs);
  state.isFailing = false;
  await time.tickAsync(delays.retryMs);
  t.equal(messages().length, 4);
  await quiet();
  t.same(messages(), [[['a', null]], [['a', 2]], [['a', 2]], [['a', 2]]]);
});

t.test('what failed is not told again once it is gone', async (t) => {
  const { time, shown, state, messages, quiet } = setUp(t);
  state.isFailing = true;
  shown.want('a', 2);
  await time.tickAsync(delays.gatherMs);
  shown.forget('a');
  await quiet();
  t.same(messages(), [[['a', 2]]]);
});

t.test('a video that is gone is told nothing of', async (t) => {
  const { shown, messages, quiet } = setUp(t);
  shown.want('a', 0);
  shown.forget('a');
  await quiet();
  t.same(messages(), []);
});

t.test('new videos begin at the size at which they are laid out, in one message and at once', async (t) => {
  const { shown, messages, quiet } = setUp(t);
  let isKnown = false;
  const known = shown.untilKnown(['a', 'b']).then(() => {
    isKnown = true;
  });
  shown.want('a', 0);
  await Promise.resolve();
  t.notOk(isKnown, 'one of them is not laid out');
  shown.want('b', null);
  await known;
  t.same([...shown.begin(['a', 'b'])], ['a', 'b']);
  t.same(messages(), [
    [
      ['a', 0],
      ['b', null],
    ],
  ]);
  await quiet();
  t.equal(messages().length, 1, 'and not again');
});

t.test('a video that nobody lays out is not waited for', async (t) => {
  const { time, shown, state, messages } = setUp(t);
  const known = shown.untilKnown(['a']);
  time.tick(delays.layoutMs);
  await known;
  t.same([...shown.begin(['a'])], [], 'it begins without');
  state.isTelling = false;
  shown.want('a', 1);
  t.same([...shown.begin(['a'])], [], 'nor is anything told while videos are off');
  t.same(messages(), []);
});
