/**
 * Sounds as samples, for tests of what is heard: no recordings of people. A voice is made by source and filter (pulses
 * and noise through formants) from random syllables, the same ones for the same seed, or by espeak-ng if it is installed.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Samples = Float32Array<ArrayBuffer>;

/** Samples per second of all sounds here. */
export const rateHz = 16_000;

/** Frequencies of three formants of adult vowels, in Hz (Peterson and Barney, 1952). */
const vowels = [
  [730, 1_090, 2_440],
  [270, 2_290, 3_010],
  [300, 870, 2_240],
  [530, 1_840, 2_480],
  [570, 840, 2_410],
  [660, 1_720, 2_410],
] as const;

/** Pseudo-random numbers from 0 to 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const silence = (seconds: number): Samples => new Float32Array(Math.round(seconds * rateHz));

/** White noise. @param db its level below full scale */
export function noise(seconds: number, db: number, seed = 1): Samples {
  const random = randomOf(seed);
  const peak = Math.sqrt(3) * 10 ** (db / 20);
  return silence(seconds).map(() => peak * (2 * random() - 1));
}

/** A second-order resonator. */
function resonator(hz: number, widthHz: number): (input: number) => number {
  const radius = Math.exp((-Math.PI * widthHz) / rateHz);
  const turn = 2 * radius * Math.cos((2 * Math.PI * hz) / rateHz);
  let [one, two] = [0, 0];
  return (input) => {
    const output = (1 - radius) * input + turn * one - radius * radius * two;
    two = one;
    one = output;
    return output;
  };
}

interface Syllable {
  lengthS: number;
  pitchHz: number;
  vowel: readonly number[];
  /** Of the noise before the vowel. */
  hissS: number;
  loudness: number;
}

function addSyllable(
  to: Samples,
  at: number,
  { lengthS, pitchHz, vowel, hissS, loudness }: Syllable,
  random: () => number,
): void {
  const formants = vowel.map((hz) => resonator(hz, 60 + hz / 20));
  const hiss = resonator(3_500, 1_500);
  const length = Math.round(lengthS * rateHz);
  const hissed = Math.round(hissS * rateHz);
  let phase = 0;
  for (let index = 0; index < length && at + index < to.length; index += 1) {
    phase += (pitchHz * (1 + (0.1 * index) / length)) / rateHz;
    const isPulse = phase >= 1;
    if (isPulse) phase -= 1;
    const shape = Math.sin((Math.PI * index) / length) ** 0.5;
    const voiced = index < hissed ? 0 : formants.reduce((sum, filter) => sum + filter(isPulse ? 8 : 0), 0);
    const unvoiced = index < hissed ? hiss(random() - 0.5) : 0;
    to[at + index] = (to[at + index] ?? 0) + loudness * shape * (voiced + unvoiced);
  }
}

/** Somebody who speaks in sentences, with pauses. */
export function speech(seconds: number, seed: number): Samples {
  const random = randomOf(seed);
  const samples = silence(seconds);
  const pitchHz = 90 + 130 * random();
  let atS = random();
  while (atS < seconds) {
    for (let left = 5 + Math.floor(12 * random()); left > 0; left -= 1) {
      const lengthS = 0.1 + 0.2 * random();
      const vowel = vowels[Math.floor(vowels.length * random())] ?? vowels[0];
      const syllable = {
        lengthS,
        pitchHz: pitchHz * (0.8 + 0.4 * random()),
        vowel,
        hissS: 0.08 * random(),
        loudness: 0.3 + 0.7 * random(),
      };
      addSyllable(samples, Math.round(atS * rateHz), syllable, random);
      atS += lengthS + 0.03 + 0.05 * random();
    }
    atS += 0.3 + 0.8 * random();
  }
  return normalized(samples);
}

/** Bursts of the same syllable, about five in a second. */
export function laughter(seconds: number, seed: number): Samples {
  const random = randomOf(seed);
  const samples = silence(seconds);
  let atS = random();
  while (atS < seconds) {
    const pitchHz = 180 + 200 * random();
    for (let left = 4 + Math.floor(8 * random()); left > 0; left -= 1) {
      addSyllable(
        samples,
        Math.round(atS * rateHz),
        { lengthS: 0.12, pitchHz, vowel: vowels[0], hissS: 0.03, loudness: 1 },
        random,
      );
      atS += 0.18 + 0.04 * random();
    }
    atS += 0.2 + 0.8 * random();
  }
  return normalized(samples);
}

