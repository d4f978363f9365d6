/** A track is published in the place of another one: others have one of the two all the time, with its mute. */
import type { TrackSource } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { opusParameters } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom, setUpRoomWith } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

const sound = (replaces?: string, source: TrackSource = 'microphone') => ({
  ...{ source, kind: 'audio' as const, rtpParameters: opusParameters(), paused: false },
  ...(replaces !== undefined && { replaces }),
});

/** Ben receives Anna's microphone. */
async function setUp(t: Test) {
  const made = await setUpRoom(t, 'anna', 'ben');
  const { room, handlers } = made;
  const anna = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben');
  t.teardown(() => Promise.all([anna.close(), ben.close()]));
  const before = await anna.publishMicrophone();
  const [consumer] = await handlers.consumers('ben', 1);
  const own = () => room.describePeer('anna')?.tracks;
  return { ...made, anna, ben, before, oldId: consumer?.consumerId ?? '', own };
}

t.test('the one before is closed when its receiver has set up the new track', async (t) => {
  const { media, room, handlers, before, oldId, own } = await setUp(t);
  const { trackId } = await room.publishTrack('anna', sound(before));
  t.not(trackId, before);
  t.same(own(), [{ trackId, source: 'microphone', paused: false, muted: false }]);
  const [, consumer] = await handlers.consumers('ben', 2);
  t.match(handlers.to('ben').at(-1), {
    type: 'consumersAdded',
    consumers: [{ trackId, source: 'microphone', paused: false }],
  });
  await room.resumeConsumers('ben', [consumer?.consumerId ?? '']);
  await handlers.consumers('ben', 1);
  t.same(handlers.to('ben').at(-1), { type: 'consumersClosed', to: 'ben', consumerIds: [oldId] });
  // Router, observer, two pairs of transports, a track and its consumer.
  await media.holds(8);
});

t.test('each receiver keeps the one before until it has set up the new one, or for a limited time', async (t) => {
  const { room, handlers, policy, before } = await setUp(t);
  policy.inside.add('cora');
  await TestPeer.open(room, 'cora');
  await handlers.consumers('cora', 1);
  const { trackId } = await room.publishTrack('anna', sound(before));
  const [, consumer] = await handlers.consumers('ben', 2);
  await handlers.consumers('cora', 2);
  await room.resumeConsumers('ben', [consumer?.consumerId ?? '']);
  await handlers.consumers('ben', 1);
  t.equal(handlers.consumersOf('cora').length, 2, 'Cora is not ready yet');
  t.match(await handlers.consumers('cora', 1), [{ trackId }]);
});

t.test('a receiver that has set up only the one before keeps it', async (t) => {
  const { room, handlers, before, oldId } = await setUp(t);
  await room.publishTrack('anna', sound(before));
  await room.resumeConsumers('ben', [oldId]);
  t.match(handlers.consumersOf('ben'), [{ consumerId: oldId }]);
  const [, consumer] = await handlers.consumers('ben', 2);
  await room.resumeConsumers('ben', [consumer?.consumerId ?? '']);
  t.match(await handlers.consumers('ben', 1), [{ consumerId: consumer?.consumerId }]);
});

t.test('packets of the one before arrive until then, and those of the new one after it', async (t) => {
  const { room, handlers, anna, ben, before, oldId } = await setUp(t);
  await Promise.all([anna.connect(), ben.connect()]);
  await room.resumeConsumers('ben', [oldId]);
  const talksUntil = (what: string, send: () => Promise<void>, received = ben.packetsReceived) =>
    waitUntil(async () => {
      await send();
      return ben.packetsReceived > received;
    }, what);
  await talksUntil('Ben hears Anna', () => anna.talk());
  const offer = sound(before);
  await room.publishTrack('anna', offer);
  const [, consumer] = await handlers.consumers('ben', 2);
  await talksUntil('Ben still hears the one before', () => anna.talk(), ben.packetsReceived);
  await room.resumeConsumers('ben', [consumer?.consumerId ?? '']);
  await handlers.consumers('ben', 1);
  const { mid = '', encodings } = offer.rtpParameters;
  await talksUntil('Ben hears the new track', () => anna.sendWithMid(encodings[0]?.ssrc ?? 0, mid));
});

t.test('a mute by a host stays, and ends with the owner’s unmute', async (t) => {
  const { room, handlers, before, own } = await setUp(t);
  room.muteTrack('anna', 'microphone');
  const { trackId } = await room.publishTrack('anna', sound(before));
  t.same(own(), [{ trackId, source: 'microphone', paused: true, muted: true }]);
  await waitUntil(() => handlers.consumersOf('ben')[0]?.trackId === trackId, 'Ben has the new one');
  t.match(handlers.consumersOf('ben'), [{ trackId, paused: true }]);
  t.same(
    handlers.to('ben').map(({ type }) => type),
    ['consumersAdded', 'consumerUpdated', 'consumersAdded', 'consumersClosed'],
    'Anna never is without a microphone',
  );
  await room.resumeTrack('anna', trackId);
  t.same(own(), [{ trackId, source: 'microphone', paused: false, muted: false }]);
});

