/** A page that plays a voice and measures what its microphone delivers meanwhile. */
import { openDevice } from '@hearthroom/sdk';

declare global {
  var loopPage: typeof page;
}

export interface Measured {
  /** What the browser says of the track. */
  echoCancellation: unknown;
  /** Loudness of each half second, in dB below full scale. */
  levelsDb: number[];
}

const opened = {
  sdk: () => openDevice('microphone'),
  raw: async (): Promise<MediaStreamTrack> => {
    const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const [track] = (await navigator.mediaDevices.getUserMedia({ audio })).getAudioTracks();
    if (!track) throw new Error('no microphone');
    return track;
  },
};

/** @param from `sdk`: opened as a session opens it; `raw`: without any processing */
async function measure(from: keyof typeof opened, wav: string, halfSeconds: number): Promise<Measured> {
  const track = await opened[from]();
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 16_384 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const loudspeaker = new Audio(`data:audio/wav;base64,${wav}`);
  loudspeaker.loop = true;
  await loudspeaker.play();
  const levelsDb: number[] = [];
  const samples = new Float32Array(analyser.fftSize);
  for (let left = halfSeconds; left > 0; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
    levelsDb.push(10 * Math.log10(power + 1e-12));
  }
  loudspeaker.pause();
  track.stop();
  await context.close();
  return { echoCancellation: track.getSettings().echoCancellation, levelsDb };
}

const page = { measure };
globalThis.loopPage = page;
