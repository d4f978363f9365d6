/**
 * mediasoup alone: the same worker, codecs and consumers, and only the requests of Hearthroom's protocol that open
 * media. There are no room rules, store, tokens or audio levels. The difference to Hearthroom is the cost of
 * Hearthroom.
 *
 *     bare-server.ts <address> <media port> <worker>
 */
import { createServer } from 'node:http';
import { subprotocol } from '@hearthroom/sdk/protocol';
import { createWorker, type types } from 'mediasoup';
import { type WebSocket, WebSocketServer } from 'ws';
import { mediaCodecs } from '../../../server/src/media/rtp/codecs.ts';
import { BarePeer, type BareRoom } from './bare-peer.ts';

const [address = '', mediaPort = '', workerBin = ''] = process.argv.slice(2);
/** As in Hearthroom: key frames of all senders at once must fit. */
const socketBufferBytes = 2 * 1024 * 1024;

const worker = await createWorker({ logLevel: 'error', workerBin });
const listenInfo = { protocol: 'udp', ip: address, port: Number(mediaPort) } as const;
const webRtcServer = await worker.createWebRtcServer({
  listenInfos: [{ ...listenInfo, sendBufferSize: socketBufferBytes, recvBufferSize: socketBufferBytes }],
});
const rooms = new Map<string, Promise<BareRoom>>();

async function createRoom(): Promise<BareRoom> {
  const router: types.Router = await worker.createRouter({ mediaCodecs });
  return { router, webRtcServer, peers: new Set() };
}

function roomOf(id: string): Promise<BareRoom> {
  const room = rooms.get(id) ?? createRoom();
  rooms.set(id, room);
  return room;
}

function handleConnection(socket: WebSocket): void {
  let peer: BarePeer | null = null;
  const answer = async (text: string): Promise<void> => {
    const { id, method, params } = JSON.parse(text);
    if (method === 'authenticate') peer = new BarePeer(await roomOf(params.token), (frame) => socket.send(frame));
    const result = peer ? await peer.handle(method, params) : {};
    socket.send(JSON.stringify({ id, result }));
  };
  socket.on('message', (data) => {
    answer(String(data)).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
}

const http = createServer();
new WebSocketServer({ server: http, handleProtocols: () => subprotocol }).on('connection', handleConnection);
http.listen(0, address, () => {
  const bound = http.address();
  if (typeof bound === 'object' && bound !== null) console.log(`listens on http://${address}:${bound.port}`);
});
