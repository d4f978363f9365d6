import t from 'tap';
import { type ShownVideo, ShownVideos } from '../../../../../../sdk/src/media/receiving/shown-videos.ts';
import { waitUntil } from '../../../../../support/media/wait-until.ts';

const delays = { gatherMs: 20, leastMs: 60, fallMs: 40, retryMs: 20, layoutMs: 30 };

function setUp() {
  const sent: { videos: ShownVideo[]; at: number }[] = [];
  const state = { isTelling: true, isFailing: false };
  const shown = new ShownVideos({
    send: async (videos) => {
      sent.push({ videos, at: performance.now() });
      if (state.isFailing) throw new Error('lost');
    },
    isTelling: () => state.isTelling,
    delays,
  });
  const messages = () =>
    sent.map(({ videos }) => videos.map(({ consumerId, spatialLayer }) => [consumerId, spatialLayer]));
  return { shown, sent, state, messages };
}

const sentOnce = (sent: unknown[], count: number) => waitUntil(() => sent.length >= count, `${count} messages`);
const quiet = () => new Promise((resolve) => setTimeout(resolve, 150));

t.test('what is laid out together is told in one message', async (t) => {
  const { shown, sent, messages } = setUp();
  shown.want('a', 0);
  shown.want('b', 2);
  const laidOutAt = performance.now() + 5;
  while (performance.now() < laidOutAt);
  shown.want('c', null);
  await sentOnce(sent, 1);
  t.same(messages(), [
    [
      ['a', 0],
      ['b', 2],
      ['c', null],
    ],
  ]);
});

t.test('of many changes only the last is told, and each video not too often', async (t) => {
  const { shown, sent, messages } = setUp();
  shown.want('a', 0);
  await sentOnce(sent, 1);
  for (const layer of [1, 0, 2, 1, 2]) shown.want('a', layer);
  await sentOnce(sent, 2);
  await quiet();
  t.same(messages(), [[['a', 0]], [['a', 2]]]);
  t.ok((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0) >= delays.leastMs - 1, 'after a rest');
});

t.test('what is out of sight for a moment only is not given up', async (t) => {
  const { shown, sent, messages } = setUp();
  shown.want('a', 1);
  await sentOnce(sent, 1);
  await quiet();
  shown.want('a', null);
  shown.want('a', 1);
  await quiet();
  t.same(messages(), [[['a', 1]]]);
  shown.want('a', null);
  t.notOk(shown.isShown('a'));
  await sentOnce(sent, 2);
  t.same(messages().at(-1), [['a', null]]);
});

t.test('what was not told, or may not have arrived, is told again', async (t) => {
  const { shown, sent, state, messages } = setUp();
  state.isTelling = false;
  shown.want('a', 0);
  await quiet();
  t.same(messages(), []);
  state.isTelling = true;
  state.isFailing = true;
  shown.tellAll();
  await sentOnce(sent, 1);
  state.isFailing = false;
  await quiet();
  t.same(messages(), [[['a', 0]], [['a', 0]]], 'without another change');
});

t.test('a picture that is to come back is asked for until the server has heard it', async (t) => {
  const { shown, sent, state, messages } = setUp();
  shown.want('a', null);
  await sentOnce(sent, 1);
  state.isFailing = true;
  shown.want('a', 2);
  await sentOnce(sent, 3);
  state.isFailing = false;
  await sentOnce(sent, 4);
  await quiet();
  t.same(messages(), [[['a', null]], [['a', 2]], [['a', 2]], [['a', 2]]]);
});

t.test('what failed is not told again once it is gone', async (t) => {
  const { shown, sent, state, messages } = setUp();
  state.isFailing = true;
  shown.want('a', 2);
  await sentOnce(sent, 1);
  shown.forget('a');
  await quiet();
  t.same(messages(), [[['a', 2]]]);
});

t.test('a video that is gone is told nothing of', async (t) => {
  const { shown, messages } = setUp();
  shown.want('a', 0);
  shown.forget('a');
  await quiet();
  t.same(messages(), []);
});

t.test('new videos begin at the size at which they are laid out, in one message and at once', async (t) => {
  const { shown, sent, messages } = setUp();
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
  t.equal(sent.length, 1, 'and not again');
});

t.test('a video that nobody lays out is not waited for', async (t) => {
  const { shown, state, messages } = setUp();
  await shown.untilKnown(['a']);
  t.same([...shown.begin(['a'])], [], 'it begins without');
  state.isTelling = false;
  shown.want('a', 1);
  t.same([...shown.begin(['a'])], [], 'nor is anything told while videos are off');
  t.same(messages(), []);
});
