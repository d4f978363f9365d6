import t from 'tap';
import { opusOnly } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { endBeforeOpening } from '../../../../support/media/test-policy.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

t.test('somebody who waits is told nothing, and nothing is made for them', async (t) => {
  const { media, room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  await TestPeer.open(room, 'waiting');
  await anna.publishMicrophone();
  await handlers.consumers('ben', 1);
  room.sync();
  await handlers.consumers('ben', 1);
  t.same(handlers.to('waiting'), []);
  // Router, observer, three pairs of transports, one track, one consumer: Ben's.
  await media.holds(10);
});

t.test('an admission opens everything in one message per seat', async (t) => {
  const { room, handlers, policy } = await setUpRoom(t, 'anna', 'ben');
  for (const seatId of ['anna', 'ben']) {
    const peer = await TestPeer.open(room, seatId);
    await peer.publishMicrophone();
    await peer.publishCamera();
  }
  await handlers.consumers('anna', 2);
  await TestPeer.open(room, 'cora');
  t.same(handlers.to('cora'), []);

  policy.inside.add('cora');
  room.sync();
  const consumers = await handlers.consumers('cora', 4);
  t.equal(handlers.to('cora').length, 1);
  t.same(consumers.map(({ participantId, source, kind, paused }) => [participantId, source, kind, paused]).sort(), [
    ['anna', 'camera', 'video', false],
    ['anna', 'microphone', 'audio', false],
    ['ben', 'camera', 'video', false],
    ['ben', 'microphone', 'audio', false],
  ]);
});

t.test(
  'what is no longer allowed closes within the call, on both sides of the pair, and opens again later',
  async (t) => {
    const { media, room, handlers, policy } = await setUpRoom(t, 'anna', 'ben');
    const anna = await TestPeer.open(room, 'anna');
    const ben = await TestPeer.open(room, 'ben');
    await anna.publishMicrophone();
    await ben.publishMicrophone();
    const [toBen] = await handlers.consumers('ben', 1);
    const [toAnna] = await handlers.consumers('anna', 1);

    policy.inside.delete('ben');
    handlers.said.length = 0;
    room.sync();
    t.same(
      handlers.said,
      [
        { type: 'consumersClosed', to: 'anna', consumerIds: [toAnna?.consumerId] },
        { type: 'consumersClosed', to: 'ben', consumerIds: [toBen?.consumerId] },
      ],
      'said before the call returns',
    );
    t.same(room.describePeer('ben'), { tracks: [], consumers: [] }, 'and the track itself is gone');
    // Router, observer, two pairs of transports, Anna's track.
    await media.holds(7);

    policy.inside.add('ben');
    room.sync();
    await handlers.consumers('ben', 1);
    await ben.publishMicrophone();
    await handlers.consumers('anna', 1);
  },
);

t.test('a permission that ends while a consumer is being made leaves no consumer behind', async (t) => {
  const { media, room, handlers, policy } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  endBeforeOpening(policy, 'ben');
  await anna.publishMicrophone();
  await waitUntil(() => !policy.inside.has('ben'), 'the pair was asked for');
  await media.holds(7);
  t.same(handlers.said, []);
});

t.test('a consumer of a batch that closes before the batch is told is never mentioned', async (t) => {
  const { media, room, handlers, policy } = await setUpRoom(t, 'anna', 'ben', 'cora');
  const anna = await TestPeer.open(room, 'anna');
  const cora = await TestPeer.open(room, 'cora');
  await anna.publishMicrophone();
  await cora.publishMicrophone();
  await handlers.consumers('anna', 1);
  handlers.said.length = 0;
  let forwardAnswers = 0;
  policy.afterAnswer = (question) => {
    if (question !== 'forward') return;
    forwardAnswers += 1;
    // Two pairs were allowed, Anna's consumer exists, Cora's is being checked: now Anna is moved back to the waiting
    // room.
    if (forwardAnswers !== 4) return;
    policy.inside.delete('anna');
    room.sync();
  };
  await TestPeer.open(room, 'ben');
  const consumers = await handlers.consumers('ben', 1);
  t.same(
    consumers.map(({ participantId }) => participantId),
    ['cora'],
  );
  t.notOk(handlers.to('ben').some(({ type }) => type === 'consumersClosed'));
  // Router, observer, three pairs of transports, Cora's track, Ben's consumer of it.
  await media.holds(10);
});

t.test('a seat that closes while its consumers are being made leaves nothing behind', async (t) => {
  const { media, room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  await anna.publishMicrophone();
  room.closePeer('ben');
  room.closePeer('ben');
  await media.holds(5);
  t.same(handlers.to('ben'), []);
  t.equal(room.describePeer('ben'), null);
});

t.test('packets go only after the receiver resumed, and stop with the permission', async (t) => {
  const { room, handlers, policy } = await setUpRoom(t, 'anna', 'ben', 'cora');
  const [anna, ben, cora] = await Promise.all(['anna', 'ben', 'cora'].map((seatId) => TestPeer.open(room, seatId)));
  if (!anna || !ben || !cora) return t.fail('not opened');
  t.teardown(() => Promise.all([anna.close(), ben.close(), cora.close()]));
  await anna.publishMicrophone();
  const [toBen] = await handlers.consumers('ben', 1);
  const [toCora] = await handlers.consumers('cora', 1);
  await Promise.all([anna.connect(), ben.connect(), cora.connect()]);
  const firstPackets = () => handlers.to('ben').filter(({ type }) => type === 'firstPacketSent').length;
  // Cora's packets show that media flows: packets to Ben would be sent in the same turn of the worker.
  const talkUntilCoraHasMore = async (packets: number) => {
    const before = cora.packetsReceived;
    await waitUntil(async () => {
      await anna.talk();
      return cora.packetsReceived >= before + packets;
    }, 'Cora hears Anna');
  };
  await room.resumeConsumers('cora', [toCora?.consumerId ?? '']);
  await talkUntilCoraHasMore(10);
  t.equal(ben.packetsReceived, 0);
  t.equal(firstPackets(), 0);

  await room.resumeConsumers('ben', [toBen?.consumerId ?? '']);
  await talkUntilCoraHasMore(10);
  await handlers.heard('ben', 'firstPacketSent');
  t.ok(ben.packetsReceived > 0);
  t.equal(firstPackets(), 1);

  await room.pauseConsumers('ben', [toBen?.consumerId ?? '']);
  await talkUntilCoraHasMore(2);
  const unwanted = ben.packetsReceived;
  await talkUntilCoraHasMore(20);
  t.equal(ben.packetsReceived, unwanted, 'what a receiver paused is not sent');
  await room.resumeConsumers('ben', [toBen?.consumerId ?? '']);
  await talkUntilCoraHasMore(10);
  t.ok(ben.packetsReceived > unwanted);

  policy.inside.delete('ben');
  room.sync();
  await talkUntilCoraHasMore(2);
  const received = ben.packetsReceived;
  await talkUntilCoraHasMore(20);
  t.equal(ben.packetsReceived, received);

  policy.inside.add('ben');
  room.sync();
  const [again] = await handlers.consumers('ben', 1);
  await room.resumeConsumers('ben', [again?.consumerId ?? '']);
  await talkUntilCoraHasMore(10);
  await waitUntil(() => firstPackets() === 2, 'the first packet of a new admission is told again');
});

t.test('a pause by the owner is told to those who receive the track', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  const trackId = await anna.publishMicrophone(true);
  const [consumer] = await handlers.consumers('ben', 1);
  t.equal(consumer?.paused, true);
  await room.resumeTrack('anna', trackId);
  await room.resumeTrack('anna', trackId);
  t.same(handlers.to('ben').slice(1), [
    { type: 'consumerUpdated', to: 'ben', consumerId: consumer?.consumerId, paused: false },
  ]);
  t.same(room.describePeer('anna')?.tracks, [{ trackId, source: 'microphone', paused: false, muted: false }]);
  t.same(
    room.describePeer('ben')?.consumers.map(({ consumerId, paused }) => ({ consumerId, paused })),
    [{ consumerId: consumer?.consumerId, paused: false }],
    'a client that resumes its seat is told the same',
  );
});

t.test('a person who can’t decode a track isn’t given it, and gets the others', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben', opusOnly);
  await anna.publishCamera();
  await anna.publishMicrophone();
  const consumers = await handlers.consumers('ben', 1);
  t.same(
    consumers.map(({ source }) => source),
    ['microphone'],
  );
});

