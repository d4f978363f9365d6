/**
 * Runs in the browser: a session whose microphone is a sound of the page, with one tone on the left and another one on the
 * right, and a measurement of both channels of what others are heard with.
 */
import { type RemoteTrack, Session, type TrackSource } from '@hearthroom/sdk';

/** Hz; far from each other's harmonics, and both within the range of speech. */
export const tones = { left: 600, right: 1_500 } as const;

/** For each channel, the levels of both tones in dB. */
export type Levels = Record<keyof typeof tones, Record<keyof typeof tones, number>>;

let session: Session | null = null;
const log: string[] = [];
const meters = new Map<RemoteTrack, () => Levels>();
const context = new AudioContext();

/** Both tones, each on its channel. */
export function playTones(to: AudioNode): void {
  const merger = new ChannelMergerNode(to.context, { numberOfInputs: 2 });
  for (const [channel, frequency] of [tones.left, tones.right].entries()) {
    const oscillator = new OscillatorNode(to.context, { frequency });
    oscillator.connect(new GainNode(to.context, { gain: 0.3 })).connect(merger, 0, channel);
    oscillator.start();
  }
  merger.connect(to);
}

function meterOf(track: RemoteTrack): () => Levels {
  const source = context.createMediaStreamSource(new MediaStream([track.mediaStreamTrack]));
  // Sound of one channel is on both, as on loudspeakers.
  const both = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' });
  const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
  source.connect(both).connect(splitter);
  const [left, right] = [0, 1].map((channel) => {
    const analyser = new AnalyserNode(context, { fftSize: 8_192, smoothingTimeConstant: 0 });
    splitter.connect(analyser, channel);
    return () => ({ left: levelAt(analyser, tones.left), right: levelAt(analyser, tones.right) });
  });
  if (!left || !right) throw new Error('two channels');
  return () => ({ left: left(), right: right() });
}

function levelAt(analyser: AnalyserNode, frequency: number): number {
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  const bin = Math.round((frequency * analyser.fftSize) / context.sampleRate);
  return Math.max(...bins.subarray(bin - 2, bin + 3));
}

const page = {
  log,
  async join(url: string, token: string): Promise<void> {
    await context.resume();
    session = new Session({ url, getToken: () => token });
    session.on('trackSubscribed', (track) => {
      log.push(`+${track.source}`);
      // Chromium decodes sound for Web Audio only while an element plays it.
      document.body.append(track.attach());
      if (track.kind === 'audio') meters.set(track, meterOf(track));
    });
    session.on('trackUnsubscribed', (track) => {
      log.push(`-${track.source}`);
      meters.delete(track);
      for (const element of track.detach()) element.remove();
    });
    session.on('trackUpdated', ({ source, paused }) => log.push(`${paused ? 'paused' : 'resumed'} ${source}`));
    session.on('mutedByHost', (source) => log.push(`muted ${source}`));
    session.on('mediaFailed', ({ code }, source) => log.push(`failed ${source} ${code}`));
    await session.connect();
  },
  async speak(): Promise<void> {
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
    playTones(destination);
    const [track] = destination.stream.getAudioTracks();
    if (track) await session?.localParticipant.setMicrophoneEnabled(true, { track });
  },
  openMicrophone: async (): Promise<void> => session?.localParticipant.setMicrophoneEnabled(true),
  setMode: async (mode: 'voice' | 'music'): Promise<void> => session?.localParticipant.setAudioMode(mode),
  share: async (isOn: boolean): Promise<void> => session?.localParticipant.setScreenShareEnabled(isOn),
  /** Null: there is no such track now. */
  levels(source: TrackSource): Levels | null {
    const [found] = [...meters].filter(([track]) => track.source === source).map(([, read]) => read());
    return found ?? null;
  },
  isPaused(source: TrackSource): boolean | undefined {
    const [other] = [...(session?.participants.values() ?? [])];
    return other?.tracks.get(source)?.paused;
  },
  /** Mutes the first other person's track, as a host. */
  async mute(source: TrackSource): Promise<void> {
    const [other] = [...(session?.participants.keys() ?? [])];
    if (other !== undefined) await session?.mute(other, source);
  },
  /** Of the microphone that this page sends. */
  sentSettings: (): MediaTrackSettings | undefined => session?.localParticipant.track('microphone')?.settings,
};

declare global {
  var musicPage: typeof page;
}
Object.assign(globalThis, { musicPage: page, playTones });
