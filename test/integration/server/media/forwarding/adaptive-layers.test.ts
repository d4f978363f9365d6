import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { RecordedHandlers } from '../../../../support/media/recorded-handlers.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

const toldTo = (handlers: RecordedHandlers, seatId: string) =>
  handlers.said.flatMap((one) => (one.type === 'layersWanted' && one.to === seatId ? [one.spatialLayer] : []));

/** Longer than the server waits before it stops layers of a sender. */
const patienceMs = 2_500;

/** Anna's camera, and the ids of its consumers by receiver. */
async function setUpCamera(t: Parameters<typeof setUpRoom>[0], ...receivers: string[]) {
  const { room, handlers, policy } = await setUpRoom(t, 'anna', ...receivers);
  const anna = await TestPeer.open(room, 'anna');
  const peers = new Map<string, TestPeer>();
  for (const seatId of receivers) peers.set(seatId, await TestPeer.open(room, seatId));
  await anna.publishCamera(3);
  const consumerIds = new Map<string, string>();
  for (const seatId of receivers) {
    const [consumer] = await handlers.consumers(seatId, 1);
    consumerIds.set(seatId, consumer?.consumerId ?? '');
  }
  const show = (seatId: string, spatialLayer: number | null) =>
    room.showVideos(seatId, [{ consumerId: consumerIds.get(seatId) ?? '', spatialLayer }]);
  return { room, handlers, policy, peers, consumerIds, show };
}

t.test('a sender stops layers that nobody displays after a delay, and resumes them at once', async (t) => {
  const { handlers, show } = await setUpCamera(t, 'ben', 'cora');
  await show('ben', 1);
  await show('cora', 0);
  t.same(toldTo(handlers, 'anna'), [], 'not yet: it may be for a moment');
  await waitUntil(() => toldTo(handlers, 'anna').length === 1, 'Anna is told');
  t.same(toldTo(handlers, 'anna'), [1]);
  await show('cora', 2);
  t.same(toldTo(handlers, 'anna'), [1, 2]);
});

t.test('whether anybody displays a video is not revealed: the lowest layer is always requested', async (t) => {
  const { handlers, show } = await setUpCamera(t, 'ben', 'cora');
  await show('ben', 0);
  await show('cora', 0);
  await waitUntil(() => toldTo(handlers, 'anna').length === 1, 'Anna is told');
  await show('ben', null);
  await show('cora', null);
  await sleep(patienceMs);
  t.same(toldTo(handlers, 'anna'), [0]);
});

t.test('of one receiver alone nothing is told, whatever they look at', async (t) => {
  const { handlers, policy, room, show } = await setUpCamera(t, 'ben', 'cora');
  await show('ben', 0);
  await show('cora', 0);
  await waitUntil(() => toldTo(handlers, 'anna').length === 1, 'Anna is told');
  policy.inside.delete('cora');
  room.sync();
  t.same(toldTo(handlers, 'anna'), [0, 2], 'as soon as one is left');
  for (const layer of [null, 1, 0, null]) await show('ben', layer);
  await sleep(patienceMs);
  t.same(toldTo(handlers, 'anna'), [0, 2]);
});

t.test('one of two receivers who leaves is not counted from that moment', async (t) => {
  const { handlers, room, show } = await setUpCamera(t, 'ben', 'cora');
  await show('ben', 0);
  await show('cora', 0);
  await waitUntil(() => toldTo(handlers, 'anna').length === 1, 'Anna is told');
  room.closePeer('cora');
  t.same(toldTo(handlers, 'anna'), [0, 2]);
  await show('ben', 1);
  t.same(toldTo(handlers, 'anna'), [0, 2], 'what the other one looks at is not told');
});

t.test('a person who has not said how large they show it is taken to want all of it', async (t) => {
  const { handlers, room, consumerIds, show } = await setUpCamera(t, 'ben', 'cora');
  await show('ben', 0);
  await sleep(patienceMs);
  t.same(toldTo(handlers, 'anna'), []);
  await room.pauseConsumers('cora', [consumerIds.get('cora') ?? '']);
  await waitUntil(() => toldTo(handlers, 'anna').length === 1, 'Anna is told');
  t.same(toldTo(handlers, 'anna'), [0], 'a paused one wants nothing');
});

t.test('after a lost connection the last state is sent again', async (t) => {
  const { handlers, room, show } = await setUpCamera(t, 'ben', 'cora');
  await show('ben', 1);
  await show('cora', 1);
  await waitUntil(() => toldTo(handlers, 'anna').length === 1, 'Anna is told');
  room.describePeer('anna');
  t.same(toldTo(handlers, 'anna'), [1, 1]);
});

t.test('the shown size cannot be set for a hidden video or for audio', async (t) => {
  const { room, policy, handlers, peers, consumerIds, show } = await setUpCamera(t, 'ben', 'cora');
  const other = consumerIds.get('ben') ?? '';
  await t.rejects(room.showVideos('cora', [{ consumerId: other, spatialLayer: 0 }]), { code: 'not-found' });
  await peers.get('ben')?.publishMicrophone();
  const voice = (await handlers.consumers('cora', 2)).find(({ kind }) => kind === 'audio');
  await t.rejects(room.showVideos('cora', [{ consumerId: voice?.consumerId ?? '', spatialLayer: 0 }]), {
    code: 'invalid-params',
  });
  policy.inside.delete('cora');
  await t.rejects(show('cora', 0), { code: 'not-found' });
});
