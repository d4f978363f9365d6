import { setImmediate as turn } from 'node:timers/promises';
import type { MediaKind, RtpParameters, TrackSource } from '@hearthroom/sdk/protocol';
import { observer as mediasoup, type types } from 'mediasoup';
import t from 'tap';
import { opusAndVp8, opusParameters, vp8Parameters } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom, setUpRoomWith } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

const offer = (source: TrackSource, kind: MediaKind, rtpParameters: RtpParameters) => ({
  source,
  kind,
  rtpParameters,
  paused: false,
});

t.test('a person who may not publish can’t, and nothing is made', async (t) => {
  const { media, room } = await setUpRoom(t);
  const anna = await TestPeer.open(room, 'anna');
  await t.rejects(anna.publishMicrophone(), { code: 'not-allowed' });
  await t.rejects(room.publishTrack('without-media', offer('microphone', 'audio', opusParameters())), {
    code: 'not-allowed',
  });
  // Router, observer, two transports.
  await media.holds(4);
});

t.test('a permission that ends while a track is being made closes it and answers so', async (t) => {
  const { media, room, policy } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  let answers = 0;
  policy.afterAnswer = (question) => {
    if (question !== 'publish') return;
    answers += 1;
    if (answers === 2) policy.inside.delete('anna');
  };
  await t.rejects(anna.publishMicrophone(), { code: 'not-allowed' });
  t.equal(answers, 3, 'asked on arrival, when its turn comes, and when the track is there');
  await media.holds(6);
});

t.test('a grant that ends closes the track and what others receive of it, within the call', async (t) => {
  const { media, room, handlers, policy } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  await anna.publishMicrophone();
  const [consumer] = await handlers.consumers('ben', 1);
  policy.silenced.add('anna');
  room.sync();
  t.same(handlers.said.at(-1), { type: 'consumersClosed', to: 'ben', consumerIds: [consumer?.consumerId] });
  t.same(room.describePeer('anna')?.tracks, []);
  await media.holds(6);
});

t.test('a mute that comes while a track is being published mutes it, and its owner is told', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna');
  const anna = await TestPeer.open(room, 'anna');
  const publishing = anna.publishMicrophone();
  t.equal(room.muteTrack('anna', 'microphone'), null, 'there is none yet');
  await publishing;
  await handlers.heard('anna', 'trackMuted');
  t.match(room.describePeer('anna')?.tracks, [{ source: 'microphone', paused: true }]);
});

t.test('one track of each source, also when both are asked for at once', async (t) => {
  const { room } = await setUpRoom(t, 'anna');
  const anna = await TestPeer.open(room, 'anna');
  const answers = await Promise.allSettled([anna.publishCamera(), anna.publishCamera()]);
  t.match(answers, [{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'already-published' } }]);
  await t.resolves(room.publishTrack('anna', offer('screen', 'video', vp8Parameters(1))), 'a screen is another source');
});

t.test('no more tracks than a seat may have', async (t) => {
  const { room } = await setUpRoomWith(t, { maxTracksPerSeat: 1 }, 'anna');
  const anna = await TestPeer.open(room, 'anna');
  const trackId = await anna.publishMicrophone();
  await t.rejects(anna.publishCamera(), { code: 'limit-exceeded' });
  room.closeTrack('anna', trackId);
  await t.resolves(anna.publishCamera(), 'a closed one makes room');
});

t.test('no more transports than a seat may have: media opened anew closes what was there', async (t) => {
  const { media, room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben');
  await anna.publishMicrophone();
  await ben.publishMicrophone();
  await handlers.consumers('ben', 1);
  const answers = await Promise.allSettled(Array.from({ length: 50 }, () => room.openPeer('anna', opusAndVp8)));
  t.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1, 'the newest opening wins');
  t.equal(answers.at(-1)?.status, 'fulfilled');
  t.match(answers[0], { reason: { code: 'media-unavailable' } });
  await handlers.consumers('ben', 0);
  await handlers.consumers('anna', 1);
  // Router, observer, two pairs of transports, Ben's track and Anna's consumer of it.
  await media.holds(8);
});

t.test('a server that allows fewer transports than a seat needs says so', async (t) => {
  const { room } = await setUpRoomWith(t, { maxTransportsPerSeat: 1 }, 'anna');
  await t.rejects(TestPeer.open(room, 'anna'), { code: 'limit-exceeded' });
});

