/** Runs in the browser: a session whose camera shows a time code. */
import { Session } from '@hearthroom/sdk';
import { seen, timeGlass, watch } from './shown-people.ts';
import { height, openDevices, width } from './time-code-camera.ts';

let session: Session | null = null;

function current(): Session {
  if (!session) throw new Error('Not joined');
  return session;
}

interface Entrance {
  url: string;
  token: string;
  /** Instead of the SDK's own layers. */
  cameraEncodings?: RTCRtpEncodingParameters[];
}

/** @returns Date.now() just before connecting */
async function join({ url, token, ...environment }: Entrance): Promise<number> {
  session = new Session({ url, getToken: () => token, environment });
  session.on('trackSubscribed', (track, participant) => {
    const element = track.attach();
    document.body.append(element);
    if (element instanceof HTMLVideoElement) watch(element, participant.id);
  });
  session.on('trackUnsubscribed', (track) => {
    for (const element of track.detach()) element.remove();
  });
  const startedAt = Date.now();
  await session.connect();
  return startedAt;
}

/** Publishes the time code as camera, and the browser's fake microphone. */
async function publish(): Promise<void> {
  const { camera, microphone } = await openDevices();
  const { localParticipant } = current();
  await localParticipant.setMicrophoneEnabled(true, { track: microphone });
  await localParticipant.setCameraEnabled(true, { track: camera });
}

/** Does what the host's click does. @returns Date.now() of the click */
async function admitFirst(): Promise<number> {
  const [waiting] = current().waitingParticipants;
  if (!waiting) throw new Error('Nobody waits');
  const clickedAt = Date.now();
  await current().admit(waiting);
  return clickedAt;
}

/**
 * A WebP picture contains one VP8 key frame (RFC 9649): synthetic participants send it, so that browsers can decode it.
 */
async function vp8KeyFrame(): Promise<number[]> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  context.fillStyle = '#486';
  context.fillRect(0, 0, width, height);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.5 })).arrayBuffer());
  const view = new DataView(bytes.buffer);
  const [riffHeaderBytes, chunkHeaderBytes, vp8] = [12, 8, 0x56503820];
  for (let offset = riffHeaderBytes; offset + chunkHeaderBytes <= bytes.length; ) {
    const length = view.getUint32(offset + 4, true);
    const start = offset + chunkHeaderBytes;
    if (view.getUint32(offset) === vp8) return [...bytes.subarray(start, start + length)];
    offset = start + length + (length % 2);
  }
  throw new Error('This browser makes no lossy WebP');
}

const tools = {
  join,
  publish,
  admitFirst,
  timeGlass,
  vp8KeyFrame,
  seen: () => seen,
  ownId: () => current().localParticipant.id,
  waitingCount: () => current().waitingParticipants.length,
  isEncrypted: () => current().encryption.state === 'e2e' && current().encryption.problems.size === 0,
  leave: async () => await session?.disconnect(),
};

declare global {
  var benchPage: typeof tools;
}
Object.assign(globalThis, { benchPage: tools });
