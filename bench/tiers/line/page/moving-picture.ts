/**
 * Runs in the browser: a camera whose picture moves, about as costly to encode as a person, with the time as a code in
 * one corner. The same pictures for every system and run.
 */
import { Random } from '../../../../test/support/faults/seeded-random.ts';
import { encodeTime, fieldOf } from '../../browser/time-code.ts';

export const camera = { width: 1_280, height: 720, framesPerSecond: 20 } as const;
/** The part of the picture with the time code, from its left lower corner, as shares of width and height. */
export const codeShare = 1 / 3;
const spots = 2_000;

export function createMovingPicture(): MediaStreamTrack {
  const { width, height, framesPerSecond } = camera;
  const scene = paintScene(width * 1.25, height * 1.25);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  let drawn = 0;
  setInterval(() => {
    drawn += 1;
    const x = (scene.width - width) * (0.5 + 0.5 * Math.sin(drawn / 40));
    const y = (scene.height - height) * (0.5 + 0.5 * Math.cos(drawn / 31));
    context.drawImage(scene, -x, -y);
    drawTime(context, Date.now());
  }, 1_000 / framesPerSecond);
  const [track] = canvas.captureStream(framesPerSecond).getVideoTracks();
  if (!track) throw new Error('A canvas without a track');
  return track;
}

function drawTime(context: CanvasRenderingContext2D, epochMs: number): void {
  const [width, height] = [camera.width * codeShare, camera.height * codeShare];
  const top = camera.height - height;
  for (const [bit, isWhite] of encodeTime(epochMs).entries()) {
    const field = fieldOf(bit);
    context.fillStyle = isWhite ? '#fff' : '#000';
    context.fillRect(field.x * width, top + field.y * height, field.width * width + 1, field.height * height + 1);
  }
}

function paintScene(width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  paintSpots(context, spots, { width, height, smallest: 6, largest: 42 });
  return canvas;
}

/** Of many colours, and always the same. */
export function paintSpots(
  context: OffscreenCanvasRenderingContext2D,
  count: number,
  { width, height, smallest, largest }: { width: number; height: number; smallest: number; largest: number },
): void {
  const random = new Random(1);
  for (let spot = 0; spot < count; spot += 1) {
    context.fillStyle = `hsl(${random.between(0, 359)} 50% ${random.between(25, 75)}%)`;
    context.beginPath();
    context.arc(random.next() * width, random.next() * height, random.between(smallest, largest), 0, 2 * Math.PI);
    context.fill();
  }
}