t.test('a seat that closes while its transports are being made leaves nothing behind', async (t) => {
  const { media, room } = await setUpRoom(t, 'anna');
  const opening = t.rejects(TestPeer.open(room, 'anna'), { code: 'media-unavailable' });
  // By now the worker has received the requests, and cannot have answered for both transports.
  await turn();
  room.closePeer('anna');
  await opening;
  t.equal(room.describePeer('anna'), null);
  // The router was closed with the only participant on it.
  await media.holds(0);
});

t.test('what a seat may send is limited, at its sending transport', async (t) => {
  const transports: types.Transport[] = [];
  const watch = (worker: types.Worker) =>
    worker.observer.on('newrouter', (router) => router.observer.on('newtransport', (made) => transports.push(made)));
  mediasoup.once('newworker', watch);
  const { room } = await setUpRoomWith(t, { maxIncomingBitrateBps: 1_234_567 });
  await TestPeer.open(room, 'anna');
  const stats = await Promise.all(transports.map((transport) => transport.getStats()));
  t.match(stats, [[{ maxIncomingBitrate: 1_234_567 }], [{ maxIncomingBitrate: undefined }]]);
});

t.test('a transport is connected once', async (t) => {
  const { room } = await setUpRoom(t, 'anna');
  const anna = await TestPeer.open(room, 'anna');
  await anna.connect();
  t.teardown(() => anna.close());
  await t.rejects(anna.connect(), { code: 'invalid-params' });
});

t.test('an ICE restart gives new credentials', async (t) => {
  const { room } = await setUpRoom(t);
  const { transports } = await TestPeer.open(room, 'anna');
  const restarted = await room.restartIce('anna', transports.send.id);
  t.not(restarted.usernameFragment, transports.send.iceParameters.usernameFragment);
  t.not(restarted.password, transports.send.iceParameters.password);
});

t.test('the better cipher of those that both sides know protects the media', async (t) => {
  const { room } = await setUpRoom(t);
  const anna = await TestPeer.open(room, 'anna');
  t.teardown(() => anna.close());
  await anna.connect();
  t.equal(anna.srtpProfile, 0x0007, 'AEAD_AES_128_GCM (RFC 7714), before AES_CM_128_HMAC_SHA1_80');
});

t.test('a mute by a host holds until the owner ends it', async (t) => {
  const { media, room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben');
  t.teardown(() => Promise.all([anna.close(), ben.close()]));
  const trackId = await anna.publishMicrophone();
  const [consumer] = await handlers.consumers('ben', 1);
  await Promise.all([anna.connect(), ben.connect()]);
  const consumerId = consumer?.consumerId ?? '';
  await room.resumeConsumers('ben', [consumerId]);
  await waitUntil(async () => {
    await anna.talk();
    return ben.packetsReceived > 0;
  }, 'Ben hears Anna');

  t.equal(room.muteTrack('anna', 'microphone'), trackId);
  t.match(handlers.said.at(-1), { type: 'consumerUpdated', to: 'ben', consumerId, paused: true });
  t.equal(room.muteTrack('anna', 'camera'), null, 'there is none');
  t.equal(room.muteTrack('nobody', 'camera'), null);
  const bytesIn = async () => (await media.pool.stats())[0]?.bytesIn ?? 0;
  const talkUntilTheServerHas = async (bytes: number) => {
    const before = await bytesIn();
    await waitUntil(async () => {
      await anna.talk();
      return (await bytesIn()) > before + bytes;
    }, 'packets reach the server');
  };
  await talkUntilTheServerHas(100);
  const received = ben.packetsReceived;
  await talkUntilTheServerHas(2_000);
  t.equal(ben.packetsReceived, received);

  await t.rejects(room.resumeTrack('ben', trackId), { code: 'not-found' });
  await room.resumeTrack('anna', trackId);
  await waitUntil(async () => {
    await anna.talk();
    return ben.packetsReceived > received;
  }, 'Ben hears Anna again');
});

t.test('a mute that crosses the owner’s unmute wins', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  const trackId = await anna.publishMicrophone(true);
  await handlers.consumers('ben', 1);
  const resuming = room.resumeTrack('anna', trackId);
  t.equal(room.muteTrack('anna', 'microphone'), trackId);
  await resuming;
  t.same(room.describePeer('anna')?.tracks, [{ trackId, source: 'microphone', paused: true, muted: true }]);
  t.match(handlers.said.at(-1), { type: 'consumerUpdated', paused: true });
});

