import t from 'tap';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

t.test('a person who leaves during the DTLS handshake ends no other transport', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben', 'cleo');
  const open = async (seatId: string): Promise<TestPeer> => {
    const peer = await TestPeer.open(room, seatId);
    t.teardown(() => peer.close());
    return peer;
  };
  const [anna, ben, cleo] = [await open('anna'), await open('ben'), await open('cleo')];
  await anna.connect();
  await ben.connect();
  await anna.publishMicrophone();
  const [consumer] = await handlers.consumers('ben', 1);
  await room.resumeConsumers('ben', [consumer?.consumerId ?? '']);
  await anna.talk();
  await waitUntil(() => ben.packetsReceived > 0, 'ben hears anna');
  await cleo.connectIce();
  room.closePeer('cleo');
  // What arrives with nothing to read: the worker asks whether an error is the reason.
  await anna.repeatHandshake();
  const before = ben.packetsReceived;
  await anna.talk(20);
  await waitUntil(() => ben.packetsReceived > before, 'ben hears anna after that');
  t.pass('anna’s transport stays connected');
});
