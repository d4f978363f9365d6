/** Entry of the worker that blurs: in a thread of its own, which also runs while the page is hidden. */
import type { BlurFiles } from '../blur-files.ts';
import { CanvasCompositor } from './canvas-compositor.ts';
import type { Compositor, Picture, Size } from './compositor.ts';
import { Segmenter } from './segmenter.ts';
import { WebGlCompositor } from './webgl-compositor.ts';
import type { FromBlurWorker, ToBlurWorker } from './worker-messages.ts';

/** The scope of a dedicated worker. */
interface WorkerScope {
  postMessage(message: FromBlurWorker, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: ToBlurWorker }) => void): void;
}

declare const self: WorkerScope;

let compose: ((picture: Picture, size: Size) => OffscreenCanvas) | null = null;

function fail(error: unknown, isSupported = true): void {
  compose = null;
  const message = error instanceof Error ? error.message : String(error);
  self.postMessage({ type: 'failed', isSupported, message });
}

const handleLost = (): void => fail('The browser took the graphics away');

async function load(files: BlurFiles): Promise<void> {
  // The segmenter reads pictures with WebGL, also where it computes without it.
  if (!new OffscreenCanvas(1, 1).getContext('webgl2')) return fail('There is no WebGL 2', false);
  const segmenter = await Segmenter.create(files, handleLost);
  const compositor: Compositor = WebGlCompositor.create(handleLost) ?? new CanvasCompositor();
  compose = (given, size) => {
    const picture = compositor.read(given, size);
    return compositor.compose(picture, size, segmenter.segment(picture));
  };
  self.postMessage({ type: 'ready' });
}

/** Ends the stream with an error when a picture can't be blurred: it must not be sent as it is. */
async function blurStream(readable: ReadableStream<VideoFrame>, writable: WritableStream<VideoFrame>): Promise<void> {
  const blur = new TransformStream<VideoFrame, VideoFrame>({
    transform: (frame, output) => {
      const begunAt = performance.now();
      try {
        if (!compose) throw new Error('The blur has ended');
        const canvas = compose(frame, { width: frame.displayWidth, height: frame.displayHeight });
        output.enqueue(new VideoFrame(canvas, { timestamp: frame.timestamp, alpha: 'discard' }));
      } finally {
        frame.close();
      }
      self.postMessage({ type: 'blurred', workMs: performance.now() - begunAt, picture: null });
    },
  });
  await readable.pipeThrough(blur).pipeTo(writable);
}

function blurPicture(picture: ImageBitmap): void {
  const begunAt = performance.now();
  const { width, height } = picture;
  const blurred = compose?.(picture, { width, height }).transferToImageBitmap();
  picture.close();
  if (blurred) self.postMessage({ type: 'blurred', workMs: performance.now() - begunAt, picture: blurred }, [blurred]);
}

async function handle(message: ToBlurWorker): Promise<void> {
  if (message.type === 'load') return await load(message.files);
  if (message.type === 'streams') return await blurStream(message.readable, message.writable);
  if (message.type === 'picture') blurPicture(message.picture);
  else setInterval(() => self.postMessage({ type: 'asks' }), message.everyMs);
}

self.addEventListener('message', ({ data }) => void handle(data).catch((error: unknown) => fail(error)));
