import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { vp8Parameters } from '../../../../support/media/rtp-packets.ts';
import { setUpRoomWith } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { TestTransport } from '../../../../support/media/test-transport.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

const capBps = 100_000;
const sentBps = 400_000;
const pictureBytes = 1_000;

t.test('a sender that ignores its limit is paused, then disconnected; the others continue', async (t) => {
  const { media, room, handlers } = await setUpRoomWith(t, { maxIncomingBitrateBps: capBps }, 'anna', 'ben');
  const outcomes: object[] = [];
  media.observer.on('sendingCapExceeded', ({ seatId, bps, outcome }) =>
    outcomes.push({ seatId, outcome, isAbove: bps > capBps * 1.5 }),
  );
  const { send } = await room.openPeer('anna', { codecs: [], headerExtensions: [] });
  const anna = await TestTransport.connect(send, (dtls) => room.connectTransport('anna', send.id, dtls));
  const rtpParameters = vp8Parameters(1);
  const [encoding] = rtpParameters.encodings;
  const { trackId } = await room.publishTrack('anna', {
    source: 'camera',
    kind: 'video',
    rtpParameters,
    paused: false,
  });
  const ben = await TestPeer.open(room, 'ben');
  await ben.connect();
  const microphone = await ben.publishMicrophone();
  const [camera] = await handlers.consumers('ben', 1);
  await room.resumeConsumers('ben', [camera?.consumerId ?? '']);
  const flood = setInterval(
    () => void anna.sendPicture(encoding?.ssrc ?? 0, pictureBytes).catch(() => {}),
    (pictureBytes * 8_000) / sentBps,
  );
  t.teardown(async () => {
    clearInterval(flood);
    await Promise.all([anna.close(), ben.close()]);
  });

  t.match(await handlers.heard('anna', 'trackMuted'), { trackId });
  t.match(await handlers.heard('ben', 'consumerUpdated'), { consumerId: camera?.consumerId, paused: true });
  await waitUntil(() => handlers.to('anna').some(({ type }) => type === 'cutOff'), 'anna is cut off');
  t.match(await handlers.heard('ben', 'consumersClosed'), { consumerIds: [camera?.consumerId] });
  t.same(outcomes, [
    { seatId: 'anna', outcome: 'muted', isAbove: true },
    { seatId: 'anna', outcome: 'cut-off', isAbove: true },
  ]);
  await t.rejects(room.openPeer('anna', { codecs: [], headerExtensions: [] }), { code: 'limit-exceeded' });
  const before = ben.packetsReceived;
  await sleep(500);
  t.equal(ben.packetsReceived, before, 'nothing of it is forwarded');
  t.match(room.describePeer('ben'), { tracks: [{ trackId: microphone, paused: false }] });
});
