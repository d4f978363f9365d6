/** How loud the microphone hears the person, who is asked to speak. */

import type { PreflightCode } from '../preflight-codes.ts';
import type { PreflightTools } from '../preflight-tools.ts';
import type { PreflightOptions, PreflightReport } from '../preflight-types.ts';
import { resultOf } from '../results.ts';
import { wait } from '../wait.ts';
import { openFailureOf } from './open-failure.ts';

/** Ends earlier as soon as a voice was heard. */
const longestMs = 8_000;
const lookEveryMs = 50;
/** Looks in which a voice was heard. */
const heardLooks = 6;

/** dBFS. Speech at a usual distance peaks above -30; noise suppression leaves nearly nothing of a quiet room. */
export const levels = { voice: -38, silence: -60 } as const;

export interface MicrophoneSound {
  /** dBFS, of the loudest look. */
  peakDb: number;
  isMuted: boolean;
  /** Microphones of this device. */
  available: number;
}

export function judgeMicrophone({ peakDb, isMuted, available }: MicrophoneSound): PreflightCode[] {
  if (peakDb >= levels.voice) return [];
  const found: PreflightCode = isMuted
    ? 'microphone-muted'
    : peakDb < levels.silence
      ? 'microphone-silent'
      : 'microphone-quiet';
  return available > 1 ? [found, 'microphone-others-available'] : [found];
}

export async function testMicrophone(
  options: Exclude<PreflightOptions['microphone'], false | undefined>,
  { openDevice, listDevices, environment }: PreflightTools,
  signal: AbortSignal,
): Promise<PreflightReport['microphone']> {
  const available = await countMicrophones(listDevices);
  let track: MediaStreamTrack;
  try {
    track = options.track ?? (await openDevice('microphone', options.deviceId));
  } catch (error) {
    return { ...resultOf([openFailureOf('microphone', error)]), peakDb: null, available };
  }
  try {
    signal.throwIfAborted();
    // Browsers refuse a further AudioContext, or one of another rate than the microphone's.
    const peakDb = await listen(track, environment.AudioContext, signal).catch((): null => {
      signal.throwIfAborted();
      return null;
    });
    if (peakDb === null) return { ...resultOf(['microphone-not-measured']), peakDb, available };
    const sound = { peakDb, isMuted: track.muted || !track.enabled, available: await countMicrophones(listDevices) };
    return { ...resultOf(judgeMicrophone(sound)), peakDb: Math.round(peakDb), available: sound.available };
  } finally {
    if (!options.track) track.stop();
  }
}

/** Some browsers list them only once one is open. */
const countMicrophones = async (listDevices: PreflightTools['listDevices']): Promise<number> => {
  const devices = await listDevices().catch(() => []);
  // Chromium lists the default and the communications device of the system a second time.
  return devices.filter(({ kind, id }) => kind === 'microphone' && id !== 'default' && id !== 'communications').length;
};

/** @returns dBFS; null: this browser plays no sounds for this page yet, so that nothing can be measured */
async function listen(
  track: MediaStreamTrack,
  Context: typeof AudioContext | null,
  signal: AbortSignal,
): Promise<number | null> {
  if (Context === null) return null;
  const context = new Context();
  try {
    // Allowed while a microphone is open, or after a click.
    await Promise.race([context.resume(), wait(1_000, signal)]);
    if (context.state !== 'running') return null;
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    return await findPeak(analyser, signal);
  } finally {
    void context.close().catch(() => {});
  }
}

async function findPeak(analyser: AnalyserNode, signal: AbortSignal): Promise<number> {
  const samples = new Float32Array(analyser.fftSize);
  const start = performance.now();
  let peakDb = Number.NEGATIVE_INFINITY;
  let heard = 0;
  while (heard < heardLooks && performance.now() - start < longestMs) {
    await wait(lookEveryMs, signal);
    analyser.getFloatTimeDomainData(samples);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const db = 20 * Math.log10(loudest);
    peakDb = Math.max(peakDb, db);
    if (db >= levels.voice) heard += 1;
  }
  return Math.max(peakDb, quietestDb);
}

/** In place of minus infinity, which JSON has not. */
const quietestDb = -120;
