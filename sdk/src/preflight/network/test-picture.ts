/** A video made for the test, so that nothing of the person is sent: calm with little to send, or noise with much. */
/** Small, so that a slow computer can encode as much as the line is tested with. */
const [width, height] = [320, 180];
/** One packet for each picture, often enough to count losses. */
const calmFps = 50;
const busyFps = 30;
/** Pictures of noise that are shown in turn. */
const noises = 4;

export class TestPicture {
  readonly track: MediaStreamTrack;
  readonly #context: CanvasRenderingContext2D;
  #timer: ReturnType<typeof setInterval> | undefined;
  #drawn = 0;

  /** Null: this browser can't make a video of a canvas. */
  static create(): TestPicture | null {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d', { alpha: false });
    if (!context || !('captureStream' in canvas)) return null;
    const [track] = canvas.captureStream(calmFps).getVideoTracks();
    return track ? new TestPicture(context, track) : null;
  }

  private constructor(context: CanvasRenderingContext2D, track: MediaStreamTrack) {
    this.#context = context;
    this.track = track;
    // Sharp pictures, so that the encoder uses the rate that it is given.
    track.contentHint = 'motion';
  }

  beCalm(): void {
    this.#every(calmFps, () => {
      this.#context.fillStyle = '#123';
      this.#context.fillRect(0, 0, width, height);
      this.#context.fillStyle = '#9cf';
      this.#context.fillRect((this.#drawn * 4) % width, height / 2, 16, 16);
    });
  }

  beBusy(): void {
    const pictures = Array.from({ length: noises }, () => createNoise(this.#context));
    this.#every(busyFps, () => {
      const picture = pictures[this.#drawn % noises];
      if (picture) this.#context.putImageData(picture, 0, 0);
    });
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.track.stop();
  }

  #every(framesPerSecond: number, draw: () => void): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      this.#drawn += 1;
      draw();
    }, 1_000 / framesPerSecond);
  }
}

/** In blocks, as details that are too fine are left out by encoders. */
const blockPixels = 2;

function createNoise(context: CanvasRenderingContext2D): ImageData {
  const picture = context.createImageData(width, height);
  const columns = width / blockPixels;
  const shades = Array.from({ length: columns * (height / blockPixels) }, () => Math.random() * 255);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const shade = shades[Math.floor(y / blockPixels) * columns + Math.floor(x / blockPixels)] ?? 0;
    picture.data.fill(shade, pixel * 4, pixel * 4 + 3);
    picture.data[pixel * 4 + 3] = 255;
  }
  return picture;
}
