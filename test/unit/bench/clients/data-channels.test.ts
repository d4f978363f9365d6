import t from 'tap';
import {
  DtlsClient,
  DtlsServer,
  RTCDataChannel,
  RTCDataChannelParameters,
  RTCDtlsTransport,
  RTCIceGatherer,
  RTCIceTransport,
  RTCSctpTransport,
} from 'werift';
import { acceptDataChannels, sctpPort } from '../../../../bench/clients/data-channels.ts';

/** Two connected ends without a network. */
function connectedPair() {
  const createEnd = () => ({
    type: 'udp',
    address: { address: '127.0.0.1', family: 'IPv4', port: 9 },
    closed: false,
    onData: (_data: Buffer) => {},
    send: async (_data: Buffer) => {},
    close: async () => {},
  });
  const [one, other] = [createEnd(), createEnd()];
  one.send = async (data) => void setImmediate(() => other.onData(data));
  other.send = async (data) => void setImmediate(() => one.onData(data));
  return [one, other] as const;
}

t.test('a server that opens data channels hears from the client that they are open', async (t) => {
  const { certPem, privateKey, signatureHash } = await RTCDtlsTransport.SetupCertificate();
  const options = { cert: certPem, key: privateKey, signatureHash, extendedMasterSecret: true };
  const [near, far] = connectedPair();
  const client = new DtlsClient({ ...options, transport: near });
  const server = new DtlsServer({ ...options, transport: far });
  const bothConnected = Promise.all([client.onConnect.asPromise(), server.onConnect.asPromise()]);
  await client.connect();
  await bothConnected;
  await acceptDataChannels(client);

  const transport = new RTCDtlsTransport({}, new RTCIceTransport(new RTCIceGatherer()));
  transport.dtls = server;
  server.onData.subscribe((data) => transport.dataReceiver(data));
  const sctp = new RTCSctpTransport(sctpPort);
  sctp.setDtlsTransport(transport);
  t.teardown(() => sctp.stop());
  // Such servers open the association themselves.
  sctp.sctp.isServer = false;
  await sctp.sctp.start(sctpPort);
  const channel = new RTCDataChannel(sctp, new RTCDataChannelParameters({ label: '_reliable', id: 1 }));
  t.equal(channel.readyState, 'connecting');
  await channel.stateChanged.watch((state) => state === 'open', 10_000);
  t.equal(channel.readyState, 'open');
});
