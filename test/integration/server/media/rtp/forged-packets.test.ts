import t from 'tap';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

t.test('a packet that was changed on its way is not forwarded', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  const ben = await TestPeer.open(room, 'ben');
  t.teardown(() => Promise.all([anna.close(), ben.close()]));
  await anna.publishMicrophone();
  const [microphone] = await handlers.consumers('ben', 1);
  await Promise.all([anna.connect(), ben.connect()]);
  await room.resumeConsumers('ben', [microphone?.consumerId ?? '']);
  t.equal(anna.srtpProfile, 7, 'AEAD_AES_128_GCM');
  await anna.talk(3);
  await waitUntil(() => ben.packetsReceived === 3, 'Ben hears Anna');

  await anna.sendForged(3);
  // On the same path: later packets have arrived, so these would have too.
  await anna.talk(3);
  await waitUntil(() => ben.packetsReceived >= 6, 'Ben hears Anna again');
  t.equal(ben.packetsReceived, 6);
});
