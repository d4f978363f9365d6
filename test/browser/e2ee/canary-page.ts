/** A page that sends one colour and one tone, and looks for them in frames that somebody else has recorded. */
import '../../support/browser/test-page.ts';

declare global {
  var canaryPage: typeof page;
}

/** A colour and a pitch that neither noise nor a failed decoder makes. */
const colour = [230, 20, 160] as const;
const pitchHz = 1_000;
const sampleRate = 48_000;
const canaryName = `rgb(${colour.join(' ')})`;

const isCanary = (red: number, green: number, blue: number): boolean =>
  [red, green, blue].every((value, index) => Math.abs(value - (colour[index] ?? 0)) < 30);

/** Whether nearly all of a picture has that colour. */
function showsCanary(picture: CanvasImageSource): boolean {
  const size = 32;
  const context = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true });
  if (!context) return false;
  context.drawImage(picture, 0, 0, size, size);
  const { data } = context.getImageData(0, 0, size, size);
  let found = 0;
  for (let at = 0; at < data.length; at += 4)
    if (isCanary(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)) found += 1;
  return found > size * size * 0.8;
}

/** Whether most of the energy is at the pitch (Goertzel's algorithm). */
function soundsCanary(samples: Float32Array): boolean {
  const factor = 2 * Math.cos((2 * Math.PI * pitchHz) / sampleRate);
  let [before, last, energy] = [0, 0, 0];
  for (const sample of samples) {
    [before, last] = [last, sample + factor * last - before];
    energy += sample * sample;
  }
  const power = last * last + before * before - factor * last * before;
  return energy > 1e-4 * samples.length && power / (energy * (samples.length / 2)) > 0.7;
}

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

function movingPicture(): MediaStreamTrack | undefined {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
  const context = canvas.getContext('2d');
  setInterval(() => {
    if (!context) return;
    context.fillStyle = canaryName;
    context.fillRect(0, 0, 320, 180);
    // Browsers send nothing of a picture that doesn't change.
    context.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
    context.fillRect(0, 0, 12, 12);
  }, 60);
  return canvas.captureStream(15).getVideoTracks()[0];
}

function tone(): MediaStreamTrack | undefined {
  const context = new AudioContext({ sampleRate });
  const destination = context.createMediaStreamDestination();
  const oscillator = new OscillatorNode(context, { frequency: pitchHz });
  oscillator.connect(destination);
  oscillator.start();
  return destination.stream.getAudioTracks()[0];
}

const page = {
  sendCanary: async (): Promise<void> => {
    const [camera, microphone] = [movingPicture(), tone()];
    const self = testPage.session?.localParticipant;
    if (!camera || !microphone || !self) throw new Error('no session');
    await self.setCameraEnabled(true, { track: camera });
    await self.setMicrophoneEnabled(true, { track: microphone });
  },
  /** Whether a video of this page shows it. */
  seesCanary: (): boolean => [...document.querySelectorAll('video')].some(showsCanary),
  /** @returns in how many of these VP8 frames the colour is found */
  countPictures: async (frames: readonly number[][]): Promise<number> => {
    let found = 0;
    const output = (picture: VideoFrame): void => {
      if (showsCanary(picture)) found += 1;
      picture.close();
    };
    const create = (): VideoDecoder => {
      const decoder = new VideoDecoder({ output, error: () => {} });
      decoder.configure({ codec: 'vp8' });
      return decoder;
    };
    let decoder = create();
    for (const [index, bytes] of frames.entries()) {
      // RFC 6386, section 9.1: bit 0 is 0 in key frames.
      const type = ((bytes[0] ?? 1) & 1) === 0 ? 'key' : 'delta';
      // A decoder that has met an error is closed.
      if (decoder.state === 'closed') decoder = create();
      try {
        decoder.decode(new EncodedVideoChunk({ type, timestamp: index * 66_000, data: new Uint8Array(bytes) }));
        // Not `flush`, after which only a key frame can follow.
        while (decoder.state === 'configured' && decoder.decodeQueueSize > 0) await nextTask();
      } catch {
        // Not decodable.
      }
    }
    await decoder.flush().catch(() => {});
    return found;
  },
  /** @returns in how many of these Opus packets the tone is found */
  countTones: async (packets: readonly number[][]): Promise<number> => {
    let found = 0;
    const output = (sound: AudioData): void => {
      const samples = new Float32Array(sound.numberOfFrames);
      sound.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      if (soundsCanary(samples)) found += 1;
      sound.close();
    };
    const create = (): AudioDecoder => {
      const decoder = new AudioDecoder({ output, error: () => {} });
      decoder.configure({ codec: 'opus', sampleRate, numberOfChannels: 2 });
      return decoder;
    };
    let decoder = create();
    for (const [index, bytes] of packets.entries()) {
      if (decoder.state === 'closed') decoder = create();
      try {
        decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: index * 20_000, data: new Uint8Array(bytes) }));
        if (index % 10 === 0) await decoder.flush();
      } catch {
        // Not decodable.
      }
    }
    await decoder.flush().catch(() => {});
    return found;
  },
};
globalThis.canaryPage = page;
