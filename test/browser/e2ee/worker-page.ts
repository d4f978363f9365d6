/** A page with two peer connections to each other: one encrypts a picture, the other one decrypts it. */
import type { FromWorker, ToWorker, TransformOptions } from '../../../sdk/src/e2ee/worker/worker-messages.ts';

declare global {
  var workerPage: typeof page;
}

const told: FromWorker[] = [];
const worker = new Worker('/worker.js', { type: 'module' });
worker.addEventListener('message', ({ data }) => told.push(data));
let receiver: RTCPeerConnection | null = null;
let sender: RTCPeerConnection | null = null;

const transform = (options: TransformOptions) => new RTCRtpScriptTransform(worker, options);

/** Chromium sends nothing until a transform is there; other browsers ignore the member. */
const configuration = { encodedInsertableStreams: true } as RTCConfiguration;

async function negotiate(one: RTCPeerConnection, other: RTCPeerConnection): Promise<void> {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.addEventListener('icecandidate', ({ candidate }) => void to.addIceCandidate(candidate ?? undefined));
  }
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription as RTCSessionDescription);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription as RTCSessionDescription);
}

/** A picture that changes: browsers send nothing of one that does not. */
function movingPicture(): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
  const context = canvas.getContext('2d');
  setInterval(() => {
    if (!context) return;
    context.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
    context.fillRect(0, 0, 320, 180);
  }, 50);
  const [track] = canvas.captureStream(20).getVideoTracks();
  if (!track) throw new Error('no track');
  return track;
}

const page = {
  told: () => told,
  tell: (message: ToWorker) => worker.postMessage(message),
  /** @param received the track that the receiver takes it for */
  connect: async (codec: string, received: { participantId: string; source: string }): Promise<void> => {
    sender?.close();
    receiver?.close();
    sender = new RTCPeerConnection(configuration);
    receiver = new RTCPeerConnection(configuration);
    const video = document.querySelector('video') ?? document.body.appendChild(document.createElement('video'));
    Object.assign(video, { muted: true, autoplay: true });
    receiver.addEventListener('track', (event) => {
      event.receiver.transform = transform({ side: 'receive', transformId: 2, ...received });
      video.srcObject = new MediaStream([event.track]);
    });
    const transceiver = sender.addTransceiver(movingPicture(), { direction: 'sendonly' });
    const codecs = RTCRtpSender.getCapabilities('video')?.codecs.filter(({ mimeType }) => mimeType === codec) ?? [];
    transceiver.setCodecPreferences(codecs);
    const own = { participantId: 'p-anna', source: 'camera', mimeType: codec, transformId: 1, rids: [] };
    transceiver.sender.transform = transform({ side: 'send', ...own });
    await negotiate(sender, receiver);
  },
  decoded: async (): Promise<number> => {
    let frames = 0;
    for (const report of (await receiver?.getStats())?.values() ?? [])
      if (report.type === 'inbound-rtp') frames += report.framesDecoded ?? 0;
    return frames;
  },
  /** Whether media could pass: the connection stands. */
  isConnected: () => receiver?.connectionState === 'connected',
};
globalThis.workerPage = page;