t.test('a pause by the owner stays too', async (t) => {
  const { room, before, own } = await setUp(t);
  await room.pauseTrack('anna', before);
  const { trackId } = await room.publishTrack('anna', sound(before));
  t.same(own(), [{ trackId, source: 'microphone', paused: true, muted: false }]);
});

t.test('a mute that comes while the track is being replaced is of both', async (t) => {
  const { room, handlers, before, own } = await setUp(t);
  const publishing = room.publishTrack('anna', sound(before));
  t.equal(room.muteTrack('anna', 'microphone'), before, 'the one that is there');
  const { trackId } = await publishing;
  t.match(await handlers.heard('anna', 'trackMuted'), { trackId });
  t.same(own(), [{ trackId, source: 'microphone', paused: true, muted: true }]);
  await waitUntil(() => handlers.consumersOf('ben')[0]?.trackId === trackId, 'Ben has the new one');
  t.match(handlers.consumersOf('ben'), [{ paused: true }]);
});

t.test('a mute directly after it leaves nothing of the one before', async (t) => {
  for (const pauses of ['host', 'owner'] as const) {
    const { room, handlers, before, oldId } = await setUp(t);
    const { trackId } = await room.publishTrack('anna', sound(before));
    t.match(handlers.consumersOf('ben'), [{ consumerId: oldId }], 'Ben still has the one before');
    const paused = pauses === 'host' ? room.muteTrack('anna', 'microphone') : room.pauseTrack('anna', trackId);
    t.same(handlers.consumersOf('ben'), [], 'within the call');
    await paused;
    t.match(await handlers.consumers('ben', 1), [{ trackId, paused: true }]);
  }
});

t.test('a track that is paused from the start replaces one that is heard at once', async (t) => {
  const { room, handlers, before } = await setUp(t);
  await room.publishTrack('anna', { ...sound(before), paused: true });
  t.same(handlers.consumersOf('ben'), []);
  t.match(await handlers.consumers('ben', 1), [{ paused: true }]);
});

t.test(
  'a right that ends closes both, and so does an owner who closes the new one, or a seat that is closed',
  async (t) => {
    for (const ends of ['grant', 'track', 'seat'] as const) {
      const { media, room, handlers, policy, before, oldId } = await setUp(t);
      const { trackId } = await room.publishTrack('anna', sound(before));
      if (ends === 'grant') {
        policy.silenced.add('anna');
        room.sync();
      } else if (ends === 'track') room.closeTrack('anna', trackId);
      else room.closePeer('anna');
      t.match(handlers.said.at(-1), { type: 'consumersClosed', to: 'ben', consumerIds: [oldId] }, 'within the call');
      t.same(handlers.consumersOf('ben'), []);
      // Router, observer, the transports of those who are there.
      await media.holds(ends === 'seat' ? 4 : 6);
    }
  },
);

t.test('a right that ends while the new track is being made closes both, and is answered so', async (t) => {
  const { media, room, handlers, policy, before } = await setUp(t);
  let answers = 0;
  policy.afterAnswer = (question) => {
    if (question !== 'publish') return;
    answers += 1;
    if (answers === 2) policy.silenced.add('anna');
  };
  await t.rejects(room.publishTrack('anna', sound(before)), { code: 'not-allowed' });
  await handlers.consumers('ben', 0);
  await media.holds(6);
});

t.test('what cannot be published leaves the one before', async (t) => {
  const { media, room, handlers, before, oldId, own } = await setUp(t);
  const { codecs } = opusParameters();
  const unnamed = { codecs, encodings: [{}] };
  const publishing = room.publishTrack('anna', { ...sound(before), rtpParameters: unnamed });
  await t.rejects(publishing, { code: 'media-unsupported' }, 'nothing to tell its packets by');
  t.match(own(), [{ trackId: before, paused: false }]);
  t.match(handlers.consumersOf('ben'), [{ consumerId: oldId }]);
  await media.holds(8);
});

t.test('only a track of one’s own and of the same source can be replaced', async (t) => {
  const { room, before } = await setUp(t);
  const refused = { code: 'not-found' };
  await t.rejects(room.publishTrack('ben', sound(before)), refused, 'of somebody else');
  await t.rejects(room.publishTrack('anna', sound('nothing')), refused);
  await t.rejects(room.publishTrack('anna', sound(before, 'screen-audio')), refused, 'of another source');
  await t.rejects(room.publishTrack('anna', sound()), { code: 'already-published' });
  const { trackId } = await room.publishTrack('anna', sound(before));
  await t.rejects(room.publishTrack('anna', sound(before)), refused, 'once');
  await t.resolves(room.publishTrack('anna', sound(trackId)));
});

t.test('a seat that has as many tracks as it may have can replace them, again and again', async (t) => {
  const { media, room } = await setUpRoomWith(t, { maxTracksPerSeat: 1 }, 'anna', 'ben');
  await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  let { trackId } = await room.publishTrack('anna', sound());
  for (let round = 0; round < 20; round += 1) ({ trackId } = await room.publishTrack('anna', sound(trackId)));
  t.match(room.describePeer('anna')?.tracks, [{ trackId }]);
  await media.holds(8);
});
