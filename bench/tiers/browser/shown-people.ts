/** Runs in the browser: when the pictures of others appear, and how old they are by the time code in them. */

import { readAge } from './time-code.ts';
import { height, width } from './time-code-camera.ts';

export interface Seen {
  participantId: string;
  /** Date.now() when the first picture was shown. */
  firstFrameAt: number;
  agesMs: number[];
}

/** Everybody of whom a picture was shown. */
export const seen: Seen[] = [];
/**
 * The participant whose time code is read. Reading back every picture costs more than showing it and would distort the
 * measurement.
 */
let timed: string | null = null;

/** Starts measuring now. */
export function timeGlass(participantId: string): void {
  timed = participantId;
}

export function watch(video: HTMLVideoElement, participantId: string): void {
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
