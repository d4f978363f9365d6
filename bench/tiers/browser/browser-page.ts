/**
 * Runs in the browser: a session whose camera is a canvas with a time code, and the times at which others' pictures
 * appear.
 */
import { Session } from '@hearthroom/sdk';
import { encodeTime, fieldOf, readAge } from './time-code.ts';

const [width, height, framesPerSecond] = [320, 180, 15];

interface Seen {
  participantId: string;
  /** Date.now() when the first picture was shown. */
  firstFrameAt: number;
  agesMs: number[];
}

const seen: Seen[] = [];
let session: Session | null = null;
/**
 * The participant whose time code is read. Reading back every picture costs more than showing it and would distort the
 * measurement.
 */
let timed: string | null = null;

function current(): Session {
  if (!session) throw new Error('Not joined');
  return session;
}

/** @returns Date.now() just before connecting */
async function join(options: { url: string; token: string }): Promise<number> {
  session = new Session({ url: options.url, getToken: () => options.token });
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

function watch(video: HTMLVideoElement, participantId: string): void {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const entry: Seen = { participantId, firstFrameAt: 0, agesMs: [] };
  const handleFrame = () => {
    const now = Date.now();
    if (entry.firstFrameAt === 0) {
      entry.firstFrameAt = now;
      seen.push(entry);
    }
    if (context && participantId === timed) {
      context.drawImage(video, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      const read = (x: number, y: number) =>
        data[(Math.floor(y * height) * width + Math.floor(x * width)) * 4 + 1] ?? 0;
      const age = readAge(read, now);
      if (age !== null) entry.agesMs.push(age);
    }
    video.requestVideoFrameCallback(handleFrame);
  };
  video.requestVideoFrameCallback(handleFrame);
}

/** Publishes the time code as camera, and the browser's fake microphone. */
async function publish(): Promise<void> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  document.body.append(canvas);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  setInterval(() => {
    for (const [bit, isWhite] of encodeTime(Date.now()).entries()) {
      const field = fieldOf(bit);
      context.fillStyle = isWhite ? '#fff' : '#000';
      context.fillRect(field.x * width, field.y * height, field.width * width + 1, field.height * height + 1);
    }
  }, 1_000 / framesPerSecond);
  const [camera] = canvas.captureStream(framesPerSecond).getVideoTracks();
  const [microphone] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
  if (!camera || !microphone) throw new Error('No fake devices');
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

/** Starts measuring now. */
function timeGlass(participantId: string): void {
  timed = participantId;
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
  leave: async () => await session?.disconnect(),
};

declare global {
  var benchPage: typeof tools;
}
Object.assign(globalThis, { benchPage: tools });
