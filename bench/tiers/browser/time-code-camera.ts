/** Runs in the browser: a camera whose picture is a time code, and the browser's fake microphone. */
import { encodeTime, fieldOf } from './time-code.ts';

export const [width, height, framesPerSecond] = [320, 180, 15];

export async function openDevices(): Promise<Record<'camera' | 'microphone', MediaStreamTrack>> {
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
  return { camera, microphone };
}
