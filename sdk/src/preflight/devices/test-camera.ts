/** Does the camera deliver pictures that are neither black nor frozen? */

import { unlessHidden, watchingPage } from '../page-visibility.ts';
import type { PreflightCode } from '../preflight-codes.ts';
import type { PreflightTools } from '../preflight-tools.ts';
import type { PreflightOptions, PreflightReport } from '../preflight-types.ts';
import { resultOf } from '../results.ts';
import { wait } from '../wait.ts';
import { openFailureOf } from './open-failure.ts';

const watchedMs = 3_000;
const lookEveryMs = 150;
/** A camera may take this long for its first picture. */
const firstPictureMs = 4_000;
const [width, height] = [32, 18];

export const noCamera = { width: null, height: null, framesPerSecond: null, brightness: null } as const;

/** What was seen of its pictures. */
export interface CameraSight {
  width: number;
  height: number;
  frames: number;
  seconds: number;
  /** 0 to 1, of the brightest look. */
  brightness: number;
  /** Difference between the darkest and the brightest point, 0 to 1. */
  contrast: number;
  /** Looks whose picture was another one than at the look before. */
  changes: number;
}

export async function testCamera(
  options: Exclude<PreflightOptions['camera'], false | undefined>,
  { openDevice }: PreflightTools,
  signal: AbortSignal,
): Promise<PreflightReport['camera']> {
  let track: MediaStreamTrack;
  try {
    track = options.track ?? (await openDevice('camera', options.deviceId));
  } catch (error) {
    return { ...resultOf([openFailureOf('camera', error)]), ...noCamera };
  }
  try {
    signal.throwIfAborted();
    const { result: sight, wasHidden } = await watchingPage(() => watch(track, signal));
    const codes = sight === null ? (['camera-no-pictures'] as const) : judgeCamera(sight);
    const result = resultOf(unlessHidden(codes, wasHidden, 'camera-page-hidden'));
    if (sight === null) return { ...result, ...noCamera };
    return {
      ...result,
      width: sight.width,
      height: sight.height,
      framesPerSecond: Math.round(sight.frames / sight.seconds),
      brightness: Math.round(sight.brightness * 100) / 100,
    };
  } finally {
    if (!options.track) track.stop();
  }
}

/** Shares of the range. A covered lens is not quite black, and the pictures of a dark room have some contrast. */
const blackBelow = 0.06;
const contrastBelow = 0.1;

export function judgeCamera({ frames, brightness, contrast, changes }: CameraSight): PreflightCode[] {
  if (frames === 0) return ['camera-no-pictures'];
  if (brightness < blackBelow && contrast < contrastBelow) return ['camera-black'];
  return changes === 0 ? ['camera-frozen'] : [];
}

/** Null: no picture came. */
async function watch(track: MediaStreamTrack, signal: AbortSignal): Promise<CameraSight | null> {
  const video = document.createElement('video');
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  try {
    const picture = new Promise<boolean>((resolve) => {
      video.addEventListener('loadeddata', () => resolve(true), { once: true });
    });
    // Not awaited: it stays pending as long as no picture comes.
    video.play().catch(() => {});
    if (!(await Promise.race([picture, wait(firstPictureMs, signal).then(() => false)]))) return null;
    return await look(video, context, signal);
  } finally {
    video.srcObject = null;
  }
}

async function look(
  video: HTMLVideoElement,
  context: CanvasRenderingContext2D,
  signal: AbortSignal,
): Promise<CameraSight> {
  const start = performance.now();
  const framesBefore = video.getVideoPlaybackQuality().totalVideoFrames;
  const sight = { brightness: 0, contrast: 0, changes: 0 };
  let before = '';
  while (performance.now() - start < watchedMs) {
    context.drawImage(video, 0, 0, width, height);
    const { brightness, contrast, text } = readPicture(context.getImageData(0, 0, width, height).data);
    sight.brightness = Math.max(sight.brightness, brightness);
    sight.contrast = Math.max(sight.contrast, contrast);
    if (before !== '' && text !== before) sight.changes += 1;
    before = text;
    await wait(lookEveryMs, signal);
  }
  return {
    ...sight,
    width: video.videoWidth,
    height: video.videoHeight,
    frames: video.getVideoPlaybackQuality().totalVideoFrames - framesBefore + 1,
    seconds: (performance.now() - start) / 1_000,
  };
}

/** Luma as in ITU-R BT.601. */
export function readPicture(rgba: Uint8ClampedArray): { brightness: number; contrast: number; text: string } {
  const lumas: number[] = [];
  for (let at = 0; at < rgba.length; at += 4)
    lumas.push(((rgba[at] ?? 0) * 0.299 + (rgba[at + 1] ?? 0) * 0.587 + (rgba[at + 2] ?? 0) * 0.114) / 255);
  const brightness = lumas.reduce((sum, luma) => sum + luma, 0) / Math.max(1, lumas.length);
  return { brightness, contrast: Math.max(...lumas) - Math.min(...lumas), text: rgba.join(' ') };
}
