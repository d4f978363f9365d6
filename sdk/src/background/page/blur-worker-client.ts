/** Starts the worker that blurs, from a blob: a worker must have the origin of its page. */
import { BlurError } from '../blur-error.ts';
import type { BlurFiles } from '../blur-files.ts';
import type { FromBlurWorker, ToBlurWorker } from '../worker/worker-messages.ts';
import { workerSource } from '../worker/worker-source.ts';

/** 4 MB are loaded, over any line. */
const loadTimeoutMs = 60_000;

const hints =
  "A Content-Security-Policy of the page needs `worker-src blob:`, and in script-src 'wasm-unsafe-eval'; its connect-src has to allow the files of the blur, which are beside the code of the SDK.";

export type BlurNews = Exclude<FromBlurWorker, { type: 'ready' }>;

export class BlurWorker {
  readonly #worker: Worker;
  /** Gets everything after `ready`. */
  handle: (news: BlurNews) => void = () => {};

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Resolves once everything is loaded. Rejects with `background-unsupported` or `background-failed`. */
  static async start(files: BlurFiles): Promise<BlurWorker> {
    if (typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined')
      throw new BlurError('background-unsupported', 'There are no workers with canvases here');
    if (workerSource === '') throw new Error('The script of the worker is missing: build the SDK');
    const address = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
    const started = new BlurWorker(new Worker(address));
    try {
      await started.#load(files);
      return started;
    } catch (error) {
      started.close();
      throw error;
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  post(message: ToBlurWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Idempotent. */
  close(): void {
    this.handle = () => {};
    this.#worker.terminate();
  }

  #load(files: BlurFiles): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (message: string, code: 'background-failed' | 'background-unsupported' = 'background-failed') =>
        reject(new BlurError(code, message));
      const timer = setTimeout(
        () => fail(`Its code and files were not loaded within a minute. ${hints}`),
        loadTimeoutMs,
      );
      this.#worker.onerror = () => {
        fail(`Its worker was not started. ${hints}`);
        this.handle({ type: 'failed', isSupported: true, message: 'The worker has ended' });
      };
      this.#worker.onmessage = ({ data }: MessageEvent<FromBlurWorker>) => {
        clearTimeout(timer);
        if (data.type === 'ready') resolve();
        else if (data.type !== 'failed') this.handle(data);
        else if (data.isSupported) fail(`${data.message}. ${hints}`);
        else fail(data.message, 'background-unsupported');
        if (data.type === 'failed') this.handle(data);
      };
      this.post({ type: 'load', files });
    });
  }
}
