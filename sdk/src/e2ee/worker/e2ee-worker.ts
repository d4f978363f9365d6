/** Entry of the worker that encrypts media: in a thread of its own, so that a busy page delays no frame. */
import { type EncodedFrame, FrameTransforms, type TransformOutput } from './frame-transforms.ts';
import type { FromWorker, ToWorker, TransformOptions } from './worker-messages.ts';

/** The scope of a dedicated worker with WebRTC Encoded Transform (W3C). */
interface WorkerScope {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: { data: ToWorker }) => void): void;
  addEventListener(type: 'rtctransform', listener: (event: { transformer: Transformer }) => void): void;
}

interface Transformer {
  readable: ReadableStream<EncodedFrame>;
  writable: WritableStream<EncodedFrame>;
  options: TransformOptions;
  generateKeyFrame(rid?: string): Promise<unknown>;
  sendKeyFrameRequest(): Promise<unknown>;
}

declare const self: WorkerScope;

const transforms = new FrameTransforms(
  (message) => self.postMessage(message),
  () => performance.now(),
);

self.postMessage({ type: 'ready' });

self.addEventListener('message', ({ data }) => void transforms.handle(data));

self.addEventListener('rtctransform', ({ transformer }) => {
  const { readable, writable, options } = transformer;
  const transform = transforms.open(options, () =>
    options.side === 'receive' ? transformer.sendKeyFrameRequest() : generateKeyFrames(transformer, options.rids),
  );
  const stream = new TransformStream<EncodedFrame, EncodedFrame>({
    transform: (frame, output: TransformOutput) => transform(frame, output),
  });
  // Rejected when the sender or receiver ends.
  void readable
    .pipeThrough(stream)
    .pipeTo(writable)
    .catch(() => {})
    .then(() => transforms.close(options));
});

/** Of each simulcast layer: a browser may encode them apart. Rejects if none is encoded. */
async function generateKeyFrames(transformer: Transformer, rids: readonly string[]): Promise<void> {
  const layers = rids.length > 0 ? rids : [undefined];
  await Promise.any(layers.map((rid) => transformer.generateKeyFrame(rid)));
}
