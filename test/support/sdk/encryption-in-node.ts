/**
 * Gives Node what the SDK needs to encrypt: workers that run in the page, and transforms that tests call with frames.
 * To be imported before a Session connects.
 */
import { registerHooks } from 'node:module';
import {
  type EncodedFrame,
  type FrameTransform,
  FrameTransforms,
} from '../../../sdk/src/e2ee/worker/frame-transforms.ts';
import type { FromWorker, ToWorker, TransformOptions } from '../../../sdk/src/e2ee/worker/worker-messages.ts';

// Builds replace this file; without its text no worker is made.
registerHooks({
  load: (url, context, nextLoad) =>
    url.endsWith('/sdk/src/e2ee/worker/worker-source.ts')
      ? { format: 'module', shortCircuit: true, source: "export const workerSource = 'a worker';" }
      : nextLoad(url, context),
});

export class WorkerInPage {
  /** Those that were made, the newest last. */
  static readonly all: WorkerInPage[] = [];
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly told: ToWorker[] = [];
  readonly transforms = new FrameTransforms(
    (data) => this.tell(data),
    () => performance.now(),
  );

  constructor() {
    WorkerInPage.all.push(this);
    queueMicrotask(() => this.tell({ type: 'ready' }));
  }

  postMessage(message: ToWorker): void {
    this.told.push(structuredClone(message));
    void this.transforms.handle(structuredClone(message));
  }

  /** As the worker tells the page. */
  tell(data: FromWorker): void {
    this.onmessage?.({ data });
  }

  terminate(): void {
    this.onmessage = null;
  }
}

class TransformInPage {
  readonly transform: FrameTransform;

  constructor({ transforms }: WorkerInPage, options: TransformOptions) {
    this.transform = transforms.open(options, async () => {});
  }

  /** @returns null: the frame was dropped */
  async pass(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> {
    const frame: EncodedFrame = { data: bytes.slice().buffer };
    const passed: EncodedFrame[] = [];
    await this.transform(frame, { enqueue: (one) => void passed.push(one) });
    return passed[0] ? new Uint8Array(passed[0].data) : null;
  }
}

/** A sender or receiver, to which a cipher attaches a transform. */
export class SenderInPage {
  transform: TransformInPage | null = null;

  getParameters() {
    return { encodings: [{}] };
  }

  async pass(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> {
    if (!this.transform) throw new Error('nothing is attached');
    return await this.transform.pass(bytes);
  }
}

Object.assign(globalThis, {
  Worker: WorkerInPage,
  RTCRtpScriptTransform: TransformInPage,
  RTCRtpSender: SenderInPage,
});
Object.defineProperty(SenderInPage.prototype, 'transform', { value: null, writable: true });
