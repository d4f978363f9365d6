import t from 'tap';
import { momentMs } from '../../../../../sdk/src/echo/echo-finder.ts';
import { HowlingFinder } from '../../../../../sdk/src/echo/howling-finder.ts';
import { readMoment } from '../../../../../sdk/src/echo/spectrum.ts';
import {
  laughter,
  music,
  noise,
  rateHz,
  type Samples,
  silence,
  speech,
} from '../../../../support/sound/sound-samples.ts';
import { hzPerBin, spectraOf } from '../../../../support/sound/spectra.ts';

t.setTimeout(60_000);
const seconds = 20;

interface Loop {
  /** At the frequency at which the room is loudest. */
  gain: number;
  delayMs: number;
}

/** A microphone that hears a voice, and itself from a loudspeaker in a room that is loudest at 1,200 Hz. */
function inLoop({ gain, delayMs }: Loop): Samples {
  const voice = speech(seconds, 3);
  const hiss = noise(seconds, -65);
  const delay = Math.round((delayMs * rateHz) / 1_000);
  const heard = silence(seconds);
  const turn = (2 * Math.PI * 1_200) / rateHz;
  const radius = 0.97;
  const ownGain = (1 - radius) * Math.sqrt(1 + radius ** 2 - 2 * radius * Math.cos(2 * turn));
  let [one, two] = [0, 0];
  for (let index = 0; index < heard.length; index += 1) {
    const played = 0.5 * Math.tanh(2 * gain * (heard[index - delay] ?? 0));
    const resonant = ownGain * played + 2 * radius * Math.cos(turn) * one - radius ** 2 * two;
    two = one;
    one = resonant;
    heard[index] = (voice[index] ?? 0) + (hiss[index] ?? 0) + resonant;
  }
  return heard;
}

const tone = (hzAt: (atS: number) => number, levelAt: (atS: number) => number): Samples => {
  let phase = 0;
  return noise(seconds, -70).map((hiss, index) => {
    phase += (2 * Math.PI * hzAt(index / rateHz)) / rateHz;
    return hiss + levelAt(index / rateHz) * Math.sin(phase);
  });
};

/** @returns after how many seconds howling is found; null: not at all */
function foundAfter(microphone: Samples, isShared = true): number | null {
  const finder = new HowlingFinder(momentMs);
  const found = spectraOf(microphone).findIndex((spectrum, at) =>
    finder.add(at * momentMs, readMoment(spectrum, hzPerBin).tone, isShared),
  );
  return found === -1 ? null : (found * momentMs) / 1_000;
}

for (const delayMs of [150, 300, 600])
  t.test(`a loop of ${delayMs} ms that makes each sound louder is found, also while somebody speaks`, async (t) => {
    t.ok((foundAfter(inLoop({ gain: 4, delayMs })) ?? Infinity) < seconds);
  });

t.test('without a tone in a received voice it may be anything', async (t) => {
  t.equal(foundAfter(inLoop({ gain: 2, delayMs: 300 }), false), null);
});

t.test('a loop that makes each sound quieter is none', async (t) => {
  t.equal(foundAfter(inLoop({ gain: 0.5, delayMs: 300 })), null);
});

// Even if those who are heard make such sounds too.
const nothing: Record<string, () => Samples> = {
  speech: () => speech(seconds, 1),
  laughter: () => laughter(seconds, 1),
  music: () => music(seconds, 100),
  'notes of two seconds': () =>
    tone(
      (atS) => 440 * 2 ** (((7 * Math.floor(atS / 2.4)) % 12) / 12),
      (atS) => (atS % 2.4 < 2 ? 0.2 : 0),
    ),
  'the same note again and again': () =>
    tone(
      () => 880,
      (atS) => (atS % 2.4 < 2 ? 0.2 : 0),
    ),
  'a singing bowl': () =>
    tone(
      () => 620,
      (atS) => 0.3 * Math.exp(-(atS % 10) / 2),
    ),
  whistling: () =>
    tone(
      (atS) => 1_200 + 400 * Math.sin(2 * atS),
      () => 0.2,
    ),
  'a quiet tone': () =>
    tone(
      () => 1_000,
      () => 0.004,
    ),
  'a low hum': () =>
    tone(
      () => 240,
      () => 0.2,
    ),
};
for (const [what, make] of Object.entries(nothing))
  t.test(`${what}: no howling`, async (t) => {
    t.equal(foundAfter(make()), null);
  });
