/**
 * A process of synthetic clients, controlled by its parent. One process sends, the others receive, so that neither
 * delays the other.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { certificateFingerprint, createSrtp, LightTransport, openSocket, pinnedCipher } from './light-transport.ts';
import type { ClientMethod, ClientRequests, ReplyMessage, RequestMessage } from './process-messages.ts';
import { Receiver } from './receiver.ts';
import { Sender, type SendingEnd } from './sender.ts';

type Handlers = { [M in ClientMethod]: (params: ClientRequests[M]['params']) => Promise<ClientRequests[M]['result']> };

const transports: SendingEnd[] = [];
const receiver = new Receiver();
let sender: Sender | null = null;

const handlers: Handlers = {
  fingerprint: () => certificateFingerprint(),
  connect: async ({ remote, localAddress, local }) => {
    const end = transports.length;
    // The number is reserved before the transport exists, because others connect at the same time.
    transports.length += 1;
    const transport = await LightTransport.connect({
      remote,
      localAddress,
      local,
      onRtp: (packet) => receiver.handlePacket(end, packet),
    });
    transports[end] = transport;
    return { end, localPort: transport.localPort };
  },
  openPlain: async ({ localAddress }) => {
    const socket = await openSocket(localAddress);
    const { port } = socket.address();
    socket.on('message', (packet) => receiver.handlePacket(port, packet));
    return { localPort: port };
  },
  connectPlain: async ({ address, port, localAddress }) => {
    const socket = await openSocket(localAddress);
    socket.connect(port, address);
    await once(socket, 'connect');
    const { keyBytes, saltBytes } = pinnedCipher;
    const [key, salt] = [randomBytes(keyBytes), randomBytes(saltBytes)];
    transports.push({ socket, srtp: createSrtp(key, salt, key, salt) });
    return { end: transports.length - 1, localPort: socket.address().port };
  },
  load: async ({ streams, seconds, sampleEvery }) => {
    sender = new Sender(streams, transports, seconds, sampleEvery);
    return null;
  },
  send: async ({ startAtMs, fromMs = 0, untilMs = Number.POSITIVE_INFINITY }) => {
    if (!sender) throw new Error('Nothing is loaded');
    return await sender.send(startAtMs, fromMs, untilMs);
  },
  listen: async ({ audioPayloadTypes, sampleEvery }) => {
    receiver.listen(audioPayloadTypes, sampleEvery);
    return null;
  },
  collect: async () => receiver.collect(),
};

async function handle<M extends ClientMethod>({ id, method, params }: RequestMessage<M>): Promise<void> {
  const reply = (message: ReplyMessage) => process.send?.(message);
  try {
    reply({ id, result: await handlers[method](params) });
  } catch (error) {
    reply({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

process.on('message', (message: RequestMessage) => void handle(message));
process.on('disconnect', () => process.exit());
