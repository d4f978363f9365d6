/** Runs in the browser: a session whose camera shows a time code. */
import { Session } from '@hearthroom/sdk';
import { vp8KeyFrame } from './key-frame.ts';
import { seen, timeGlass, watch } from './shown-people.ts';
import { openDevices } from './time-code-camera.ts';

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

const tools = {
  join,
  publish,
  admitFirst,
  timeGlass,
  vp8KeyFrame: () => vp8KeyFrame(),
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
