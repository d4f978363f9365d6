/** The sound of a shared screen: forwarded by the rules of every track, to clients that know it, and no voice. */
import t, { type Test } from 'tap';
import { opusParameters, vp8Parameters } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

const sound = () => ({
  ...({ source: 'screen-audio', kind: 'audio', rtpParameters: opusParameters(), paused: false } as const),
});

/** Anna shares a tab, which Ben knows and Cora's older client doesn't. */
async function setUp(t: Test) {
  const made = await setUpRoom(t, 'anna', 'ben', 'cora');
  const { room, handlers } = made;
  const anna = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben');
  const cora = await TestPeer.open(room, 'cora');
  t.teardown(() => Promise.all([anna, ben, cora].map((peer) => peer.close())));
  room.acceptSources('ben', ['screen-audio', 'smell']);
  const offer = sound();
  const { trackId } = await room.publishTrack('anna', offer);
  const [heard] = await handlers.consumers('ben', 1);
  return { ...made, anna, ben, cora, offer, trackId, consumerId: heard?.consumerId ?? '' };
}

t.test('it is offered to clients that have named it, and to others when they do', async (t) => {
  const { room, handlers, anna, trackId } = await setUp(t);
  t.match(handlers.consumersOf('ben'), [{ source: 'screen-audio', kind: 'audio', trackId, participantId: 'anna' }]);
  await anna.publishMicrophone();
  t.match(
    await handlers.consumers('cora', 1),
    [{ source: 'microphone' }],
    'an older client is told of the voice alone',
  );
  room.acceptSources('cora', ['screen-audio']);
  await handlers.consumers('cora', 2);
  await TestPeer.open(room, 'ben');
  await waitUntil(() => handlers.consumersOf('ben').length === 1, 'Ben’s new transports get what every client knows');
  t.match(handlers.consumersOf('ben'), [{ source: 'microphone' }]);
});

t.test('a seat may have it beside microphone, camera and screen', async (t) => {
  const { room, anna } = await setUp(t);
  await anna.publishMicrophone();
  await anna.publishCamera();
  const screen = { source: 'screen', kind: 'video', rtpParameters: vp8Parameters(1), paused: false } as const;
  await t.resolves(room.publishTrack('anna', screen));
  await t.rejects(room.publishTrack('anna', sound()), { code: 'already-published' });
});

t.test('it closes within the call when its owner may not share any more, and the voice stays', async (t) => {
  const { room, handlers, policy, anna, consumerId } = await setUp(t);
  const trackId = await anna.publishMicrophone();
  await handlers.consumers('ben', 2);
  policy.mayPublish = (seatId, source) => policy.inside.has(seatId) && source !== 'screen-audio';
  handlers.said.length = 0;
  room.sync();
  t.same(handlers.said, [{ type: 'consumersClosed', to: 'ben', consumerIds: [consumerId] }]);
  t.match(room.describePeer('anna')?.tracks, [{ trackId }]);
  await t.rejects(room.publishTrack('anna', sound()), { code: 'not-allowed' });
});

t.test('it closes within the call when a listener or its owner is moved or removed', async (t) => {
  for (const leaves of ['ben', 'anna'] as const) {
    const { room, handlers, policy, consumerId } = await setUp(t);
    policy.inside.delete(leaves);
    handlers.said.length = 0;
    room.sync();
    t.same(handlers.said, [{ type: 'consumersClosed', to: 'ben', consumerIds: [consumerId] }], leaves);
    t.equal(room.describePeer('anna')?.tracks.length, leaves === 'anna' ? 0 : 1);
  }
});

t.test('a host mutes it apart from the microphone', async (t) => {
  const { room, handlers, anna, trackId, consumerId } = await setUp(t);
  await anna.publishMicrophone();
  await handlers.consumers('ben', 2);
  t.equal(room.muteTrack('anna', 'screen-audio'), trackId);
  t.same(handlers.said.at(-1), { type: 'consumerUpdated', to: 'ben', consumerId, paused: true });
  t.match(room.describePeer('anna')?.tracks, [
    { source: 'screen-audio', muted: true },
    { source: 'microphone', muted: false },
  ]);
});

t.test('the sound of a screen that a host has muted is muted, also when it comes later', async (t) => {
  const { room, handlers, trackId } = await setUp(t);
  room.closeTrack('anna', trackId);
  await handlers.consumers('ben', 0);
  const screen = { source: 'screen', kind: 'video', rtpParameters: vp8Parameters(1), paused: false } as const;
  await room.publishTrack('anna', screen);
  room.muteTrack('anna', 'screen');
  const later = await room.publishTrack('anna', sound());
  t.match(await handlers.heard('anna', 'trackMuted'), { trackId: later.trackId });
  t.match(room.describePeer('anna')?.tracks, [
    { source: 'screen', muted: true },
    { source: 'screen-audio', muted: true },
  ]);
});

t.test('who shares loud music does not speak', async (t) => {
  const { handlers, anna, ben, cora, offer } = await setUp(t);
  await ben.publishMicrophone();
  await Promise.all([anna.connect(), ben.connect(), cora.connect()]);
  const { mid = '', encodings } = offer.rtpParameters;
  const speakers = () =>
    handlers.to('cora').flatMap((said) => (said.type === 'activeSpeakersChanged' ? said.speakers : []));
  await waitUntil(async () => {
    await anna.sendWithMid(encodings[0]?.ssrc ?? 0, mid);
    await ben.talk(1, -50);
    return speakers().length > 0;
  }, 'somebody speaks');
  t.same([...new Set(speakers().map(({ seatId }) => seatId))], ['ben'], 'the quieter voice, not the music');
});

t.test('it is no video that could be shown at a size', async (t) => {
  const { room, consumerId } = await setUp(t);
  await t.rejects(room.showVideos('ben', [{ consumerId, spatialLayer: 1 }]), { code: 'invalid-params' });
  await t.resolves(room.resumeConsumers('ben', [consumerId]));
});