t.test('nothing that a sender writes freely reaches its receivers', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  const canary = 'canary';
  await room.publishTrack('anna', {
    source: 'microphone',
    kind: 'audio',
    paused: false,
    rtpParameters: {
      mid: canary,
      msid: canary,
      codecs: [
        {
          mimeType: 'audio/OPUS',
          payloadType: 111,
          clockRate: 48_000,
          channels: 2,
          parameters: { useinbandfec: 1, [canary]: canary, 'sprop-stereo': `1\r\na=${canary}` },
          rtcpFeedback: [{ type: canary, parameter: canary }],
        },
      ],
      encodings: [{ ssrc: 4_242, rid: canary }],
      rtcp: { cname: canary },
    },
  });
  const [consumer] = await handlers.consumers('ben', 1);
  t.notMatch(JSON.stringify(consumer), canary);
  t.match(JSON.stringify(consumer), 'useinbandfec');
});

t.test('ids of others, of another seat or of nothing get the same answer', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben');
  const trackId = await anna.publishMicrophone();
  const [consumer] = await handlers.consumers('ben', 1);
  const consumerId = consumer?.consumerId ?? '';
  const fingerprints = [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => '00').join(':') }] as const;
  const notFound = { code: 'not-found' };
  for (const transportId of [anna.transports.send.id, 'nothing']) {
    await t.rejects(room.connectTransport('ben', transportId, { fingerprints: [...fingerprints] }), notFound);
    await t.rejects(room.restartIce('ben', transportId), notFound);
  }
  for (const id of [trackId, 'nothing']) {
    t.throws(() => room.closeTrack('ben', id), notFound);
    await t.rejects(room.pauseTrack('ben', id), notFound);
    await t.rejects(room.resumeTrack('ben', id), notFound);
  }
  for (const id of [consumerId, 'nothing']) {
    await t.rejects(room.resumeConsumers('anna', [id]), notFound);
    await t.rejects(room.pauseConsumers('anna', [id]), notFound);
    await t.rejects(room.setPreferredLayers('anna', id, 0), notFound);
  }
  await t.rejects(room.restartIce('nobody', ben.transports.send.id), notFound);
  t.same(room.describePeer('anna')?.tracks, [{ trackId, source: 'microphone', paused: false, muted: false }]);
});

