import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { PacketSink, whyNoSink } from './packet-sink.ts';

const address = '127.0.0.1';
const [audio, lastOfPicture] = ['80640001', '80e50002'];
const [senderReport, feedback, check, dtls] = ['80c80001', '81cd0001', '00010000', '16fefd00'];

async function open(t: Test): Promise<Socket> {
  const socket = createSocket('udp4');
  t.teardown(() => socket.close());
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
}

t.test('media is counted and dropped, everything else arrives', { skip: whyNoSink() ?? false }, async (t) => {
  const [server, client] = [await open(t), await open(t)];
  const { port } = server.address();
  const sink = PacketSink.open({ first: port, last: port });
  t.teardown(() => sink.close());
  const arrived: string[] = [];
  const all = Promise.withResolvers<void>();
  client.on('message', (packet) => {
    arrived.push(packet.toString('hex'));
    if (arrived.at(-1) === dtls) all.resolve();
  });
  for (const packet of [audio, senderReport, lastOfPicture, feedback, check, dtls]) {
    server.send(Buffer.from(packet, 'hex'), client.address().port, address);
  }
  await all.promise;
  t.same(arrived, [senderReport, feedback, check, dtls]);
  t.equal(sink.count(), 2);
});