t.test(
  'a mute by a host is noted for a track that its owner has paused, and kept until the owner resumes it',
  async (t) => {
    const { room } = await setUpRoom(t, 'anna');
    const anna = await TestPeer.open(room, 'anna');
    const trackId = await anna.publishMicrophone();
    await room.pauseTrack('anna', trackId);
    const own = () => room.describePeer('anna')?.tracks;
    t.same(own(), [{ trackId, source: 'microphone', paused: true, muted: false }]);
    t.equal(room.muteTrack('anna', 'microphone'), trackId, 'the owner is to be told');
    await room.pauseTrack('anna', trackId);
    t.same(own(), [{ trackId, source: 'microphone', paused: true, muted: true }], 'for a client that comes back');
    await room.resumeTrack('anna', trackId);
    t.same(own(), [{ trackId, source: 'microphone', paused: false, muted: false }]);
  },
);

t.test('a mute by a host that comes while a paused track is being published is told to its owner', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna');
  const anna = await TestPeer.open(room, 'anna');
  const publishing = anna.publishMicrophone(true);
  t.equal(room.muteTrack('anna', 'microphone'), null, 'there is none yet');
  const trackId = await publishing;
  t.match(await handlers.heard('anna', 'trackMuted'), { trackId });
});

t.test('a person who may no longer publish can’t unmute', async (t) => {
  const { room, policy } = await setUpRoom(t, 'anna');
  const anna = await TestPeer.open(room, 'anna');
  const trackId = await anna.publishMicrophone(true);
  policy.silenced.add('anna');
  await t.rejects(room.resumeTrack('anna', trackId), { code: 'not-allowed' });
});

t.test('parameters that don’t work are answered with a code, and the next good ones work', async (t) => {
  const { room } = await setUpRoom(t, 'anna');
  await TestPeer.open(room, 'anna');
  const unsupported = { code: 'media-unsupported' };
  const opus = opusParameters();
  const publish = (parameters: RtpParameters) => room.publishTrack('anna', offer('microphone', 'audio', parameters));
  await t.rejects(
    room.publishTrack('anna', offer('camera', 'audio', opus)),
    unsupported,
    'a kind that isn’t its source’s',
  );
  await t.rejects(room.publishTrack('anna', offer('camera', 'video', opus)), unsupported, 'a codec of the other kind');
  await t.rejects(
    publish({ ...opus, codecs: [{ mimeType: 'audio/AMR', payloadType: 97, clockRate: 8_000 }] }),
    unsupported,
    'a codec that the server doesn’t have',
  );
  await t.rejects(
    publish({ ...opus, codecs: [{ mimeType: 'audio/opus', payloadType: 97, clockRate: 8_000, channels: 1 }] }),
    unsupported,
    'a clock rate that the codec doesn’t have',
  );
  await t.rejects(publish({ codecs: opus.codecs, encodings: [{}] }), unsupported, 'nothing to tell its packets by');
  await t.resolves(room.publishTrack('anna', offer('camera', 'video', vp8Parameters())));
  await t.resolves(publish(opus));
});

t.test('an SSRC that the transport has learned from packets is answered with a code too', async (t) => {
  const { room } = await setUpRoom(t, 'anna');
  const anna = await TestPeer.open(room, 'anna');
  t.teardown(() => anna.close());
  await anna.connect();
  const byMid = opusParameters();
  await room.publishTrack('anna', offer('microphone', 'audio', { ...byMid, encodings: [{}] }));
  const learned = byMid.encodings[0]?.ssrc ?? 0;
  await anna.sendWithMid(learned, byMid.mid ?? '');
  await room.restartIce('anna', anna.transports.send.id);
  const camera = vp8Parameters(1);
  await waitUntil(async () => {
    await anna.sendWithMid(learned, byMid.mid ?? '');
    const published = room.publishTrack(
      'anna',
      offer('camera', 'video', { ...camera, encodings: [{ ssrc: learned }] }),
    );
    const code = await published.then(
      ({ trackId }) => {
        room.closeTrack('anna', trackId);
        return null;
      },
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );
    return code === 'media-unsupported';
  }, 'the clash is named');
});