t.test('a consumer that is gone doesn’t keep the others of the same request from being resumed', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben');
  t.teardown(() => Promise.all([anna.close(), ben.close()]));
  await anna.publishMicrophone();
  const [consumer] = await handlers.consumers('ben', 1);
  await Promise.all([anna.connect(), ben.connect()]);
  await t.rejects(room.resumeConsumers('ben', ['gone', consumer?.consumerId ?? '']), { code: 'not-found' });
  await waitUntil(async () => {
    await anna.talk();
    return ben.packetsReceived > 0;
  }, 'Ben hears Anna');
});

t.test('a consumer whose permission has ended is not resumed, even before the room is brought in step', async (t) => {
  const { room, handlers, policy } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  await anna.publishMicrophone();
  const [consumer] = await handlers.consumers('ben', 1);
  policy.inside.delete('ben');
  await t.rejects(room.resumeConsumers('ben', [consumer?.consumerId ?? '']), { code: 'not-found' });
});

t.test('layers are taken of a video with several, and ignored for the rest', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  await anna.publishCamera(3);
  await anna.publishMicrophone();
  for (const { consumerId } of await handlers.consumers('ben', 2)) {
    await t.resolves(room.setPreferredLayers('ben', consumerId, 2, 2));
    await t.resolves(room.setPreferredLayers('ben', consumerId, 0));
  }
});

t.test('a closed room holds nothing, says nothing and answers with a code', async (t) => {
  const { media, room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  const publishing = t.rejects(anna.publishMicrophone(), { code: 'media-unavailable' });
  const opening = t.rejects(TestPeer.open(room, 'cora'), { code: 'media-unavailable' });
  // The queue starts with the next turn; the close then falls between a request to the worker and its answer.
  await Promise.resolve();
  room.close();
  room.close();
  room.sync();
  await publishing;
  await opening;
  await t.rejects(room.openPeer('anna', opusOnly), { code: 'media-unavailable' });
  await media.holds(0);
  t.same(handlers.said, []);
});

t.test('a person who opens media anew is told that what was offered for the transports before is gone', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await anna.publishMicrophone();
  await TestPeer.open(room, 'ben');
  const [before] = await handlers.consumers('ben', 1);
  await TestPeer.open(room, 'ben');
  const offers = () => handlers.to('ben').filter(({ type }) => type.startsWith('consumers'));
  await waitUntil(() => offers().length === 3, 'a new offer');
  t.match(offers(), [
    { type: 'consumersAdded' },
    { type: 'consumersClosed', consumerIds: [before?.consumerId] },
    { type: 'consumersAdded' },
  ]);
});
