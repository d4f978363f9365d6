/** Starts the workers that encrypt media, each from a blob: a worker must have the origin of its page. */
import type { FromWorker } from '../worker/worker-messages.ts';
import { workerSource } from '../worker/worker-source.ts';

/** A worker answers within milliseconds. One that the page's policy forbids says nothing in some browsers. */
const startTimeoutMs = 5_000;

/** Has started, and belongs to no session yet. */
let prepared: Worker | null = null;

/** Starts a worker for the next session. Rejects if it doesn't start; with a SecurityError if the page's policy forbids it. */
export async function prepareWorker(): Promise<void> {
  if (prepared) return;
  const worker = createWorker();
  try {
    await untilReady(worker);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  // Another session may have prepared one meanwhile.
  if (prepared) worker.terminate();
  else prepared = worker;
}

/** The worker that is prepared, or else one that is just starting. */
export function takeWorker(): Worker {
  const worker = prepared ?? createWorker();
  prepared = null;
  return worker;
}

function createWorker(): Worker {
  if (workerSource === '') throw new Error('The script of the worker is missing: build the SDK');
  const address = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
  try {
    return new Worker(address);
  } finally {
    // Read by then in all browsers but old ones, which read it a moment later.
    setTimeout(() => URL.revokeObjectURL(address), startTimeoutMs);
  }
}

const forbidden =
  'The worker of encryption was not started. A Content-Security-Policy of the page needs `worker-src blob:`.';

/** Some browsers throw when the policy forbids a worker, others tell the document and end the worker. */
let isForbidden = false;
globalThis.document?.addEventListener('securitypolicyviolation', ({ effectiveDirective, disposition }) => {
  if (effectiveDirective === 'worker-src' && disposition === 'enforce') isForbidden = true;
});

function untilReady(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    // Later: the violation may be told after the error.
    const fail = () =>
      setTimeout(() => reject(isForbidden ? new DOMException(forbidden, 'SecurityError') : new Error(forbidden)));
    const timer = setTimeout(fail, startTimeoutMs);
    worker.onerror = () => {
      clearTimeout(timer);
      fail();
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type !== 'ready') return;
      clearTimeout(timer);
      resolve();
    };
  });
}
