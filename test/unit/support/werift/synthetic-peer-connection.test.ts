/** What is corrected of werift so that a loaded machine is no reason for a connection that does not work. */
import t, { type Test } from 'tap';
import { SyntheticPeerConnection } from '../../../support/werift/synthetic-peer-connection.ts';
import { syntheticTrack } from '../../../support/werift/synthetic-track.ts';

const handshake = 22;

async function negotiate(t: Test) {
  const [offering, answering] = [new SyntheticPeerConnection(), new SyntheticPeerConnection()];
  const track: unknown = syntheticTrack('audio');
  t.teardown(async () => {
    (track as MediaStreamTrack).stop();
    await Promise.all([offering.close(), answering.close()]);
  });
  offering.addTransceiver(track as Parameters<typeof offering.addTransceiver>[0], { direction: 'sendonly' });
  await offering.setLocalDescription(await offering.createOffer());
  await answering.setRemoteDescription(descriptionOf(offering));
  await answering.setLocalDescription(await answering.createAnswer());
  return { offering, answering, connect: () => offering.setRemoteDescription(descriptionOf(answering)) };
}

function descriptionOf({ localDescription }: SyntheticPeerConnection) {
  if (!localDescription) throw new Error('nothing is described');
  return localDescription;
}

const until = (connection: SyntheticPeerConnection, wanted: string): Promise<void> =>
  new Promise((resolve) => {
    connection.connectionStateChange.subscribe((state) => {
      if (state === wanted) resolve();
    });
  });

t.test('messages of the DTLS handshake that arrive once more begin nothing anew', async (t) => {
  const { answering: client, offering, connect } = await negotiate(t);
  const [transport] = client.dtlsTransports;
  if (!transport) throw new Error('there is no transport');
  const { onData } = transport.iceTransport.connection;
  const messages: Buffer[] = [];
  onData.subscribe((data) => {
    if (data[0] === handshake) messages.push(Buffer.from(data));
  });
  const connected = Promise.all([until(client, 'connected'), until(offering, 'connected')]);
  await connect();
  await connected;
  const last = transport.dtls?.dtls.flight;
  const keys = transport.dtls?.cipher.masterSecret;
  for (const message of [...messages]) onData.execute(message);
  await new Promise((resolve) => setImmediate(resolve));
  t.ok(messages.length > 0);
  t.equal(transport.dtls?.dtls.flight, last);
  t.equal(transport.dtls?.cipher.masterSecret, keys);
});

t.test('a DTLS handshake that ends is a failure of the connection', async (t) => {
  const { offering, connect } = await negotiate(t);
  await connect();
  const failed = until(offering, 'failed');
  offering.dtlsTransports[0]?.onStateChange.execute('closed');
  await failed;
  t.equal(offering.connectionState, 'failed');
});

t.test('no STUN server is asked', async (t) => {
  const { offering } = await negotiate(t);
  t.equal(offering.dtlsTransports[0]?.iceTransport.connection.stunServer, undefined);
});
