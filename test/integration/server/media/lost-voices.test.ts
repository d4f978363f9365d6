import { RtpParameters } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { Value } from 'typebox/value';
import { opusWithNack } from '../../../support/media/rtp-packets.ts';
import { setUpRoomWith } from '../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../support/media/test-peer.ts';
import { waitUntil } from '../../../support/media/wait-until.ts';

t.setTimeout(60_000);

const sequenceNumberOf = (datagram: Buffer) => datagram.readUInt16BE(2);

/** A sender and a receiver of audio. @param workers with two, each of them has its own worker */
async function setUpPair(t: Test, workers = 1) {
  const { room, handlers } = await setUpRoomWith(t, { workers, peoplePerWorker: workers > 1 ? 1 : 20 }, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben', opusWithNack);
  t.teardown(() => Promise.all([anna.close(), ben.close()]));
  await anna.publishMicrophone();
  const [consumer] = await handlers.consumers('ben', 1);
  if (!consumer) throw new Error('There is no consumer');
  await Promise.all([anna.connect(), ben.connect()]);
  await room.resumeConsumers('ben', [consumer.consumerId]);
  await waitUntil(async () => {
    await anna.talk();
    return ben.packetsReceived > 0;
  }, 'ben hears anna');
  const { codecs, encodings } = Value.Parse(RtpParameters, consumer.rtpParameters);
  return { anna, ben, feedback: codecs[0]?.rtcpFeedback, ssrc: encodings[0]?.ssrc ?? 0 };
}

for (const workers of [1, 2]) {
  const where = workers === 1 ? '' : ', also by another worker than that of the speaker';
  t.test(`a lost packet of a voice is sent again, byte for byte the first one${where}`, async (t) => {
    const { ben, feedback, ssrc } = await setUpPair(t, workers);
    t.match(feedback, [{ type: 'nack' }], 'the listener is told that it can ask for lost packets');
    const [first] = ben.datagrams;
    if (!first) return t.fail('nothing was received');
    const copies = () => ben.datagrams.filter((datagram) => sequenceNumberOf(datagram) === sequenceNumberOf(first));
    await waitUntil(async () => {
      await ben.sendNack(ssrc, [sequenceNumberOf(first)]);
      return copies().length > 1;
    }, 'it is sent again');
    // A different packet under the same nonce would expose the authentication key of AES-GCM (RFC 7714, 8.1).
    for (const copy of copies()) t.ok(copy.equals(first), 'the same packet');
  });
}

t.test('the server asks a speaker for a lost packet of the voice', async (t) => {
  const { anna } = await setUpPair(t);
  anna.losePacket();
  await waitUntil(async () => {
    await anna.talk();
    return anna.nacked.length > 0;
  }, 'the server asks for it');
});
