/** Runs in the browser: reads the age of the pictures that a video shows, from the time code in them. */
import { readAge } from '../../browser/time-code.ts';
import type { Age } from '../figures/samples.ts';
import { codeShare } from './moving-picture.ts';

/** Reading back every picture would cost more than showing it. */
const readEveryMs = 100;
/** On a narrow line pictures are old; an older one than this is not taken for one that was misread. */
const maxAgeMs = 10_000;
const size = { width: 60, height: 40 } as const;

/** Begins now; a video that is removed ends by itself. @param ages gets them */
export function readAges(video: HTMLVideoElement, ages: Age[]): void {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('No canvas');
  let readAt = 0;
  const handleFrame = () => {
    const now = Date.now();
    if (now - readAt >= readEveryMs && video.videoHeight > 0) {
      readAt = now;
      const ms = readAge(readerOf(video, context), now, maxAgeMs);
      if (ms !== null) ages.push({ at: now, ms });
    }
    video.requestVideoFrameCallback(handleFrame);
  };
  video.requestVideoFrameCallback(handleFrame);
}

function readerOf(video: HTMLVideoElement, context: OffscreenCanvasRenderingContext2D) {
  const { videoWidth, videoHeight } = video;
  const [codeWidth, codeHeight] = [videoWidth * codeShare, videoHeight * codeShare];
  const { width, height } = size;
  context.drawImage(video, 0, videoHeight - codeHeight, codeWidth, codeHeight, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return (x: number, y: number) => data[(Math.floor(y * height) * width + Math.floor(x * width)) * 4 + 1] ?? 0;
}