/** Chords with a beat, again and again. */
export function music(seconds: number, beatsPerMinute: number): Samples {
  const chords = [
    [220, 277, 330],
    [196, 247, 294],
    [175, 220, 262],
    [165, 208, 247],
  ];
  const beatS = 60 / beatsPerMinute;
  const random = randomOf(beatsPerMinute);
  return normalized(
    silence(seconds).map((_, index) => {
      const atS = index / rateHz;
      const sinceBeatS = atS % beatS;
      const chord = chords[Math.floor(atS / beatS / 4) % chords.length] ?? [];
      let sum = sinceBeatS < 0.03 ? random() - 0.5 : 0;
      for (const hz of chord)
        for (let partial = 1; partial <= 5; partial += 1) sum += Math.sin(2 * Math.PI * hz * partial * atS) / partial;
      return sum * Math.exp(-2.5 * sinceBeatS);
    }),
  );
}

/** A voice of espeak-ng, again and again; null: it isn't installed. */
export function spoken(seconds: number, voice: string, text: string): Samples | null {
  const folder = mkdtempSync(join(tmpdir(), 'hearthroom-voice-'));
  try {
    const path = join(folder, 'voice.wav');
    execFileSync('espeak-ng', ['-v', voice, '-s', '155', '-w', path, text], { stdio: 'ignore' });
    const recording = readWav(readFileSync(path));
    return normalized(silence(seconds).map((_, index) => recording[index % recording.length] ?? 0));
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A RIFF file with one channel of 16 bits, as espeak-ng writes it. */
function readWav(file: Buffer): Samples {
  const fileHz = file.readUInt32LE(24);
  const start = file.indexOf('data') + 8;
  const count = Math.floor(((file.length - start) / 2) * (rateHz / fileHz));
  return Float32Array.from({ length: count }, (_, index) => {
    const at = start + 2 * Math.floor((index * fileHz) / rateHz);
    return at + 2 <= file.length ? file.readInt16LE(at) / 32_768 : 0;
  });
}

/** @returns the file in base64 */
export function toWav(samples: Samples): string {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + 2 * samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE(2 * rateHz, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(2 * samples.length, 40);
  const body = Int16Array.from(samples, (one) => Math.round(32_767 * Math.max(-1, Math.min(1, one))));
  return Buffer.concat([header, Buffer.from(body.buffer)]).toString('base64');
}

/** To the level of a voice: -22 dB below full scale. */
function normalized(samples: Samples): Samples {
  const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
  return scaled(samples, 0.08 / Math.sqrt(power || 1));
}

export const scaled = (samples: Samples, gain: number): Samples => samples.map((one) => gain * one);

/** @param ms negative: earlier */
export function delayed(samples: Samples, ms: number): Samples {
  const moved = Math.round((ms * rateHz) / 1_000);
  return samples.map((_, index) => samples[index - moved] ?? 0);
}

export function mixed(first: Samples, ...others: readonly Samples[]): Samples {
  const sum = first.slice();
  for (const sound of others)
    for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) + (sound[index] ?? 0);
  return sum;
}

/** Heard for some seconds, then not heard for some, and so on. */
export const inTurns = (
  samples: Samples,
  { onS, offS, fromS = 0 }: { onS: number; offS: number; fromS?: number },
): Samples => samples.map((one, index) => ((index / rateHz + fromS) % (onS + offS) < onS ? one : 0));

/** Reflections of a room, for 0.3 s. */
export function inRoom(samples: Samples, seed = 7): Samples {
  const random = randomOf(seed);
  const reflections = Array.from({ length: 40 }, () => {
    const delay = Math.floor(0.3 * rateHz * random());
    return { delay, gain: (random() < 0.5 ? -0.35 : 0.35) * Math.exp((-6.9 * delay) / (0.3 * rateHz)) };
  });
  const heard = samples.slice();
  for (const { delay, gain } of reflections)
    for (let index = delay; index < samples.length; index += 1)
      heard[index] = (heard[index] ?? 0) + gain * (samples[index - delay] ?? 0);
  return heard;
}

/** The same words, said by somebody whose timing differs by some milliseconds, now more and now less. */
export function withOtherTiming(samples: Samples, deviationMs: number, seed: number): Samples {
  const random = randomOf(seed);
  const step = Math.round(0.05 * rateHz);
  const kept = Math.exp(-0.1);
  let [before, offsetMs] = [0, 0];
  return samples.map((_, index) => {
    if (index % step === 0) {
      before = offsetMs;
      const pushed = 2 * (random() + random() + random() - 1.5);
      offsetMs = kept * offsetMs + Math.sqrt(1 - kept * kept) * deviationMs * pushed;
    }
    const ms = before + ((offsetMs - before) * (index % step)) / step;
    return samples[Math.round(index + (ms * rateHz) / 1_000)] ?? 0;
  });
}
