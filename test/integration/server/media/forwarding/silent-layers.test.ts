/** A layer of a camera that stops arriving, e.g. because the line of its sender became too narrow for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { vp8Parameters } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { TestTransport } from '../../../../support/media/test-transport.ts';

t.setTimeout(60_000);

/** Of a camera with 30 pictures a second. */
const pictureMs = 33;
/** mediasoup takes a stream for inactive after 1.5 seconds without packets. */
const picturesUntilInactive = 1_500 / pictureMs;
/** Longer than the half of a second after which a single layer counts as stopped, shorter than the time above. */
const gapMs = 800;
/** Bytes of a picture of each layer, smallest first: receivers see by them which one they get. */
const pictureBytes = [300, 900];
/** Of the header, the payload descriptor and the authentication tag, at most. */
const overheadBytes = 100;

class Camera {
  readonly #transport: TestTransport;
  readonly #ssrcs: number[];
  readonly #receiver: TestPeer;

  /** A camera of two layers, of which one receiver gets the larger one. */
  static async open(t: Test): Promise<Camera> {
    const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
    const { send } = await room.openPeer('anna', { codecs: [], headerExtensions: [] });
    const transport = await TestTransport.connect(send, (dtls) => room.connectTransport('anna', send.id, dtls));
    t.teardown(() => transport.close());
    const rtpParameters = vp8Parameters(pictureBytes.length);
    await room.publishTrack('anna', { source: 'camera', kind: 'video', rtpParameters, paused: false });
    const receiver = await TestPeer.open(room, 'ben');
    t.teardown(() => receiver.close());
    await receiver.connect();
    const ssrcs = rtpParameters.encodings.flatMap(({ ssrc }) => ssrc ?? []);
    const camera = new Camera(transport, ssrcs, receiver);
    await camera.sendUntil('the camera is forwarded', [0, 1], () => true, 3);
    const [consumer] = await handlers.consumers('ben', 1);
    await room.resumeConsumers('ben', [consumer?.consumerId ?? '']);
    await camera.sendUntil('the larger layer arrives', [0, 1], () => camera.newestLayer === 1);
    return camera;
  }

  private constructor(transport: TestTransport, ssrcs: number[], receiver: TestPeer) {
    this.#transport = transport;
    this.#ssrcs = ssrcs;
    this.#receiver = receiver;
  }

  /** Of the last picture that the receiver got; null: none yet. */
  get newestLayer(): number | null {
    const bytes = this.#receiver.datagrams.at(-1)?.length;
    return bytes === undefined ? null : pictureBytes.findIndex((size) => bytes <= size + overheadBytes);
  }

  get keyFrameRequests(): number {
    return this.#transport.keyFrameRequests;
  }

  /**
   * Sends pictures of these layers at their rate.
   * @param atLeast number of pictures of each
   * @returns how many it were
   */
  async sendUntil(what: string, layers: number[], condition: () => boolean, atLeast = 1): Promise<number> {
    for (let count = 1; count < 300; count += 1) {
      for (const layer of layers) {
        const ssrc = this.#ssrcs[layer] ?? 0;
        await this.#transport.sendReport(ssrc);
        await this.#transport.sendPicture(ssrc, pictureBytes[layer] ?? 0);
      }
      await sleep(pictureMs);
      if (count >= atLeast && condition()) return count;
    }
    throw new Error(`did not come about: ${what}`);
  }
}

t.test('receivers of a layer that stops get a smaller one, sooner than of a stream that is inactive', async (t) => {
  const camera = await Camera.open(t);
  const pictures = await camera.sendUntil('the smaller layer arrives', [0], () => camera.newestLayer === 0);
  t.ok(pictures < (picturesUntilInactive * 2) / 3, `after ${pictures} pictures of it`);
  await camera.sendUntil('the larger layer arrives again', [0, 1], () => camera.newestLayer === 1);
});

t.test('a gap in which no layer arrives changes nothing', async (t) => {
  const camera = await Camera.open(t);
  const before = camera.keyFrameRequests;
  for (let gap = 0; gap < 3; gap += 1) {
    // The smaller layer ends last, and begins first.
    await camera.sendUntil('it is sent', [1, 0], () => true);
    await sleep(gapMs);
    await camera.sendUntil('it is sent', [0, 1], () => true, 10);
    t.equal(camera.newestLayer, 1);
  }
  t.equal(camera.keyFrameRequests, before, 'and no key frame is needed');
});
