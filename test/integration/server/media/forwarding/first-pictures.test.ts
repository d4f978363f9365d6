import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { RoomMedia } from '../../../../../server/src/rooms/ports.ts';
import { freshSsrc, opusParameters, vp8Parameters } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { TestTransport } from '../../../../support/media/test-transport.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

/** Time between pictures of a camera with 30 per second. */
const pictureMs = 33;

t.test('a microphone and a camera that are published together are told together', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const anna = await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  // In the order of a connection: the second request runs as soon as the first is answered.
  await anna.publishMicrophone();
  await anna.publishCamera();
  const consumers = await handlers.consumers('ben', 2);
  t.same(consumers.map(({ source }) => source).sort(), ['camera', 'microphone']);
  t.equal(handlers.to('ben').length, 1, 'in one message');
});

t.test('a camera that is refused holds nothing up', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  await TestPeer.open(room, 'anna');
  await TestPeer.open(room, 'ben');
  const ssrc = freshSsrc();
  const camera = vp8Parameters(1);
  const [microphone, refused] = await Promise.allSettled([
    room.publishTrack('anna', {
      source: 'microphone',
      kind: 'audio',
      rtpParameters: opusParameters(ssrc),
      paused: false,
    }),
    // With the same name as the microphone.
    room.publishTrack('anna', {
      source: 'camera',
      kind: 'video',
      rtpParameters: { ...camera, encodings: [{ ssrc }] },
      paused: false,
    }),
  ]);
  t.match([microphone, refused], [{ status: 'fulfilled' }, { status: 'rejected' }]);
  await handlers.consumers('ben', 1);
});

t.test('people who become ready one after the other see a new camera at once, for one key frame', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben', 'cora');
  const { send } = await room.openPeer('anna', { codecs: [], headerExtensions: [] });
  const anna = await TestTransport.connect(send, (dtls) => room.connectTransport('anna', send.id, dtls));
  const rtpParameters = vp8Parameters(1);
  const ssrc = rtpParameters.encodings[0]?.ssrc ?? 0;
  await room.publishTrack('anna', { source: 'camera', kind: 'video', rtpParameters, paused: false });
  const receivers = await Promise.all(['ben', 'cora'].map((seatId) => TestPeer.open(room, seatId)));
  await Promise.all(receivers.map((peer) => peer.connect()));
  const pictures = setInterval(() => void anna.sendPicture(ssrc, 500).catch(() => {}), pictureMs);
  t.teardown(async () => {
    clearInterval(pictures);
    await Promise.all([anna, ...receivers].map((one) => one.close()));
  });
  const resume = async (peer: TestPeer) => {
    const [camera] = await handlers.consumers(peer.seatId, 1);
    await room.resumeConsumers(peer.seatId, [camera?.consumerId ?? '']);
  };
  const [ben, cora] = receivers;
  if (!ben || !cora) return t.fail('not opened');
  await sleep(pictureMs * 3);

  await resume(ben);
  await sleep(pictureMs * 2);
  t.equal(ben.packetsReceived, 0, 'not yet: another key frame would be a second away');
  await resume(cora);
  await waitUntil(() => ben.packetsReceived > 0 && cora.packetsReceived > 0, 'both see her');
  t.equal(anna.keyFrameRequests, 1);
});

t.test('one key frame answers all requests that came before it: no other one is requested later', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'dora', 'ben', 'cora');
  const [anna, dora] = [await Camera.open(room, 'anna'), await Camera.open(room, 'dora')];
  const receivers = await Promise.all(['ben', 'cora'].map((seatId) => TestPeer.open(room, seatId)));
  await Promise.all(receivers.map((peer) => peer.connect()));
  t.teardown(() => Promise.all([anna, dora, ...receivers].map((one) => one.close())));
  // The worker requests key frames of streams that it has seen.
  for (const camera of [anna, dora]) await camera.sendPicture();
  await sleep(pictureMs * 3);

  for (const { seatId } of receivers) {
    const consumers = await handlers.consumers(seatId, 2);
    const inOrder = [anna, dora].flatMap(({ trackId }) => consumers.filter((one) => one.trackId === trackId));
    await room.resumeConsumers(
      seatId,
      inOrder.map(({ consumerId }) => consumerId),
    );
  }
  await waitUntil(() => anna.keyFrameRequests === 1 && dora.keyFrameRequests === 1, 'both are asked for a picture');
  await anna.sendPicture();
  await waitUntil(() => receivers.every(({ packetsReceived }) => packetsReceived === 1), 'both receivers see anna');
  await waitUntil(() => dora.keyFrameRequests === 2, 'dora, who sent none, is asked again after the delay');
  await sleep(pictureMs * 3);
  t.equal(anna.keyFrameRequests, 1, 'anna is not');
});

/** A seat that sends single pictures. */
class Camera {
  readonly trackId: string;
  readonly #transport: TestTransport;
  readonly #ssrc: number;

  static async open(room: RoomMedia, seatId: string): Promise<Camera> {
    const { send } = await room.openPeer(seatId, { codecs: [], headerExtensions: [] });
    const transport = await TestTransport.connect(send, (dtls) => room.connectTransport(seatId, send.id, dtls));
    const rtpParameters = vp8Parameters(1);
    const offer = { source: 'camera', kind: 'video', rtpParameters, paused: false } as const;
    const { trackId } = await room.publishTrack(seatId, offer);
    return new Camera(trackId, transport, rtpParameters.encodings[0]?.ssrc ?? 0);
  }

  private constructor(trackId: string, transport: TestTransport, ssrc: number) {
    this.trackId = trackId;
    this.#transport = transport;
    this.#ssrc = ssrc;
  }

  get keyFrameRequests(): number {
    return this.#transport.keyFrameRequests;
  }

  sendPicture(): Promise<void> {
    return this.#transport.sendPicture(this.#ssrc, 500);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}
