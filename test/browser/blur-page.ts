/** Runs in the browser: draws a person in a room, and measures how much of the room can be seen in a picture. */

const size = { width: 640, height: 360 } as const;

export interface Sharpness {
  /** Of the shelf of books behind the person. */
  books: number;
  /** Of the eyes of the person. */
  eyes: number;
}

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Clear of the person, and of the edge around them. */
const shelf: Area = { x: 10, y: 22, width: 200, height: 140 };
const eyes: Area = { x: 284, y: 128, width: 72, height: 26 };

const colors = ['#7a1f1f', '#1f4a7a', '#2f6b34', '#c08a1e', '#4b2a6b'] as const;

function drawRoom(context: CanvasRenderingContext2D): void {
  context.fillStyle = '#b3a380';
  context.fillRect(0, 0, size.width, size.height);
  for (let book = 0; book < 40; book += 1) {
    context.fillStyle = colors[book % colors.length] ?? '#000';
    context.fillRect(16 * book, 20, 12, 60);
    context.fillRect(16 * book, 110, 11, 55);
  }
  context.fillStyle = '#5b4630';
  context.fillRect(0, 80, size.width, 8);
  context.fillRect(0, 165, size.width, 8);
}

function shade(context: CanvasRenderingContext2D, inner: [number, number, string], outer: [number, string]): void {
  const [x, y, light] = inner;
  const [radius, dark] = outer;
  const gradient = context.createRadialGradient(x, y, 10, x, y, radius);
  gradient.addColorStop(0, light);
  gradient.addColorStop(1, dark);
  context.fillStyle = gradient;
}

function drawPerson(context: CanvasRenderingContext2D): void {
  shade(context, [320, 330, '#3d5f86'], [200, '#1d3350']);
  context.fill(new Path2D('M140 360 C150 270 230 255 275 240 L365 240 C410 255 490 270 500 360 Z'));
  context.fillStyle = '#c08a6c';
  context.fillRect(288, 200, 64, 50);
  shade(context, [312, 145, '#eec3a2'], [95, '#b97f5e']);
  context.fill(new Path2D('M262 150 A58 76 0 1 1 378 150 A58 76 0 1 1 262 150'));
  context.fillStyle = '#3a2618';
  context.fill(
    new Path2D(
      'M256 98 A64 42 0 0 1 384 98 C390 130 384 160 378 165 C372 110 350 112 320 108 C290 112 268 110 262 165 Z',
    ),
  );
  for (const x of [297, 343]) {
    context.fillStyle = '#fff';
    context.fill(new Path2D(`M${x - 10} 145 A10 5 0 1 1 ${x + 10} 145 A10 5 0 1 1 ${x - 10} 145`));
    context.fillStyle = '#2b1a0a';
    context.fillRect(x - 4, 141, 8, 8);
    context.fillRect(x - 12, 132, 24, 3);
  }
  context.fillStyle = '#a4493f';
  context.fillRect(302, 190, 36, 8);
}

/** A camera that shows a person in front of a shelf, or the shelf alone. It is stopped with its track. */
export function openDrawnCamera(withPerson: boolean, fps = 10): { track: MediaStreamTrack; drawn: Sharpness } {
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = contextOf(canvas);
  const [track] = canvas.captureStream(fps).getVideoTracks();
  if (!track) throw new Error('a canvas gives a track');
  const draw = (): void => {
    drawRoom(context);
    if (withPerson) drawPerson(context);
    if (track.readyState === 'ended') clearInterval(timer);
  };
  const timer = setInterval(draw, 1_000 / fps);
  draw();
  return { track, drawn: sharpnessOf(canvas) };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('a canvas has a context');
  return context;
}

/** The mean squared difference of neighbours: what a blur removes. */
function energyOf(context: CanvasRenderingContext2D, { x, y, width, height }: Area): number {
  const { data } = context.getImageData(x, y, width, height);
  let sum = 0;
  for (let index = 4; index < data.length; index += 4) {
    if ((index / 4) % width === 0) continue;
    for (let channel = 0; channel < 3; channel += 1)
      sum += ((data[index + channel] ?? 0) - (data[index + channel - 4] ?? 0)) ** 2;
  }
  return sum / (width * height);
}

function sharpnessOf(picture: CanvasImageSource): Sharpness {
  const context = contextOf(Object.assign(document.createElement('canvas'), size));
  context.drawImage(picture, 0, 0, size.width, size.height);
  return { books: energyOf(context, shelf), eyes: energyOf(context, eyes) };
}

/** What was seen of a track so far: one entry for each picture that was shown, from the first one on. */
export interface Watched {
  readonly pictures: Sharpness[];
}

export function watchTrack(attach: (video: HTMLVideoElement) => void): Watched {
  const video = Object.assign(document.createElement('video'), { muted: true, ...size });
  document.body.append(video);
  const pictures: Sharpness[] = [];
  const note = (): void => {
    if (video.videoWidth > 0) pictures.push(sharpnessOf(video));
    video.requestVideoFrameCallback(note);
  };
  video.requestVideoFrameCallback(note);
  attach(video);
  return { pictures };
}

Object.assign(globalThis, { openDrawnCamera, watchTrack });
