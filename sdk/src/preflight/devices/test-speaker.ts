/** Plays a short sound, and asks whether it was heard. */
import type { Environment } from '../../core/environment.ts';
import type { PreflightOptions, PreflightResult } from '../preflight-types.ts';
import { notTested, resultOf } from '../results.ts';

export async function testSpeaker(
  { askSpeaker, speakerId }: Pick<PreflightOptions, 'askSpeaker' | 'speakerId'>,
  { AudioContext }: Pick<Environment, 'AudioContext'>,
): Promise<PreflightResult> {
  if (!askSpeaker || AudioContext === null) return notTested;
  let hasFailed = false;
  const isHeard = await askSpeaker(async () => {
    hasFailed = !(await play(AudioContext, speakerId).catch(() => false));
  });
  if (isHeard === null) return notTested;
  if (isHeard) return resultOf([]);
  return resultOf([hasFailed ? 'speaker-failed' : 'speaker-not-heard']);
}

/** Three rising tones, in Hz and seconds. */
const tones = [440, 554, 659] as const;
const toneS = 0.3;
const volume = 0.25;

/** Resolves when it has been played. @returns false: the browser does not play it */
async function play(Context: typeof AudioContext, speakerId: string | undefined): Promise<boolean> {
  const context = new Context();
  try {
    await context.resume();
    if (context.state !== 'running') return false;
    const output = await openOutput(context, speakerId);
    tones.forEach((frequency, index) => {
      const start = context.currentTime + 0.05 + index * toneS;
      const oscillator = new OscillatorNode(context, { frequency });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(volume, start + 0.03);
      gain.gain.linearRampToValueAtTime(0, start + toneS);
      oscillator.connect(gain).connect(output);
      oscillator.start(start);
      oscillator.stop(start + toneS);
    });
    await new Promise((resolve) => setTimeout(resolve, (tones.length * toneS + 0.1) * 1_000));
    return true;
  } finally {
    await context.close();
  }
}

/** Only Chromium has a choice for an AudioContext; in other browsers an element plays it there, as in a session. */
async function openOutput(context: AudioContext, speakerId = ''): Promise<AudioNode> {
  const { setSinkId } = context as { setSinkId?: (id: string) => Promise<void> };
  if (speakerId === '') return context.destination;
  if (setSinkId) {
    await setSinkId.call(context, speakerId);
    return context.destination;
  }
  const audio = new Audio();
  if (!('setSinkId' in audio)) return context.destination;
  const destination = context.createMediaStreamDestination();
  audio.srcObject = destination.stream;
  await audio.setSinkId(speakerId);
  await audio.play();
  return destination;
}
