/** Runs the parts of a preflight: devices and network at the same time, the speaker after the microphone. */

import { testBrowser } from './devices/test-browser.ts';
import { noCamera, testCamera } from './devices/test-camera.ts';
import { testMicrophone } from './devices/test-microphone.ts';
import { testSpeaker } from './devices/test-speaker.ts';
import { testNetwork } from './network/test-network.ts';
import type { PreflightTools } from './preflight-tools.ts';
import type {
  PreflightOptions,
  PreflightPart,
  PreflightProgress,
  PreflightReport,
  PreflightResult,
} from './preflight-types.ts';
import { notTested, worstOf } from './results.ts';
import { orAborted } from './wait.ts';

export interface PreflightStart {
  options: PreflightOptions;
  /** URL of the WebSocket. */
  address: string;
  token: string;
  tools: PreflightTools;
}

/** Rejects with the reason of the signal alone, at once; what is being opened then is closed as soon as it is open. */
export async function performPreflight({ options, address, token, tools }: PreflightStart): Promise<PreflightReport> {
  const ending = new AbortController();
  const { signal } = ending;
  const handleAbort = (): void => ending.abort(options.signal?.reason);
  if (options.signal?.aborted) handleAbort();
  options.signal?.addEventListener('abort', handleAbort);
  const tell = (progress: PreflightProgress): void => {
    if (!signal.aborted) options.onProgress?.(progress);
  };
  const start = performance.now();
  const told = async <R extends PreflightResult>(part: PreflightPart, work: () => R | Promise<R>): Promise<R> => {
    signal.throwIfAborted();
    tell({ part, state: 'running' });
    const result = await work();
    tell({ part, state: 'done', result });
    return result;
  };
  try {
    const browser = await told('browser', testBrowser);
    // Its devices can't be opened, which is no fault of theirs.
    const isInsecure = browser.codes.includes('browser-insecure-page');
    const asked = isInsecure ? { ...options, camera: false as const, microphone: false as const } : options;
    const testing = Promise.all([
      asked.camera === false
        ? { ...notTested, ...noCamera }
        : told('camera', () => testCamera(asked.camera || {}, tools, signal)),
      testSound(asked, tools, signal, told),
      testNetwork({ address, token, tools, signal, tell }),
    ]);
    const [camera, [microphone, speaker], network] = await orAborted(testing, signal);
    const parts = { browser, camera, microphone, speaker, ...network };
    const verdict = worstOf(Object.values(parts).map((part) => part.verdict));
    return { version: 1, verdict, seconds: Math.round((performance.now() - start) / 1_000), ...parts };
  } finally {
    options.signal?.removeEventListener('abort', handleAbort);
    // The other parts, when one was ended.
    ending.abort();
  }
}

type Told = <R extends PreflightResult>(part: PreflightPart, work: () => R | Promise<R>) => Promise<R>;

/** The microphone first: it would hear the sound. */
async function testSound(
  options: PreflightOptions,
  tools: PreflightTools,
  signal: AbortSignal,
  told: Told,
): Promise<[PreflightReport['microphone'], PreflightResult]> {
  const { microphone } = options;
  const heard =
    microphone === false
      ? { ...notTested, peakDb: null, available: 0 }
      : await told('microphone', () => testMicrophone(microphone ?? {}, tools, signal));
  const speaker = options.askSpeaker ? await told('speaker', () => testSpeaker(options, tools.environment)) : notTested;
  return [heard, speaker];
}
